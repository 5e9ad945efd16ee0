//! The mixer without clock, encoders and network: commands and arrivals in, one frame after another out.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use plenary_model::{clip::Span, name::BroadcastName, scene::Scene, source::SourceId, time::Timestamp};
use plenary_picture::{Picture, Yuv, canvas};

use crate::{
    Feed, Format, Graphic, Slate, Snapshot, Source, SourceSnapshot, State,
    clock::Clock,
    compose::{self, Layer, Pool, SMALL},
    deck::{self, Deck},
    director::{Decision, Director, From, Presence, View, Way},
    graphics::{Graphics, Over, Title},
    inbox::Inbox,
    live::Live,
    sound::{self, Pair, board::Board, strip::Strip},
    wall::{self, Wall},
};

mod beside;

/// How fast a level meter falls, in dB a frame: 45 dB a second.
const METER_FALL_DB: f32 = 1.5;

/// Feeds inboxes from broadcasts.
pub(crate) trait Feeder: Send {
    /// Begins to follow a broadcast; ends when what is given back is dropped.
    fn follow(&self, name: BroadcastName, inbox: Arc<Inbox>) -> Box<dyn Send>;

    /// Begins to follow another stage: its programme's pictures, and what it sends back to us as sound.
    fn stage(&self, programme: BroadcastName, back: BroadcastName, inbox: Arc<Inbox>) -> Box<dyn Send> {
        Box::new((self.follow(programme, inbox.clone()), self.follow(back, inbox)))
    }

    /// Begins to follow the wall; ends when what is given back is dropped.
    fn wall(&self, name: BroadcastName, shown: Arc<wall::Shown>) -> Box<dyn Send>;

    /// Opens a part of the recording in a folder.
    fn clip(&self, folder: &Path, span: Span, format: Format) -> Deck {
        Deck::open(deck::opener(folder.to_owned(), span, format), format)
    }
}

/// One finished frame.
#[derive(Debug)]
pub(crate) struct Frame {
    pub number: u64,
    pub picture: Arc<Picture>,
    /// Begin with a keyframe here.
    pub key: bool,
    /// Interleaved stereo of the time between the frame before and this one.
    pub sound: Vec<f32>,
    /// What the crew hears in its place while it listens to some sources alone.
    pub monitor: Option<Vec<f32>>,
    /// The same without the source's own sound, for each live source that is on air or previewed, and for every other
    /// stage.
    pub returns: Vec<(SourceId, Vec<f32>)>,
    /// The preview, when it is asked for and due, and whether it must begin with a keyframe.
    pub preview: Option<(Arc<Picture>, bool)>,
    /// What the audience sees while the programme is held back.
    pub slate: Arc<Picture>,
}

/// The mixer.
pub(crate) struct Desk {
    pub director: Director,
    pub slate: Slate,
    pub board: Board,
    format: Format,
    clock: Arc<dyn Clock>,
    feeder: Box<dyn Feeder>,
    graphics: Graphics,
    sources: Vec<Source>,
    inputs: BTreeMap<SourceId, Input>,
    pool: Pool,
    small: Pool,
    layers: [Layer; 3],
    brushes: beside::Brushes,
    clean: Arc<Picture>,
    still: Arc<Picture>,
    picture: Arc<Picture>,
    /// The picture has an inset.
    inset: bool,
    previewed: Option<Scene>,
    /// The sound of one source in one frame.
    chunk: Vec<Pair>,
    dropped: u64,
}

struct Input {
    kind: Kind,
    strip: Strip,
    level_db: Option<f32>,
}

enum Kind {
    Live(Box<Live>),
    Clip(Box<Deck>),
    Wall(Wall),
}

impl Desk {
    pub(crate) fn new(
        format: Format,
        slate: Slate,
        clock: Arc<dyn Clock>,
        feeder: Box<dyn Feeder>,
        graphics: Graphics,
    ) -> Self {
        let first = graphics.slate().clone();
        Self {
            director: Director::new(format),
            slate,
            board: Board::default(),
            format,
            clock,
            feeder,
            graphics,
            sources: Vec::new(),
            inputs: BTreeMap::new(),
            pool: Pool::new(compose::programme(format)),
            small: Pool::new(SMALL),
            layers: Default::default(),
            brushes: beside::Brushes::default(),
            clean: first.clone(),
            still: first.clone(),
            picture: first,
            inset: false,
            previewed: None,
            chunk: vec![[0.0; 2]; format.samples()],
            dropped: 0,
        }
    }

    /// The whole set of sources from now on.
    pub(crate) fn sources(&mut self, sources: Vec<Source>) {
        // What is fed from elsewhere now begins anew.
        let (inputs, before) = (&mut self.inputs, &self.sources);
        for source in &sources {
            if before.iter().any(|old| old.id == source.id && old.feed != source.feed) {
                inputs.remove(&source.id);
            }
        }
        self.director.sources(sources.iter().map(|source| source.id).collect());
        self.sources = sources;
    }

    /// The whole set of graphics over the programme and over the preview from now on.
    pub(crate) fn graphics(&mut self, programme: Vec<Graphic>, preview: Vec<Graphic>) {
        self.graphics.set(Over::Programme, programme);
        self.graphics.set(Over::Preview, preview);
    }

    /// Makes the next frame. When it is `late`, its picture is the one before, unless it was cut.
    pub(crate) fn frame(&mut self, late: bool, preview: bool) -> Frame {
        let now = self.format.due_us(self.director.frame());
        // Frames that are made up for show what is there now; their sound goes on without a gap.
        let seen = if late { now.max(self.clock.now_us()) } else { now };
        self.tend();
        for input in self.inputs.values_mut() {
            match &mut input.kind {
                Kind::Live(live) => live.advance(seen),
                Kind::Wall(wall) => wall.advance(),
                Kind::Clip(_) => {}
            }
        }
        let inputs = &self.inputs;
        if let Some(clip) = self.director.stinger()
            && matches!(inputs.get(&clip), Some(Input { kind: Kind::Clip(deck), .. }) if deck.has_ended())
        {
            self.director.ended(clip);
        }
        let decision = self.director.step(|source| presence(inputs, source, seen));
        self.play(&decision);
        self.caption(&decision);
        if decision.grab {
            self.still = self.clean.clone();
        }
        if !late || decision.key {
            self.draw(&decision, seen);
        }
        if !preview {
            self.previewed = None;
        }
        // 15 pictures a second are enough to choose by.
        let preview = (preview && decision.frame.is_multiple_of(2)).then(|| self.preview(seen));
        let (sound::board::Sounds { programme: sound, monitor }, returns) = self.sound(&decision, now);
        let (picture, slate) = (self.picture.clone(), self.graphics.slate().clone());
        Frame { number: decision.frame, picture, key: decision.key, sound, monitor, returns, preview, slate }
    }

    /// The stage as it is; what the engine counts is left at zero.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let now = self.format.due_us(self.director.frame());
        let director = &self.director;
        let running: u64 = self.inputs.values().map(Input::dropped).sum();
        Snapshot {
            frame: director.frame(),
            format: self.format,
            programme: director.programme(),
            since_frame: director.since(),
            preview: director.current_preview(),
            mixing: director.is_mixing(),
            caption: director.current_caption().cloned(),
            lost: director.lost(|source| presence(&self.inputs, source, now)),
            sources: self.sources.iter().map(|source| self.source(source.id, now)).collect(),
            delay_frames: 0,
            held_frames: 0,
            holding: false,
            late_frames: 0,
            missing: self.graphics.missing(),
            dropped: self.dropped + running,
            loudness: self.board.loudness(),
            ducked: self.board.is_ducked(),
        }
    }

    fn source(&self, id: SourceId, now: i64) -> SourceSnapshot {
        let Some(input) = self.inputs.get(&id) else { return SourceSnapshot::idle(id) };
        let state = match (presence(&self.inputs, id, now), &input.kind) {
            (_, Kind::Clip(deck)) if deck.has_ended() => State::Ended,
            (Presence::Awaited, _) => State::Starting,
            (Presence::Present, _) => State::Live,
            (Presence::Lost, _) => State::Lost,
        };
        let (fps, age_us) = match &input.kind {
            Kind::Live(live) => (live.health().fps(), live.health().age_us(now)),
            Kind::Clip(_) | Kind::Wall(_) => (None, None),
        };
        let age_ms = age_us.and_then(|age| u64::try_from(age / 1000).ok());
        let played = match &input.kind {
            Kind::Clip(deck) => deck.played(),
            Kind::Live(_) | Kind::Wall(_) => None,
        };
        let levels = input.level_db.is_some().then(|| input.strip.levels());
        SourceSnapshot { id, state, fps, level_db: input.level_db, levels, dropped: input.dropped(), age_ms, played }
    }

    /// Opens what is wanted and closes what is not.
    fn tend(&mut self) {
        let mut wanted = self.director.wanted();
        wanted.extend(self.board.wanted());
        // What is heard no more fades before it goes.
        wanted.extend(self.inputs.iter().filter(|(_, input)| input.strip.sounds()).map(|(id, _)| *id));
        wanted.retain(|id| self.sources.iter().any(|source| source.id == *id));
        let dropped = &mut self.dropped;
        self.inputs.retain(|id, input| {
            let keep = wanted.contains(id);
            *dropped += if keep { 0 } else { input.dropped() };
            keep
        });
        for source in &self.sources {
            if wanted.contains(&source.id) && !self.inputs.contains_key(&source.id) {
                let kind = match &source.feed {
                    Feed::Live(name) => {
                        let inbox = Inbox::new(self.clock.clone());
                        let feeding = self.feeder.follow(*name, inbox.clone());
                        Kind::Live(Box::new(Live::new(inbox, feeding, self.format)))
                    }
                    Feed::Stage { programme, back } => {
                        let inbox = Inbox::new(self.clock.clone());
                        let feeding = self.feeder.stage(*programme, *back, inbox.clone());
                        Kind::Live(Box::new(Live::new(inbox, feeding, self.format)))
                    }
                    Feed::Wall(name) => {
                        let shown = Arc::default();
                        let following = self.feeder.wall(*name, Arc::clone(&shown));
                        Kind::Wall(Wall::new(shown, following))
                    }
                    Feed::Clip { folder, span } => Kind::Clip(Box::new(self.feeder.clip(folder, *span, self.format))),
                };
                let strip = self.board.open(source.id);
                self.inputs.insert(source.id, Input { kind, strip, level_db: None });
            }
        }
    }

    /// Tells the graphics what this frame asks of them.
    fn caption(&mut self, decision: &Decision) {
        let has_inset = |scene| matches!(scene, Scene::Inset { .. });
        self.inset = match decision.view {
            View::Scene(scene) => has_inset(scene),
            View::Mix { from: From::Scene(from), to, .. } => has_inset(from) || has_inset(to),
            // What stands still is what was seen.
            View::Mix { from: From::Still, to, .. } => self.inset || has_inset(to),
        };
        let title = Title {
            caption: self.director.current_caption(),
            beside: has_inset(self.director.programme()),
            inset: self.inset,
            cut: decision.key,
            previewed_beside: has_inset(self.director.current_preview()),
        };
        let wall = self.clock.wall();
        self.graphics.advance(&self.slate, wall, remaining(&self.slate, wall), title);
    }

    /// Lets clips go on.
    fn play(&mut self, decision: &Decision) {
        let shows = |source| match decision.view {
            View::Scene(scene) => scene.shows(source),
            View::Mix { from: From::Scene(from), to, .. } => from.shows(source) || to.shows(source),
            View::Mix { from: From::Still, to, .. } => to.shows(source),
        };
        for (&id, input) in &mut self.inputs {
            if let Kind::Clip(deck) = &mut input.kind {
                let heard = decision.gains.iter().any(|gain| gain.source == id);
                deck.advance(shows(id) || heard || input.strip.sounds() || self.board.is_heard(id));
            }
        }
    }

    fn draw(&mut self, decision: &Decision, now: i64) {
        let ground = Yuv::from_rgb(self.slate.colours.ground);
        let (inputs, slate) = (&self.inputs, self.graphics.slate());
        let [first, second, _] = &mut self.layers;
        let picture = |source| picture(inputs, source, now);
        self.clean = match decision.view {
            View::Scene(scene) => first.draw(&mut self.pool, scene, slate, ground, picture),
            View::Mix { from, to, weight, way } => {
                let from = match from {
                    From::Scene(scene) => second.draw(&mut self.pool, scene, slate, ground, picture),
                    From::Still => self.still.clone(),
                };
                let to = first.draw(&mut self.pool, to, slate, ground, picture);
                self.pool.paint(|out| match way {
                    Way::Fade => canvas::mix(out, &from, &to, weight.into()),
                    Way::Wipe(direction) => canvas::wipe(out, &from, &to, weight.into(), direction),
                })
            }
        };
        let clean = &self.clean;
        let graphics = &self.graphics;
        self.picture = match decision.covered || graphics.is_bare() {
            true => clean.clone(),
            false => self.pool.paint(|out| {
                out.copy_from(clean);
                graphics.draw(out);
            }),
        };
    }

    fn preview(&mut self, now: i64) -> (Arc<Picture>, bool) {
        let scene = self.director.current_preview();
        let inputs = &self.inputs;
        let picture = |source| picture(inputs, source, now);
        let ground = Yuv::from_rgb(self.slate.colours.ground);
        let drawn = self.layers[2].draw(&mut self.small, scene, self.graphics.slate(), ground, picture);
        let drawn = match self.graphics.over_preview() {
            Some(board) => self.small.paint(|out| {
                out.copy_from(&drawn);
                board.draw(out, None);
            }),
            None => drawn,
        };
        (drawn, self.previewed.replace(scene) != Some(scene))
    }

    fn sound(&mut self, decision: &Decision, now: i64) -> (sound::board::Sounds, Vec<(SourceId, Vec<f32>)>) {
        self.board.clear(self.format.samples());
        let chunk = &mut self.chunk;
        for (&id, input) in &mut self.inputs {
            chunk.fill([0.0; 2]);
            let heard = match &mut input.kind {
                Kind::Live(live) => live.sound(now, chunk),
                Kind::Clip(deck) => {
                    deck.sound(chunk);
                    true
                }
                Kind::Wall(_) => continue,
            };
            let level = heard.then(|| sound::level_db(chunk));
            let before = input.level_db.unwrap_or(f32::MIN) - METER_FALL_DB;
            input.level_db = level.map(|level| level.max(before));
            let picture = decision.gains.iter().find(|gain| gain.source == id).map_or(0.0, |gain| gain.to);
            self.board.add(id, &mut input.strip, picture, chunk);
        }
        let (feeder, format) = (&self.feeder, self.format);
        let sounds = self.board.finish(|folder| feeder.clip(folder, Span::default(), format));
        let featured = self.director.featured();
        let live = |id: &SourceId| matches!(self.inputs.get(id), Some(Input { kind: Kind::Live(_), .. }));
        let is_stage = |id: &SourceId| matches!(id, SourceId::Stage(_));
        let guests = featured.into_iter().filter(|id| live(id) && !is_stage(id));
        // Other stages show us whenever they like: with one way for their ears, nothing loops when we show them, too.
        let stages = self.sources.iter().map(|source| source.id).filter(is_stage);
        let returns = guests.chain(stages).map(|id| (id, self.board.without(id))).collect();
        (sounds, returns)
    }
}

impl Input {
    fn picture(&self) -> Option<&Arc<Picture>> {
        match &self.kind {
            Kind::Live(live) => live.picture(),
            Kind::Clip(deck) => deck.picture(),
            Kind::Wall(wall) => wall.picture(),
        }
    }

    fn dropped(&self) -> u64 {
        match &self.kind {
            Kind::Live(live) => live.dropped(),
            Kind::Clip(_) | Kind::Wall(_) => 0,
        }
    }
}

/// What a source shows now. One that is lost shows nothing: its last picture would look like somebody who listens.
fn picture(inputs: &BTreeMap<SourceId, Input>, source: SourceId, now: i64) -> Option<&Arc<Picture>> {
    let input = inputs.get(&source)?;
    input.picture().filter(|_| presence(inputs, source, now) != Presence::Lost)
}

fn presence(inputs: &BTreeMap<SourceId, Input>, source: SourceId, now: i64) -> Presence {
    match inputs.get(&source).map(|input| &input.kind) {
        None => Presence::Awaited,
        Some(Kind::Live(live)) => live.presence(now),
        Some(Kind::Clip(deck)) => deck.presence(),
        Some(Kind::Wall(wall)) => wall.presence(),
    }
}

/// Whole seconds until the start; nothing when there is nothing to wait for.
pub(crate) fn remaining(slate: &Slate, wall: Timestamp) -> Option<u64> {
    let left = slate.starts?.since(wall);
    (!left.is_zero()).then(|| left.as_millis().div_ceil(1000) as u64)
}

#[cfg(test)]
mod tests;
