//! A mixer in another process: what goes over the line between the two, and what is kept on this side of it.
//!
//! [`Remote`] stands in the place of a mixer. What it is asked goes over the [`Line`] of whichever process is there,
//! and is kept in a [`shadow::Shadow`] at the same time: while no process is there the show goes on with what it
//! knew, and a process that comes is told all of it first.

mod shadow;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use plenary_model::{
    format::Format,
    id::{StageId, SummitId},
    scene::{Caption, Scene, Transition},
};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{Backup, Error, Graphic, Slate, Snapshot, Source, Taken, sound::Settings};
use shadow::Shadow;

/// What a mixer is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Prepare a scene.
    Preview(Scene),
    /// Prepare a scene and bring it on air.
    Direct(Scene, Transition, Option<Caption>),
    /// Put the name graphic on or off.
    Caption(Option<Caption>),
    /// Arm what takes over when a source on air goes silent, or disarm.
    Arm(Option<Backup>),
    /// Hold the programme back for so many milliseconds.
    Delay(u32),
    /// Throw away what is held back.
    Dump,
    /// The whole set of graphics over the programme, and over the preview.
    Graphics(Vec<Graphic>, Vec<Graphic>),
    /// Change the slate.
    Slate(Slate),
    /// The whole set of sources that scenes may name.
    Sources(Vec<Source>),
    /// Set the whole sound desk.
    Sound(Settings),
    /// Measure the programme's loudness anew.
    ResetLoudness,
}

/// What a process needs to make the programme of a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// The summit.
    pub summit: SummitId,
    /// The stage.
    pub stage: StageId,
    /// What its pictures are like.
    pub format: Format,
    /// The path of its media session on the server.
    pub media_path: String,
    /// What opens that session.
    pub media_token: String,
}

/// From the server to the process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, on its way into a text")]
pub enum Down {
    /// The first message.
    Welcome(Welcome),
    /// Something to do, with the number under which it is answered. Orders are done in the order in which they come.
    Order(u64, Order),
}

/// From the process to the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, on its way into a text")]
pub enum Up {
    /// An order was done, or was not. What it changed was told in a snapshot before.
    Done(u64, Result<Option<Taken>, Error>),
    /// The mixer as it is, several times a second.
    Snapshot(Box<Snapshot>),
}

/// Orders that may wait for a process: as many as for a mixer in this one, and those that it is told when it comes.
const WAITING: usize = 64;

struct Asked {
    order: Order,
    reply: oneshot::Sender<Result<Option<Taken>, Error>>,
}

struct Inner {
    shadow: Shadow,
    /// The line to the process that is there.
    line: Option<mpsc::Sender<Asked>>,
    /// What it told last, once it stands where the shadow does.
    snapshot: Option<Snapshot>,
    /// The stage is not made any more.
    closed: bool,
}

/// A mixer that another process is. Clones are the same one.
#[derive(Clone)]
pub struct Remote {
    inner: Arc<Mutex<Inner>>,
    there: Arc<watch::Sender<bool>>,
}

impl Remote {
    /// A mixer of a format that no process is yet.
    pub fn new(format: Format) -> Self {
        let inner = Inner { shadow: Shadow::new(format), line: None, snapshot: None, closed: false };
        Self { inner: Arc::new(Mutex::new(inner)), there: Arc::new(watch::channel(false).0) }
    }

    /// Ends the line, and lets no other process in.
    pub fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        inner.line = None;
    }

    /// Takes the line for a process, which is told where everything stands first. Nothing while another process has it.
    pub fn join(&self) -> Option<Line> {
        let mut inner = self.lock();
        if inner.closed || inner.line.is_some() {
            return None;
        }
        let resume = inner.shadow.orders();
        let (line, orders) = mpsc::channel(WAITING + resume.len());
        inner.snapshot = None;
        let told = resume.len() as u64;
        for order in resume {
            let (reply, _) = oneshot::channel();
            // There is room for all of them.
            let _ = line.try_send(Asked { order, reply });
        }
        inner.line = Some(line);
        drop(inner);
        self.there.send_replace(true);
        Some(Line { remote: self.clone(), orders, asked: HashMap::new(), next: 0, told })
    }

    /// Whether a process is there.
    pub fn there(&self) -> watch::Receiver<bool> {
        self.there.subscribe()
    }

    /// Asks for something. While no process is there it is done as soon as one is.
    ///
    /// # Errors
    /// As the mixer's own commands.
    pub async fn ask(&self, order: Order) -> Result<Option<Taken>, Error> {
        let (line, taken) = {
            let mut inner = self.lock();
            let taken = inner.shadow.apply(&order)?;
            (inner.line.clone(), taken)
        };
        if let Some(line) = line {
            let (reply, answer) = oneshot::channel();
            if line.send(Asked { order, reply }).await.is_ok()
                && let Ok(done) = answer.await
            {
                return done;
            }
        }
        // Whichever process comes next is told.
        Ok(taken)
    }

    /// The mixer as it is, or as it would be.
    pub fn snapshot(&self) -> Snapshot {
        let inner = self.lock();
        match &inner.snapshot {
            Some(snapshot) => snapshot.clone(),
            None => inner.shadow.snapshot(),
        }
    }

    /// The lock is held for a few writes into memory.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The line to one process, for whoever carries its messages. It is free again when this is dropped.
pub struct Line {
    remote: Remote,
    orders: mpsc::Receiver<Asked>,
    asked: HashMap<u64, oneshot::Sender<Result<Option<Taken>, Error>>>,
    next: u64,
    /// So many orders tell where everything stands: what the process says before they are done is not so yet.
    told: u64,
}

impl Line {
    /// The next order for the process.
    pub async fn next(&mut self) -> Option<Down> {
        let Asked { order, reply } = self.orders.recv().await?;
        let number = self.next;
        self.next += 1;
        self.asked.insert(number, reply);
        Some(Down::Order(number, order))
    }

    /// Takes in what the process says.
    pub fn hear(&mut self, up: Up) {
        match up {
            Up::Done(number, done) => {
                if let Some(reply) = self.asked.remove(&number) {
                    // Whoever asked may have stopped waiting.
                    let _ = reply.send(done);
                }
            }
            Up::Snapshot(snapshot) if (0..self.told).all(|number| self.is_done(number)) => {
                let mut inner = self.remote.lock();
                inner.shadow.observe(&snapshot);
                inner.snapshot = Some(*snapshot);
            }
            Up::Snapshot(_) => {}
        }
    }

    fn is_done(&self, number: u64) -> bool {
        number < self.next && !self.asked.contains_key(&number)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut inner = self.remote.lock();
        inner.line = None;
        inner.snapshot = None;
        drop(inner);
        self.remote.there.send_replace(false);
    }
}

#[cfg(test)]
mod tests {
    use plenary_model::{id::SpeakerId, source::SourceId};
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::Feed;

    fn source(seed: u64) -> Source {
        let rng = &mut StdRng::seed_from_u64(seed);
        let (summit, secret) = (SummitId::random(rng), plenary_model::id::Secret::random(rng));
        let name = plenary_model::name::BroadcastName::Speaker { summit, stage: None, secret };
        Source { id: SourceId::Speaker(SpeakerId::random(rng)), feed: Feed::Live(name) }
    }

    /// Answers every order, and collects them.
    async fn obey(line: &mut Line, count: usize) -> Vec<Order> {
        let mut done = Vec::new();
        while done.len() < count {
            let Some(Down::Order(number, order)) = line.next().await else { panic!("the line ended") };
            line.hear(Up::Done(number, Ok(None)));
            done.push(order);
        }
        done
    }

    #[tokio::test]
    async fn a_process_that_comes_is_told_where_the_show_went_without_one() {
        let remote = Remote::new(Format::default());
        let (ada, bo) = (source(1), source(2));
        let full = |source: &Source| Scene::Full { source: source.id };
        let gone = remote.ask(Order::Preview(full(&ada))).await;
        assert_eq!(gone, Err(Error::Gone(ada.id)), "what is not there is refused as by any mixer");
        remote.ask(Order::Sources(vec![ada.clone(), bo.clone()])).await.unwrap();
        remote.ask(Order::Delay(5_000)).await.unwrap();
        let taken = remote.ask(Order::Direct(full(&ada), Transition::Cut, None)).await.unwrap();
        assert_eq!(taken.map(|taken| taken.scene), Some(full(&ada)));
        remote.ask(Order::Preview(full(&bo))).await.unwrap();
        let snapshot = remote.snapshot();
        assert_eq!((snapshot.programme, snapshot.preview), (full(&ada), full(&bo)));

        let mut line = remote.join().unwrap();
        assert!(remote.join().is_none(), "one process at a time");
        let told = obey(&mut line, 4).await;
        let direct = Order::Direct(full(&ada), Transition::Cut, None);
        assert_eq!(
            told,
            [Order::Sources(vec![ada, bo.clone()]), Order::Delay(5_000), direct, Order::Preview(full(&bo))]
        );
        drop(line);
        assert!(!*remote.there().borrow() && remote.join().is_some());
    }

    #[tokio::test]
    async fn what_a_fresh_process_shows_before_it_was_told_changes_nothing() {
        let remote = Remote::new(Format::default());
        let ada = source(1);
        let scene = Scene::Full { source: ada.id };
        remote.ask(Order::Sources(vec![ada])).await.unwrap();
        remote.ask(Order::Direct(scene, Transition::Cut, None)).await.unwrap();
        let mut line = remote.join().unwrap();
        line.hear(Up::Snapshot(Box::<Snapshot>::default()));
        assert_eq!(remote.snapshot().programme, scene);
        let count = 2 + usize::from(remote.snapshot().preview != scene);
        obey(&mut line, count).await;
        let on_air = Snapshot { programme: scene, frame: 7, ..Snapshot::default() };
        line.hear(Up::Snapshot(Box::new(on_air.clone())));
        assert_eq!(remote.snapshot(), on_air);
        // It did something by itself: that is where the next one goes on.
        line.hear(Up::Snapshot(Box::<Snapshot>::default()));
        drop(line);
        assert_eq!(remote.snapshot().programme, Scene::Slate);
    }

    #[tokio::test]
    async fn an_order_that_dies_with_its_process_is_told_to_the_next() {
        let remote = Remote::new(Format::default());
        let ada = source(1);
        let mut line = remote.join().unwrap();
        let asking = tokio::spawn({
            let (remote, ada) = (remote.clone(), ada.clone());
            async move { remote.ask(Order::Sources(vec![ada])).await }
        });
        assert!(matches!(line.next().await, Some(Down::Order(_, Order::Sources(_)))));
        drop(line);
        assert_eq!(asking.await.unwrap(), Ok(None));
        let mut line = remote.join().unwrap();
        assert_eq!(obey(&mut line, 1).await, [Order::Sources(vec![ada])]);
    }
}
