//! Text graphics, drawn on a thread of their own: shaping a line of text takes longer than a frame may.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use plenary_model::{id::GraphicId, scene::Caption, summit::Colours, time::Timestamp};
use plenary_picture::{Fonts, Overlay, Picture, Rect, Size, caption, slate};

use crate::{
    Graphic, Slate,
    board::{Board, Drawing, Now, Order},
    brush,
    compose::{self, SMALL},
};

/// What the thread may be behind: one slate, a caption, and one graphic for each place.
const QUEUE: usize = 8;
/// How much a caption appears or vanishes from one frame to the next, of 256: 200 ms.
const FADE: u32 = 43;

/// The slate and the caption as they are drawn now.
pub(crate) struct Graphics {
    requests: mpsc::SyncSender<Request>,
    drawn: mpsc::Receiver<Drawn>,
    /// Of the programme.
    size: Size,
    slate: Arc<Picture>,
    asked_slate: Option<(Slate, Option<u64>)>,
    asked_caption: Option<(Words, Colours)>,
    caption: Option<Shown>,
    /// Over the programme, and over the preview.
    boards: [Board; 2],
    /// Where another picture is inset now.
    inset: Option<Rect>,
}

/// What a caption says, and whether it keeps clear of an inset.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    caption: Caption,
    beside: bool,
}

struct Shown {
    words: Words,
    overlay: Option<Overlay>,
    weight: u32,
}

enum Request {
    Slate(Slate, Option<u64>),
    Caption(Words, Colours),
    Graphic(usize, Order),
}

enum Drawn {
    Slate(Arc<Picture>),
    Caption(Words, Option<Overlay>),
    Graphic(usize, Arc<Graphic>, Drawing),
}

/// What is asked of the caption in one frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Title<'a> {
    /// What it says.
    pub caption: Option<&'a Caption>,
    /// The scene that it belongs to has an inset.
    pub beside: bool,
    /// The picture has an inset now: that scene's, or that of the one that gives way to it.
    pub inset: bool,
    /// The picture is another one than in the frame before.
    pub cut: bool,
    /// The scene in preview has an inset.
    pub previewed_beside: bool,
}

/// Where graphics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    Programme = 0,
    Preview = 1,
}

impl Graphics {
    /// Draws the first slate with the program's own fonts, and everything after it with those that
    /// `fonts` loads.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(
        size: Size,
        slate: &Slate,
        remaining: Option<u64>,
        fonts: impl FnOnce() -> Fonts + Send + 'static,
    ) -> Result<Self, std::io::Error> {
        let mut painter = slate::Slate::new(size);
        let first = paint(&mut painter, &mut Fonts::shipped(), slate, remaining);
        let (requests, requested) = mpsc::sync_channel(QUEUE);
        let (draw, drawn) = mpsc::channel();
        std::thread::Builder::new()
            .name("stage-graphics".into())
            .spawn(move || work(size, fonts(), &requested, &draw))?;
        let (asked_slate, asked_caption) = (None, None);
        Ok(Self {
            requests,
            drawn,
            slate: first,
            asked_slate,
            asked_caption,
            caption: None,
            boards: [size, SMALL].map(Board::new),
            size,
            inset: None,
        })
    }

    /// The whole set of graphics over the programme or the preview from now on.
    pub(crate) fn set(&mut self, over: Over, graphics: Vec<Graphic>) {
        self.boards[over as usize].set(graphics);
    }

    /// Graphics that are asked for, and whose pictures cannot be read.
    pub(crate) fn missing(&self) -> Vec<GraphicId> {
        self.boards.iter().flat_map(Board::missing).collect()
    }

    /// Takes what has been drawn, and asks for what must be drawn next. A caption fades in and out, but
    /// never outlives its picture: at a cut the one before is gone at once.
    pub(crate) fn advance(&mut self, slate: &Slate, wall: Timestamp, remaining: Option<u64>, title: Title<'_>) {
        let Title { caption, beside, .. } = title;
        self.inset = title.inset.then(|| compose::inset(self.size));
        let is_wanted = |words: &Words| Some(&words.caption) == caption && words.beside == beside;
        if title.cut {
            self.caption.take_if(|shown| !is_wanted(&shown.words));
        }
        while let Ok(drawn) = self.drawn.try_recv() {
            match drawn {
                Drawn::Slate(picture) => self.slate = picture,
                Drawn::Caption(words, overlay) if is_wanted(&words) => {
                    // What is only worded or coloured anew does not fade in again; what moves does.
                    let same_place = self.caption.as_ref().filter(|shown| shown.words.beside == beside);
                    let weight = same_place.map_or(0, |shown| shown.weight);
                    self.caption = Some(Shown { words, overlay, weight });
                }
                // It was taken back while it was drawn.
                Drawn::Caption(..) => {}
                Drawn::Graphic(board, graphic, drawing) => self.boards[board].take(&graphic, drawing),
            }
        }
        if self.asked_slate.as_ref().is_none_or(|(asked, left)| asked != slate || *left != remaining)
            && self.requests.try_send(Request::Slate(slate.clone(), remaining)).is_ok()
        {
            self.asked_slate = Some((slate.clone(), remaining));
        }
        let asked = self.asked_caption.as_ref();
        match caption {
            None => self.asked_caption = None,
            Some(caption) if asked.is_none_or(|(words, colours)| !is_wanted(words) || *colours != slate.colours) => {
                let words = Words { caption: caption.clone(), beside };
                if self.requests.try_send(Request::Caption(words.clone(), slate.colours)).is_ok() {
                    self.asked_caption = Some((words, slate.colours));
                }
            }
            Some(_) => {}
        }
        for (number, (board, beside)) in self.boards.iter_mut().zip([beside, title.previewed_beside]).enumerate() {
            let now = Now { wall, colours: slate.colours, title: &slate.title, beside };
            board.advance(now, |order| self.requests.try_send(Request::Graphic(number, order)).is_ok());
        }
        if let Some(shown) = &mut self.caption {
            shown.weight = match is_wanted(&shown.words) {
                true => (shown.weight + FADE).min(256),
                false => shown.weight.saturating_sub(FADE),
            };
            if shown.weight == 0 {
                self.caption = None;
            }
        }
    }

    /// The slate, as large as the programme.
    pub(crate) fn slate(&self) -> &Arc<Picture> {
        &self.slate
    }

    /// The caption, and how much of it is seen, of 256; nothing while it would stand on an inset.
    pub(crate) fn caption(&self) -> Option<(&Overlay, u32)> {
        let shown = self.caption.as_ref()?;
        let clear = |overlay: &&Overlay| self.inset.is_none_or(|inset| !overlay.rect().overlaps(inset));
        Some((shown.overlay.as_ref().filter(clear)?, shown.weight))
    }

    /// Whether there is anything to draw over the programme.
    pub(crate) fn is_bare(&self) -> bool {
        self.caption().is_none() && self.boards[Over::Programme as usize].is_empty()
    }

    /// Draws the name, and before it all other graphics, over the programme.
    pub(crate) fn draw(&self, onto: &mut Picture) {
        let board = &self.boards[Over::Programme as usize];
        if let Some((overlay, weight)) = self.caption() {
            overlay.draw_higher(onto, weight, board.lift());
        }
        board.draw(onto, self.inset);
    }

    /// What is over the preview; nothing when there is nothing.
    pub(crate) fn over_preview(&self) -> Option<&Board> {
        Some(&self.boards[Over::Preview as usize]).filter(|board| !board.is_empty())
    }
}

fn work(size: Size, mut fonts: Fonts, requested: &mpsc::Receiver<Request>, draw: &mpsc::Sender<Drawn>) {
    let mut painter = slate::Slate::new(size);
    for request in requested {
        let drawn = match request {
            Request::Slate(slate, remaining) => Drawn::Slate(paint(&mut painter, &mut fonts, &slate, remaining)),
            Request::Caption(words, colours) => {
                let inset = words.beside.then(|| compose::inset(size));
                let overlay = caption::render_beside(&mut fonts, size, &words.caption, colours, inset);
                Drawn::Caption(words, overlay)
            }
            Request::Graphic(board, order) => {
                let drawing = brush::draw(&mut fonts, &order);
                Drawn::Graphic(board, order.graphic, drawing)
            }
        };
        if draw.send(drawn).is_err() {
            return;
        }
    }
}

fn paint(painter: &mut slate::Slate, fonts: &mut Fonts, slate: &Slate, remaining: Option<u64>) -> Arc<Picture> {
    let content =
        slate::Content { title: &slate.title, remaining: remaining.map(Duration::from_secs), colours: slate.colours };
    Arc::new(painter.picture(fonts, content).clone())
}
