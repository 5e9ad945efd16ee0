//! The sessions that are open: listed, counted, asked about again, and ended.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use moq_auth::lease;
use plenary_model::{grant::Identity, time::Timestamp};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::admission::{Admitted, Gatekeeper, RECHECK, Refusal};

/// Every open session. Cheap to clone; all clones show the same sessions.
#[derive(Clone)]
pub struct Sessions {
    state: Arc<Mutex<State>>,
    counts: watch::Sender<Counts>,
    limit: usize,
}

/// One open session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Counts up from 1 for as long as the process lives.
    pub number: u64,
    /// Who it belongs to, and until when.
    pub admitted: Admitted,
    /// When it opened.
    pub since: Timestamp,
    /// What carries it.
    pub transport: Transport,
}

/// What carries a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// QUIC over UDP: WebTransport from a browser, or raw.
    Quic,
    /// TCP, where UDP is blocked.
    WebSocket,
}

/// How many sessions are open, and of whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Viewers without a link.
    pub viewers: usize,
    /// Producers.
    pub producers: usize,
    /// Speakers.
    pub speakers: usize,
    /// Locations.
    pub locations: usize,
}

impl Counts {
    /// All of them.
    pub fn total(&self) -> usize {
        self.viewers + self.producers + self.speakers + self.locations
    }

    fn of(&mut self, identity: &Identity) -> &mut usize {
        match identity {
            Identity::Viewer { .. } => &mut self.viewers,
            // Both are the crew's.
            Identity::Producer { .. } | Identity::Stage { .. } => &mut self.producers,
            Identity::Speaker { .. } => &mut self.speakers,
            Identity::Location { .. } => &mut self.locations,
        }
    }
}

impl Sessions {
    /// The open sessions, oldest first.
    pub fn list(&self) -> Vec<Session> {
        let mut list: Vec<Session> = self.lock().open.values().map(|entry| entry.session).collect();
        list.sort_by_key(|session| session.number);
        list
    }

    /// How many are open now.
    pub fn counts(&self) -> Counts {
        *self.counts.borrow()
    }

    /// Follows how many are open.
    pub fn watch(&self) -> watch::Receiver<Counts> {
        self.counts.subscribe()
    }

    /// How many sessions `identity` has open. Viewers without a link are one identity.
    pub fn held_by(&self, identity: &Identity) -> usize {
        self.lock().held.get(identity).copied().unwrap_or_default()
    }

    /// Ends every session that `chosen` picks and takes back what it published; gives their number.
    /// Sessions being admitted at this moment are decided anew.
    pub fn revoke(&self, chosen: impl Fn(&Admitted) -> bool) -> usize {
        let mut state = self.lock();
        state.revocations += 1;
        let ended: Vec<_> = state.open.values().filter(|entry| chosen(&entry.session.admitted)).collect();
        ended.iter().for_each(|entry| entry.revoked.cancel());
        metrics::counter!("plenary_fabric_sessions_revoked_total").increment(ended.len() as u64);
        ended.len()
    }

    pub(crate) fn new(limit: usize) -> Self {
        Self { state: Arc::default(), counts: watch::Sender::new(Counts::default()), limit }
    }

    /// A number that changes with every revocation: a session admitted across a change is decided again.
    pub(crate) fn revocations(&self) -> u64 {
        self.lock().revocations
    }

    /// Enters a session unless there are too many, or somebody was revoked since `revocations` was read.
    pub(crate) fn enter(
        &self,
        admitted: Admitted,
        transport: Transport,
        now: Timestamp,
        revocations: u64,
    ) -> Result<Entered, Denied> {
        let mut state = self.lock();
        if state.revocations != revocations {
            return Err(Denied::Stale);
        }
        let held = state.held.get(&admitted.identity).copied().unwrap_or_default();
        let person = !matches!(admitted.identity, Identity::Viewer { .. });
        if state.open.len() >= self.limit || (person && held >= PERSON_LIMIT) {
            return Err(Denied::Refused(Refusal::Full));
        }
        state.last += 1;
        let number = state.last;
        let revoked = CancellationToken::new();
        let session = Session { number, admitted, since: now, transport };
        state.open.insert(number, Entry { session, revoked: revoked.clone() });
        state.held.insert(admitted.identity, held + 1);
        self.counts.send_modify(|counts| *counts.of(&admitted.identity) += 1);
        metrics::gauge!("plenary_fabric_sessions").set(state.open.len() as f64);
        Ok(Entered { sessions: self.clone(), session, revoked })
    }

    fn leave(&self, session: &Session) {
        let mut state = self.lock();
        if state.open.remove(&session.number).is_none() {
            return;
        }
        let identity = session.admitted.identity;
        match state.held.get_mut(&identity) {
            Some(held) if *held > 1 => *held -= 1,
            _ => drop(state.held.remove(&identity)),
        }
        self.counts.send_modify(|counts| *counts.of(&session.admitted.identity) -= 1);
        metrics::gauge!("plenary_fabric_sessions").set(state.open.len() as f64);
    }

    fn extend(&self, number: u64, expires: Timestamp) {
        if let Some(entry) = self.lock().open.get_mut(&number) {
            entry.session.admitted.expires = expires;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Every change below the lock is complete before anything could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a session was not entered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// Somebody was revoked while it was decided.
    Stale,
    /// It may not open.
    Refused(Refusal),
}

/// An open session's place in the list, given up when dropped.
pub(crate) struct Entered {
    sessions: Sessions,
    session: Session,
    revoked: CancellationToken,
}

impl Entered {
    /// Holds the session's lease until either side ends it, and asks `keeper` about it now and then.
    pub(crate) async fn hold(self, lease: lease::Producer, keeper: Arc<dyn Gatekeeper>) {
        let mut admitted = self.session.admitted;
        let reason = loop {
            tokio::select! {
                _ = lease.closed() => return,
                () = self.revoked.cancelled() => break lease::Reason::Refused,
                () = tokio::time::sleep(RECHECK) => {}
                () = lease.revalidate_requested() => {}
            }
            let answer = tokio::select! {
                _ = lease.closed() => return,
                () = self.revoked.cancelled() => break lease::Reason::Refused,
                answer = keeper.recheck(admitted) => answer,
            };
            match answer {
                Ok(expires) if expires == admitted.expires => {}
                Ok(expires) => {
                    admitted.expires = expires;
                    self.sessions.extend(self.session.number, expires);
                    lease.update(crate::admission::grant(&admitted));
                }
                Err(Refusal::Unavailable) => {
                    metrics::counter!("plenary_fabric_rechecks_unanswered_total").increment(1);
                }
                Err(_) => break lease::Reason::Refused,
            }
        };
        lease.revoke(reason);
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.sessions.leave(&self.session);
    }
}

#[derive(Default)]
struct State {
    open: HashMap<u64, Entry>,
    held: HashMap<Identity, usize>,
    last: u64,
    revocations: u64,
}

struct Entry {
    session: Session,
    revoked: CancellationToken,
}

/// Sessions that one person may have open: a few tabs, each of which may be reconnecting. More is
/// somebody who wants to use up the server. Viewers without a link are one identity and bounded by the
/// limit of all sessions.
const PERSON_LIMIT: usize = 32;

#[cfg(test)]
mod tests {
    use plenary_model::{
        grant::Realm,
        id::{CrewId, SessionId, SummitId},
    };
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn people() -> (Admitted, Admitted) {
        let rng = &mut StdRng::seed_from_u64(9);
        let summit = SummitId::random(rng);
        let admitted = |identity, session| Admitted { session, identity, expires: Timestamp(10) };
        (
            admitted(Identity::Viewer { summit }, SessionId::random(rng)),
            admitted(
                Identity::Producer { summit, id: CrewId::random(rng), realm: Realm::Summit },
                SessionId::random(rng),
            ),
        )
    }

    #[test]
    fn sessions_are_counted_by_identity_and_leave_when_dropped() {
        let sessions = Sessions::new(10);
        let (viewer, producer) = people();
        let first = sessions.enter(viewer, Transport::Quic, Timestamp(1), 0).ok().unwrap();
        let second = sessions.enter(producer, Transport::WebSocket, Timestamp(2), 0).ok().unwrap();
        assert_eq!(sessions.counts(), Counts { viewers: 1, producers: 1, ..Counts::default() });
        assert_eq!(sessions.list().iter().map(|session| session.number).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(sessions.held_by(&viewer.identity), 1);
        drop(first);
        assert_eq!(sessions.counts().total(), 1);
        drop(second);
        assert_eq!(sessions.counts(), Counts::default());
        assert!(sessions.lock().held.is_empty());
    }

    #[test]
    fn one_session_too_many_is_refused() {
        let sessions = Sessions::new(2);
        let (viewer, _) = people();
        let enter = || sessions.enter(viewer, Transport::Quic, Timestamp(1), 0);
        let _open = (enter().ok().unwrap(), enter().ok().unwrap());
        assert_eq!(enter().err(), Some(Denied::Refused(Refusal::Full)));
    }

    #[test]
    fn one_person_cannot_take_every_place() {
        let sessions = Sessions::new(1_000);
        let (viewer, producer) = people();
        let enter = |who| sessions.enter(who, Transport::Quic, Timestamp(1), 0);
        let open: Vec<_> = (0..PERSON_LIMIT).map(|_| enter(producer).ok().unwrap()).collect();
        assert_eq!(enter(producer).err(), Some(Denied::Refused(Refusal::Full)));
        assert_eq!(sessions.held_by(&producer.identity), PERSON_LIMIT);
        let _audience: Vec<_> = (0..2 * PERSON_LIMIT).map(|_| enter(viewer).ok().unwrap()).collect();
        drop(open);
        assert!(enter(producer).is_ok());
    }

    #[test]
    fn a_revocation_during_admission_has_the_session_decided_again() {
        let sessions = Sessions::new(10);
        let (viewer, _) = people();
        let before = sessions.revocations();
        assert_eq!(sessions.revoke(|_| true), 0);
        assert_eq!(sessions.enter(viewer, Transport::Quic, Timestamp(1), before).err(), Some(Denied::Stale));
        assert!(sessions.enter(viewer, Transport::Quic, Timestamp(1), sessions.revocations()).is_ok());
    }
}
