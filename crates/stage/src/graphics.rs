//! Text graphics, drawn on a thread of their own: shaping a line of text takes longer than a frame may.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use plenary_model::{scene::Caption, summit::Colours};
use plenary_picture::{Fonts, Overlay, Picture, caption, slate};

use crate::{Slate, compose::PROGRAMME};

/// What the thread may be behind: one slate and a few captions.
const QUEUE: usize = 4;
/// How much a caption appears or vanishes from one frame to the next, of 256: 200 ms.
const FADE: u32 = 43;

/// The slate and the caption as they are drawn now.
pub(crate) struct Graphics {
    requests: mpsc::SyncSender<Request>,
    drawn: mpsc::Receiver<Drawn>,
    slate: Arc<Picture>,
    asked_slate: Option<(Slate, Option<u64>)>,
    asked_caption: Option<(Caption, Colours)>,
    caption: Option<Shown>,
}

struct Shown {
    caption: Caption,
    overlay: Option<Overlay>,
    weight: u32,
}

enum Request {
    Slate(Slate, Option<u64>),
    Caption(Caption, Colours),
}

enum Drawn {
    Slate(Arc<Picture>),
    Caption(Caption, Option<Overlay>),
}

impl Graphics {
    /// Draws the first slate with the program's own fonts, and everything after it with those that
    /// `fonts` loads.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(
        slate: &Slate,
        remaining: Option<u64>,
        fonts: impl FnOnce() -> Fonts + Send + 'static,
    ) -> Result<Self, std::io::Error> {
        let mut painter = slate::Slate::new(PROGRAMME);
        let first = paint(&mut painter, &mut Fonts::shipped(), slate, remaining);
        let (requests, requested) = mpsc::sync_channel(QUEUE);
        let (draw, drawn) = mpsc::channel();
        std::thread::Builder::new().name("stage-graphics".into()).spawn(move || work(fonts(), &requested, &draw))?;
        Ok(Self { requests, drawn, slate: first, asked_slate: None, asked_caption: None, caption: None })
    }

    /// Takes what has been drawn, and asks for what must be drawn next.
    pub(crate) fn advance(&mut self, slate: &Slate, remaining: Option<u64>, caption: Option<&Caption>) {
        while let Ok(drawn) = self.drawn.try_recv() {
            match drawn {
                Drawn::Slate(picture) => self.slate = picture,
                Drawn::Caption(new, overlay) if Some(&new) == caption => {
                    let weight = self.caption.as_ref().map_or(0, |shown| shown.weight);
                    self.caption = Some(Shown { caption: new, overlay, weight });
                }
                // It was taken back while it was drawn.
                Drawn::Caption(..) => {}
            }
        }
        if self.asked_slate.as_ref().is_none_or(|(asked, left)| asked != slate || *left != remaining)
            && self.requests.try_send(Request::Slate(slate.clone(), remaining)).is_ok()
        {
            self.asked_slate = Some((slate.clone(), remaining));
        }
        let wanted = caption.map(|caption| (caption.clone(), slate.colours));
        match wanted {
            None => self.asked_caption = None,
            Some((text, colours)) if self.asked_caption != Some((text.clone(), colours)) => {
                if self.requests.try_send(Request::Caption(text.clone(), colours)).is_ok() {
                    self.asked_caption = Some((text, colours));
                }
            }
            Some(_) => {}
        }
        if let Some(shown) = &mut self.caption {
            shown.weight = match Some(&shown.caption) == caption {
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

    /// The caption, and how much of it is seen, of 256.
    pub(crate) fn caption(&self) -> Option<(&Overlay, u32)> {
        self.caption.as_ref().and_then(|shown| Some((shown.overlay.as_ref()?, shown.weight)))
    }
}

fn work(mut fonts: Fonts, requested: &mpsc::Receiver<Request>, draw: &mpsc::Sender<Drawn>) {
    let mut painter = slate::Slate::new(PROGRAMME);
    for request in requested {
        let drawn = match request {
            Request::Slate(slate, remaining) => Drawn::Slate(paint(&mut painter, &mut fonts, &slate, remaining)),
            Request::Caption(text, colours) => {
                let overlay = caption::render(&mut fonts, PROGRAMME, &text, colours);
                Drawn::Caption(text, overlay)
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
