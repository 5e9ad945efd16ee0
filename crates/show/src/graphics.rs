//! The graphics that the crew prepared, and which of them are on air or previewed: pure.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use plenary_model::{
    graphic::{Content, Graphic, OnAir, Place},
    id::GraphicId,
    scene::Caption,
};

use crate::Error;

/// What a producer asks of graphics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Show one in the preview, or not any more.
    Preview(GraphicId, bool),
    /// Put one on air, or take it off.
    Air(GraphicId, bool),
    /// Take all of them off.
    Clear,
}

/// All of them, and where they are. Of those on air, and of those in preview, each has a place of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graphics {
    library: Arc<BTreeMap<GraphicId, Graphic>>,
    air: Vec<OnAir>,
    preview: Vec<GraphicId>,
}

impl Graphics {
    /// Those that were on air when the server ended. What they are is learnt with [`Graphics::load`].
    pub fn new(air: Vec<OnAir>) -> Self {
        Self { air, ..Self::default() }
    }

    /// All graphics that there are from now on. Whether one left the air because it is gone.
    pub fn load(&mut self, graphics: Vec<Graphic>) -> bool {
        self.library = Arc::new(graphics.into_iter().map(|graphic| (graphic.id, graphic)).collect());
        let before = self.air.len();
        let library = &self.library;
        self.air.retain(|on_air| library.contains_key(&on_air.graphic));
        self.preview.retain(|id| library.contains_key(id));
        // One may have been given another place.
        for on_air in std::mem::take(&mut self.air) {
            self.put(on_air);
        }
        for id in std::mem::take(&mut self.preview) {
            self.prepare(id);
        }
        self.air.len() != before
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> Vec<&Graphic> {
        let mut all: Vec<_> = self.library.values().collect();
        all.sort_by_key(|graphic| (graphic.created, graphic.id));
        all
    }

    /// Those on air but for the name, which goes with its scene.
    pub fn air(&self) -> &[OnAir] {
        &self.air
    }

    /// Those in preview.
    pub fn preview(&self) -> &[GraphicId] {
        &self.preview
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Error::NoGraphic`].
    pub fn get(&self, id: GraphicId) -> Result<&Graphic, Error> {
        self.library.get(&id).ok_or(Error::NoGraphic(id))
    }

    /// The name that one of them puts on air, if it is one.
    pub fn name(&self, id: GraphicId) -> Option<Caption> {
        match &self.library.get(&id)?.content {
            Content::Name { name, title } => Some(Caption { name: name.clone(), title: title.clone() }),
            _ => None,
        }
    }

    /// The prepared name that says what is on.
    pub fn named(&self, on: &Caption) -> Option<GraphicId> {
        self.library.keys().find(|id| self.name(**id).as_ref() == Some(on)).copied()
    }

    /// Puts one on air in the place of what is there; it is prepared no longer.
    pub(crate) fn put(&mut self, on_air: OnAir) {
        let Some(place) = self.place(on_air.graphic) else { return };
        self.hide(on_air.graphic);
        if place != Place::Name {
            let library = &self.library;
            self.air.retain(|other| library.get(&other.graphic).map(|one| one.content.place()) != Some(place));
            self.air.push(on_air);
        }
    }

    /// Takes one off the air.
    pub(crate) fn take_off(&mut self, id: GraphicId) {
        self.air.retain(|on_air| on_air.graphic != id);
    }

    /// Takes those off the air that came with an item; they are answered.
    pub(crate) fn leave(&mut self) -> Vec<OnAir> {
        self.air.extract_if(.., |on_air| on_air.item).collect()
    }

    /// Takes all of them off the air.
    pub(crate) fn clear(&mut self) {
        self.air.clear();
    }

    /// Shows one in the preview in the place of what is there.
    pub(crate) fn prepare(&mut self, id: GraphicId) {
        let Some(place) = self.place(id) else { return };
        let library = &self.library;
        self.preview.retain(|other| library.get(other).map(|one| one.content.place()) != Some(place));
        self.preview.push(id);
    }

    /// Shows one in the preview no longer.
    pub(crate) fn hide(&mut self, id: GraphicId) {
        self.preview.retain(|other| *other != id);
    }

    /// What the stage has to show over the programme, and over the preview. Pictures are files in `pictures`.
    pub(crate) fn dress(&self, zone: &str, pictures: &Path) -> [Vec<plenary_stage::Graphic>; 2] {
        let graphic = |id: &GraphicId| {
            let Graphic { id, content, .. } = self.library.get(id)?.clone();
            let file = content.image().map(|image| pictures.join(format!("{image}.png")));
            Some(plenary_stage::Graphic { id, content, zone: zone.to_owned(), file })
        };
        let air = self.air.iter().filter_map(|on_air| graphic(&on_air.graphic)).collect();
        [air, self.preview.iter().filter_map(graphic).collect()]
    }

    fn place(&self, id: GraphicId) -> Option<Place> {
        self.library.get(&id).map(|graphic| graphic.content.place())
    }
}
