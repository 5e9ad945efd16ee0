//! The task that keeps the wall as the admitted and connected locations are: [`Roll`] decides who is on it.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use moq_net::{Pattern, Patterns, announce, origin};
use plenary_model::{id::LocationId, name::BroadcastName, summit::Colours};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::{AbortHandle, JoinHandle, JoinSet},
    time::Instant,
};

use crate::{
    Config, Error, Place, Snapshot,
    page::Board,
    press::{Job, Press},
    publish::Pages,
    reader,
    roll::Roll,
};

/// Orders that may wait. Admissions are a producer's clicks.
const INBOX: usize = 64;
/// Time between two looks at who came and went, and two counts for those who look.
const COUNT: Duration = Duration::from_millis(500);

enum Message {
    Places(Vec<Place>, oneshot::Sender<()>),
    Colours(Colours),
    Stop,
}

/// A wall that runs. Clones speak to the same wall.
#[derive(Clone)]
pub struct Handle {
    inbox: mpsc::Sender<Message>,
    snapshot: watch::Receiver<Snapshot>,
}

impl Handle {
    /// The admitted locations, the whole set. When it ends, nobody else's tile is looked at any more,
    /// and the pages that somebody watches are being printed without them.
    ///
    /// # Errors
    /// [`Error::Ended`] when the wall was stopped.
    pub async fn places(&self, places: Vec<Place>) -> Result<(), Error> {
        let (reply, done) = oneshot::channel();
        self.inbox.send(Message::Places(places, reply)).await.map_err(|_| Error::Ended)?;
        done.await.map_err(|_| Error::Ended)
    }

    /// The summit's colours, for quiet tiles.
    ///
    /// # Errors
    /// [`Error::Ended`] when the wall was stopped.
    pub async fn colours(&self, colours: Colours) -> Result<(), Error> {
        self.inbox.send(Message::Colours(colours)).await.map_err(|_| Error::Ended)
    }

    /// What the wall counts, twice a second.
    pub fn snapshot(&self) -> watch::Receiver<Snapshot> {
        self.snapshot.clone()
    }

    /// Ends the wall and its broadcast.
    pub async fn stop(&self) {
        let _ = self.inbox.send(Message::Stop).await;
    }
}

/// Starts the wall of a summit on the in-process origin, empty at first.
///
/// The task ends with [`Handle::stop`], with the last handle, or with the origin.
///
/// # Errors
/// [`Error`] when the origin refuses the wall's broadcast or the system a thread.
pub fn start(config: Config, origin: origin::Producer) -> Result<(Handle, JoinHandle<()>), Error> {
    let press = Press::start(config.colours)?;
    let pattern: Pattern = BroadcastName::locations(config.summit).parse().expect("a summit's locations are a pattern");
    let announced = origin.consume().scope("", &Patterns::from(pattern))?;
    let broadcast = origin.create_broadcast(BroadcastName::Wall { summit: config.summit }.to_string())?;
    let mut pages = Pages::new(broadcast.clone(), press.clone())?;
    let board = Board::default();
    pages.arrange(&board.layout(&HashMap::new()))?;
    broadcast.announce(Default::default())?;
    let (inbox, messages) = mpsc::channel(INBOX);
    let (counted, snapshot) = watch::channel(Snapshot::default());
    let wall = Wall {
        origin: announced,
        press,
        pages,
        board,
        places: Arc::default(),
        roll: Roll::default(),
        waiting: Vec::new(),
        start: Instant::now(),
        readers: HashMap::new(),
        tasks: JoinSet::new(),
        counted,
    };
    let task = tokio::spawn(async move {
        wall.run(messages).await;
        broadcast.close();
    });
    Ok((Handle { inbox, snapshot }, task))
}

struct Wall {
    origin: origin::Consumer,
    press: Press,
    pages: Pages,
    board: Board,
    places: Arc<HashMap<LocationId, Place>>,
    roll: Roll,
    /// Admitted names that were announced and have no seat yet, or no reader.
    waiting: Vec<String>,
    /// What the roll's times are counted from.
    start: Instant,
    readers: HashMap<String, AbortHandle>,
    tasks: JoinSet<()>,
    counted: watch::Sender<Snapshot>,
}

impl Wall {
    async fn run(mut self, mut messages: mpsc::Receiver<Message>) {
        let mut announcements = self.origin.announced();
        let mut count = tokio::time::interval(COUNT);
        loop {
            tokio::select! {
                message = messages.recv() => match message {
                    Some(Message::Places(places, done)) => {
                        self.admit(places).await;
                        let _ = done.send(());
                    }
                    Some(Message::Colours(colours)) => {
                        self.press.order(Job::Colours(colours)).await;
                        self.pages.reprint();
                    }
                    Some(Message::Stop) | None => break,
                },
                update = announcements.next() => match update {
                    Some(update) => self.announced(update).await,
                    None => break,
                },
                _ = count.tick() => {
                    self.follow().await;
                    self.count();
                }
                // Aborted readers leave here.
                Some(_) = self.tasks.join_next() => {}
            }
        }
        self.tasks.shutdown().await;
    }

    async fn admit(&mut self, places: Vec<Place>) {
        self.roll.admit(&places);
        self.places = Arc::new(places.into_iter().map(|place| (place.id, place)).collect());
        let gone: Vec<_> = self.readers.keys().filter(|path| self.roll.of(path).is_none()).cloned().collect();
        for path in gone {
            self.silence(&path);
        }
        self.board.seat(self.roll.call(self.start.elapsed()));
        self.arrange().await;
        // Everybody who is there has a seat now.
        self.waiting.clear();
        let listen: Vec<_> = self.roll.here().cloned().collect();
        for path in listen {
            self.listen(path);
        }
        self.count();
    }

    /// Seats who came and unseats who went.
    async fn follow(&mut self) {
        if let Some(seated) = self.roll.call_again(self.start.elapsed()) {
            self.board.seat(seated);
            self.arrange().await;
        }
        for path in std::mem::take(&mut self.waiting) {
            match self.roll.of(&path) {
                Some(place) if !self.roll.is_seated(place) => self.waiting.push(path),
                _ => self.listen(path),
            }
        }
    }

    async fn arrange(&mut self) {
        // First the press, so that no page is printed with a place that the layout no longer has.
        self.press.order(Job::Board(self.board.clone())).await;
        if let Err(error) = self.pages.arrange(&self.board.layout(&self.places)) {
            tracing::error!(%error, "the wall's layout could not be published");
        }
    }

    async fn announced(&mut self, update: announce::Update) {
        let path = update.prefix.as_str().to_owned();
        if !matches!(path.parse(), Ok(BroadcastName::Location { .. })) {
            return;
        }
        if !update.kind.is_active() {
            self.roll.went(&path, self.start.elapsed());
            self.silence(&path);
            self.waiting.retain(|waits| *waits != path);
            if let Some(place) = self.roll.of(&path) {
                self.press.order(Job::Quiet(place)).await;
            }
        } else if self.roll.came(&path) {
            // A tile that is read before its place has a seat would be thrown away.
            if self.roll.of(&path).is_some() && !self.waiting.contains(&path) {
                self.waiting.push(path);
            }
        } else {
            metrics::counter!("plenary_wall_announcements_dropped_total").increment(1);
        }
    }

    /// Reads the tiles of a name that is announced, if it was let in.
    fn listen(&mut self, path: String) {
        let Some(place) = self.roll.of(&path) else { return };
        if !self.readers.contains_key(&path) {
            let read = reader::read(self.origin.clone(), path.clone(), place, self.press.clone());
            self.readers.insert(path, self.tasks.spawn(read));
        }
    }

    fn silence(&mut self, path: &str) {
        if let Some(reader) = self.readers.remove(path) {
            reader.abort();
        }
    }

    fn count(&self) {
        let counts = self.press.counts();
        let snapshot = Snapshot {
            admitted: self.places.len(),
            online: self.readers.len(),
            pages: self.board.pages(),
            refused_tiles: counts.refused.load(Ordering::Relaxed),
            dropped_tiles: counts.dropped.load(Ordering::Relaxed),
        };
        metrics::gauge!("plenary_wall_locations_online").set(snapshot.online as f64);
        self.counted.send_if_modified(|seen| std::mem::replace(seen, snapshot) != snapshot);
    }
}
