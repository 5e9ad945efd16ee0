//! Where media tokens are given out and recognised.
//!
//! A media token stands for one identity in one browser. It is short-lived, because it ends up in the
//! address of a media session, and opens any number of sessions until it expires, because sessions
//! break and come again. Tokens are kept in memory as hashes: a restart ends them, and every page asks
//! for a new one when it connects again.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::{FutureExt, future::BoxFuture};
use plenary_fabric::{Admitted, Gatekeeper, Refusal};
use plenary_model::{
    grant::Identity,
    id::SessionId,
    link::{Holder, Link},
    time::Timestamp,
    token::Token,
};
use plenary_store::Store;
use sha2::{Digest, Sha256};

use crate::Clock;

/// Gives out media tokens and answers for them. One for each summit; the relay asks it about every
/// session.
pub struct Desk {
    store: Store,
    clock: Clock,
    limits: Limits,
    table: Mutex<Table>,
}

/// How much the desk remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tokens of viewers without a link at a time.
    pub viewers: usize,
    /// Tokens of one browser at a time; of more, the oldest is forgotten.
    pub each: usize,
}

impl Default for Limits {
    /// 200,000 viewer tokens are 30 MB, and enough for 20,000 viewers a minute.
    fn default() -> Self {
        Self { viewers: 200_000, each: 64 }
    }
}

/// A token that was given out.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The token, for the address of a media session.
    pub token: Token,
    /// Until when it opens sessions.
    pub expires: Timestamp,
}

/// Why no token was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The summit is not open to the public.
    #[error("this summit is not open to the public: open your personal link, or ask the organiser for one")]
    Closed,
    /// Too many viewers ask at the same time.
    #[error("too many viewers are coming in at this moment: try again in a minute")]
    Full,
}

type Hash = [u8; 32];

#[derive(Default)]
struct Table {
    open: bool,
    tokens: HashMap<Hash, Entry>,
    /// The same by expiry, to forget what is over without looking at the rest.
    ends: BTreeSet<(Timestamp, Hash)>,
    /// The tokens of each browser that holds a link, the oldest first.
    browsers: HashMap<SessionId, Vec<Hash>>,
    /// How many tokens each rehearsal's crowd has.
    crowds: HashMap<SessionId, usize>,
    viewers: usize,
}

#[derive(Clone, Copy)]
struct Entry {
    admitted: Admitted,
    /// Until when it opens sessions; the sessions themselves end with `admitted.expires`.
    expires: Timestamp,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Viewer,
    Link,
    Rehearsal,
}

impl Desk {
    /// A desk for a summit that is `open` to the public or not.
    pub fn new(store: Store, clock: Clock, open: bool, limits: Limits) -> Arc<Self> {
        Arc::new(Self { store, clock, limits, table: Mutex::new(Table { open, ..Table::default() }) })
    }

    /// Opens or closes the summit to viewers without a link. Their sessions are the caller's to end.
    pub fn open(&self, open: bool) {
        self.table().open = open;
    }

    /// A token for a viewer without a link.
    ///
    /// # Errors
    /// [`Error::Closed`], and [`Error::Full`] while too many others hold one.
    pub fn viewer(&self, identity: Identity, session: SessionId, token: Token) -> Result<Issued, Error> {
        let now = (self.clock)();
        let mut table = self.table();
        table.sweep(now);
        if !table.open {
            return Err(Error::Closed);
        }
        if table.viewers >= self.limits.viewers {
            metrics::counter!("plenary_api_viewers_refused_total").increment(1);
            return Err(Error::Full);
        }
        let admitted = Admitted { session, identity, expires: now + WATCH };
        Ok(table.add(admitted, now + TOKEN, Kind::Viewer, token))
    }

    /// A token for the holder of `link` in the browser `session`.
    pub fn link(&self, identity: Identity, session: SessionId, link: &Link, token: Token) -> Issued {
        let now = (self.clock)();
        let mut table = self.table();
        table.sweep(now);
        let held = table.browsers.get(&session).map_or(0, Vec::len);
        if held >= self.limits.each {
            let oldest = table.browsers[&session][0];
            table.remove(&oldest);
        }
        let admitted = Admitted { session, identity, expires: link.expires };
        table.add(admitted, (now + TOKEN).min(link.expires), Kind::Link, token)
    }

    /// A token for one of a rehearsal's crowd, which lasts as long as the rehearsal.
    pub fn rehearsal(&self, identity: Identity, session: SessionId, expires: Timestamp, token: Token) -> Issued {
        let now = (self.clock)();
        let mut table = self.table();
        table.sweep(now);
        table.add(Admitted { session, identity, expires }, expires, Kind::Rehearsal, token)
    }

    /// Forgets every token that `chosen` picks. Sessions that are open are the caller's to end, after
    /// this.
    pub fn revoke(&self, chosen: impl Fn(&Admitted) -> bool) -> usize {
        let mut table = self.table();
        let hashes: Vec<Hash> =
            table.tokens.iter().filter(|(_, entry)| chosen(&entry.admitted)).map(|(hash, _)| *hash).collect();
        for hash in &hashes {
            table.remove(hash);
        }
        hashes.len()
    }

    /// What the media sessions of each rehearsal's crowd belong to. A producer let them in, viewers among
    /// them, whether the summit is open or not.
    pub fn crowds(&self) -> HashSet<SessionId> {
        self.table().crowds.keys().copied().collect()
    }

    /// How many tokens are good at this moment.
    pub fn count(&self) -> usize {
        let now = (self.clock)();
        let mut table = self.table();
        table.sweep(now);
        table.tokens.len()
    }

    fn find(&self, token: Option<String>) -> Result<Admitted, Refusal> {
        let token = token.ok_or(Refusal::NoToken)?;
        let token = Token::parse(&token).map_err(|_| Refusal::Unknown)?;
        let now = (self.clock)();
        let mut table = self.table();
        // An expired token is unknown soon after: it is not kept to tell the two apart.
        let entry = *table.tokens.get(&hash(&token)).ok_or(Refusal::Unknown)?;
        table.sweep(now);
        match entry.kind {
            _ if entry.expires <= now || entry.admitted.expires <= now => Err(Refusal::Expired),
            Kind::Viewer if !table.open => Err(Refusal::Closed),
            _ => Ok(entry.admitted),
        }
    }

    /// The lock is held for a look-up and never across an await; what it guards is valid at any time.
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a session may go on with, as the memory alone knows it; nothing when the store must say.
    fn known(&self, admitted: &Admitted) -> Option<Result<Timestamp, Refusal>> {
        let now = (self.clock)();
        let table = self.table();
        match admitted.identity {
            _ if table.crowds.contains_key(&admitted.session) => {
                Some(if admitted.expires > now { Ok(admitted.expires) } else { Err(Refusal::Expired) })
            }
            Identity::Viewer { .. } => Some(if table.open { Ok(now + WATCH) } else { Err(Refusal::Closed) }),
            _ => None,
        }
    }
}

impl Gatekeeper for Desk {
    fn admit(&self, token: Option<String>) -> BoxFuture<'static, Result<Admitted, Refusal>> {
        let answer = self.find(token);
        async move { answer }.boxed()
    }

    fn recheck(&self, admitted: Admitted) -> BoxFuture<'static, Result<Timestamp, Refusal>> {
        if let Some(answer) = self.known(&admitted) {
            return async move { answer }.boxed();
        }
        let (store, now) = (self.store.clone(), (self.clock)());
        async move {
            let holder = match admitted.identity {
                Identity::Producer { id, .. } => Holder::Producer(id),
                Identity::Speaker { id, .. } => Holder::Speaker(id),
                Identity::Location { id, .. } => Holder::Location(id),
                Identity::Stage { stage, .. } => Holder::Stage(stage),
                Identity::Viewer { .. } => return Err(Refusal::Closed),
            };
            let found = store.links().of(holder).await.map_err(|_| Refusal::Unavailable)?;
            // A process is no browser; there is one at a time, and an earlier one's sessions were ended.
            let process = matches!(holder, Holder::Stage(_));
            let held = found.filter(|found| process || found.browser == Some(admitted.session));
            let held = held.ok_or(Refusal::Revoked)?;
            match held.link.check(now) {
                Ok(()) => Ok(held.link.expires),
                Err(plenary_model::link::Refusal::Expired) => Err(Refusal::Expired),
                Err(_) => Err(Refusal::Revoked),
            }
        }
        .boxed()
    }
}

impl Table {
    fn add(&mut self, admitted: Admitted, expires: Timestamp, kind: Kind, token: Token) -> Issued {
        let hash = hash(&token);
        self.tokens.insert(hash, Entry { admitted, expires, kind });
        self.ends.insert((expires, hash));
        match kind {
            Kind::Viewer => self.viewers += 1,
            Kind::Link => self.browsers.entry(admitted.session).or_default().push(hash),
            Kind::Rehearsal => *self.crowds.entry(admitted.session).or_default() += 1,
        }
        Issued { token, expires }
    }

    fn remove(&mut self, hash: &Hash) {
        let Some(entry) = self.tokens.remove(hash) else { return };
        self.ends.remove(&(entry.expires, *hash));
        let session = entry.admitted.session;
        match entry.kind {
            Kind::Viewer => self.viewers -= 1,
            Kind::Link => {
                let held = self.browsers.entry(session).or_default();
                held.retain(|known| known != hash);
                if held.is_empty() {
                    self.browsers.remove(&session);
                }
            }
            Kind::Rehearsal => {
                let left = self.crowds.entry(session).or_default();
                *left = left.saturating_sub(1);
                if *left == 0 {
                    self.crowds.remove(&session);
                }
            }
        }
    }

    fn sweep(&mut self, now: Timestamp) {
        while let Some((expires, hash)) = self.ends.first().copied()
            && expires <= now
        {
            self.remove(&hash);
        }
    }
}

fn hash(token: &Token) -> Hash {
    Sha256::digest(token.reveal()).into()
}

/// How long a token opens sessions: long enough for a page to load and a network to come back, short
/// enough for an address that was seen by others.
const TOKEN: Duration = Duration::from_secs(600);
/// How long a viewer's session lasts unless it is asked about again.
const WATCH: Duration = Duration::from_secs(12 * 3600);

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use plenary_model::grant::Realm;
    use plenary_model::id::{CrewId, LinkId, SpeakerId, SummitId};
    use plenary_model::link::State;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    struct Fixture {
        desk: Arc<Desk>,
        now: Arc<AtomicI64>,
        rng: StdRng,
        summit: SummitId,
        _folder: tempfile::TempDir,
    }

    impl Fixture {
        async fn new(limits: Limits) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open(folder.path()).await.unwrap();
            let now = Arc::new(AtomicI64::new(1_000));
            let clock: Clock = {
                let now = now.clone();
                Arc::new(move || Timestamp(now.load(Ordering::SeqCst)))
            };
            let mut rng = StdRng::seed_from_u64(4);
            let summit = SummitId::random(&mut rng);
            Self { desk: Desk::new(store, clock, true, limits), now, rng, summit, _folder: folder }
        }

        fn viewer(&mut self) -> Result<Issued, Error> {
            let (session, token) = (SessionId::random(&mut self.rng), Token::random(&mut self.rng));
            self.desk.viewer(Identity::Viewer { summit: self.summit }, session, token)
        }

        async fn admit(&self, issued: &Issued) -> Result<Admitted, Refusal> {
            self.desk.admit(Some(issued.token.reveal().to_owned())).await
        }

        fn pass(&self, time: Duration) {
            self.now.fetch_add(time.as_millis() as i64, Ordering::SeqCst);
        }
    }

    #[tokio::test]
    async fn a_token_opens_many_sessions_until_its_time_and_none_after() {
        let mut at = Fixture::new(Limits::default()).await;
        let issued = at.viewer().unwrap();
        assert_eq!(at.admit(&issued).await, at.admit(&issued).await);
        assert!(at.admit(&issued).await.is_ok());
        at.pass(TOKEN);
        assert_eq!(at.admit(&issued).await, Err(Refusal::Expired));
        assert_eq!(at.admit(&issued).await, Err(Refusal::Unknown), "and then forgotten");
        assert_eq!(at.desk.count(), 0);
        assert_eq!(at.desk.admit(None).await, Err(Refusal::NoToken));
        for forged in ["", "x", "../", &"0".repeat(64), &"A".repeat(64)] {
            assert_eq!(at.desk.admit(Some(forged.to_owned())).await, Err(Refusal::Unknown), "{forged}");
        }
    }

    #[tokio::test]
    async fn viewers_are_bounded_and_room_comes_back_with_time() {
        let mut at = Fixture::new(Limits { viewers: 2, each: 2 }).await;
        at.viewer().unwrap();
        at.viewer().unwrap();
        assert_eq!(at.viewer().unwrap_err(), Error::Full);
        at.pass(TOKEN);
        at.viewer().unwrap();
    }

    #[tokio::test]
    async fn a_closed_summit_lets_no_viewer_in_or_go_on() {
        let mut at = Fixture::new(Limits::default()).await;
        let issued = at.viewer().unwrap();
        let admitted = at.admit(&issued).await.unwrap();
        assert!(at.desk.recheck(admitted).await.is_ok());
        at.desk.open(false);
        assert_eq!(at.admit(&issued).await, Err(Refusal::Closed));
        assert_eq!(at.desk.recheck(admitted).await, Err(Refusal::Closed));
        assert_eq!(at.viewer().unwrap_err(), Error::Closed);
    }

    #[tokio::test]
    async fn a_browser_keeps_its_newest_tokens_and_loses_all_when_revoked() {
        let mut at = Fixture::new(Limits { viewers: 2, each: 2 }).await;
        let id = CrewId::random(&mut at.rng);
        let identity = Identity::Producer { summit: at.summit, id, realm: Realm::Summit };
        let link = Link {
            id: LinkId::random(&mut at.rng),
            summit: at.summit,
            holder: Holder::Producer(id),
            expires: Timestamp(200_000),
            state: State::Free,
        };
        let session = SessionId::random(&mut at.rng);
        let issued = [(); 3].map(|()| at.desk.link(identity, session, &link, Token::random(&mut at.rng)));
        assert_eq!(issued[0].expires, link.expires, "not longer than the link");
        assert_eq!(at.admit(&issued[0]).await, Err(Refusal::Unknown));
        let admitted = at.admit(&issued[1]).await.unwrap();
        assert_eq!((admitted.session, admitted.identity, admitted.expires), (session, identity, link.expires));
        assert_eq!(at.desk.revoke(|admitted| admitted.identity == identity), 2);
        assert_eq!(at.admit(&issued[2]).await, Err(Refusal::Unknown));
        assert_eq!(at.desk.recheck(admitted).await, Err(Refusal::Revoked), "the store knows no such link");
    }

    #[tokio::test]
    async fn a_crowd_goes_on_until_its_rehearsal_ends() {
        let mut at = Fixture::new(Limits::default()).await;
        let secret = plenary_model::id::Secret::random(&mut at.rng);
        let identity = Identity::Speaker { summit: at.summit, id: SpeakerId::random(&mut at.rng), stage: None, secret };
        let session = SessionId::random(&mut at.rng);
        let issued = at.desk.rehearsal(identity, session, Timestamp(9_000_000), Token::random(&mut at.rng));
        at.pass(TOKEN * 2);
        let admitted = at.admit(&issued).await.unwrap();
        assert_eq!(at.desk.recheck(admitted).await, Ok(Timestamp(9_000_000)));
        let viewer = Identity::Viewer { summit: at.summit };
        let issued = at.desk.rehearsal(viewer, session, Timestamp(9_000_000), Token::random(&mut at.rng));
        at.desk.open(false);
        let watching = at.admit(&issued).await.unwrap();
        assert!(at.desk.recheck(watching).await.is_ok(), "a closed summit can be rehearsed");
        assert_eq!(at.desk.crowds(), [session].into());
        at.desk.revoke(|admitted| admitted.session == session);
        assert_eq!(at.desk.recheck(admitted).await, Err(Refusal::Revoked));
    }
}
