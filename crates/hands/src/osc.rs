//! The socket: OSC over UDP, for addresses that the settings allow.
//!
//! Who is not allowed gets nothing, whatever they send. Actions are done one after the other, in the order in which
//! they came; when [`QUEUE`] wait, later ones are refused. Nothing here waits for a receiver.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use plenary_model::{journal::Actor, time::Timestamp};
use plenary_show::Handle;
use tokio::{
    net::UdpSocket,
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

use crate::{
    Action, Status,
    action::Deed,
    message::{self, Asked},
    subscribers::Subscribers,
};

/// Actions that may wait for the show. A hand presses a few buttons a second.
const QUEUE: usize = 32;
/// How often times are told.
const TICK: Duration = Duration::from_secs(1);
/// How long nothing is read after the system refused to: what is wrong must not cost a core.
const RECOVERY: Duration = Duration::from_millis(100);

/// Where to listen, and to whom.
#[derive(Debug, Clone)]
pub struct Config {
    /// The UDP address.
    pub listen: SocketAddr,
    /// The senders that are listened to.
    pub allow: Vec<IpAddr>,
    /// The time: `plenary_show::system_clock` outside tests.
    pub clock: fn() -> Timestamp,
}

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("hands.osc = \"{listen}\" cannot be listened on ({error}): choose another address or port, or \"\" for none")]
pub struct StartError {
    listen: SocketAddr,
    error: std::io::Error,
}

/// Listens until `shutdown`, or until the show ends. Gives the address, for settings that left the port open.
///
/// # Errors
/// [`StartError`] when another program has the port, or the address is not this machine's.
pub async fn start(
    config: Config,
    show: Handle,
    shutdown: CancellationToken,
) -> Result<(SocketAddr, JoinHandle<()>), StartError> {
    let failed = |error| StartError { listen: config.listen, error };
    let socket = Arc::new(UdpSocket::bind(config.listen).await.map_err(failed)?);
    let address = socket.local_addr().map_err(failed)?;
    let (actions, waiting) = mpsc::channel(QUEUE);
    let hands = Hands {
        allow: config.allow.iter().map(IpAddr::to_canonical).collect(),
        clock: config.clock,
        told: Subscribers::default(),
        started: Instant::now(),
        last: None,
        socket,
        show,
        actions,
    };
    Ok((address, tokio::spawn(hands.run(waiting, shutdown))))
}

struct Hands {
    socket: Arc<UdpSocket>,
    allow: Vec<IpAddr>,
    clock: fn() -> Timestamp,
    show: Handle,
    told: Subscribers<SocketAddr>,
    started: Instant,
    /// What subscribers know.
    last: Option<Status>,
    actions: mpsc::Sender<Pressed>,
}

/// An action that waits for its turn, and who is told when it fails.
struct Pressed {
    action: Action,
    answer: Vec<SocketAddr>,
}

impl Hands {
    async fn run(mut self, waiting: mpsc::Receiver<Pressed>, shutdown: CancellationToken) {
        let acting = tokio::spawn(act(self.show.clone(), self.socket.clone(), waiting));
        let (mut crew, mut plan) = (self.show.crew(), self.show.plan());
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // One byte more than is read, to see what is too long.
        let mut datagram = [0; message::LONGEST + 1];
        loop {
            tokio::select! {
                () = shutdown.cancelled() => break,
                received = self.socket.recv_from(&mut datagram) => match received {
                    Ok((length, from)) => self.hear(&datagram[..length], from),
                    Err(error) => {
                        tracing::warn!(%error, "an OSC datagram could not be received");
                        refused("socket");
                        tokio::time::sleep(RECOVERY).await;
                    }
                },
                changed = crew.changed() => match changed {
                    Ok(()) => self.tell_changes(),
                    Err(_) => break,
                },
                changed = plan.changed() => match changed {
                    Ok(()) => self.tell_changes(),
                    Err(_) => break,
                },
                _ = tick.tick() => self.tell_times(),
            }
        }
        // What was pressed before the end is done, as far as the show still answers.
        drop(self.actions);
        let _ = acting.await;
    }

    fn hear(&mut self, datagram: &[u8], from: SocketAddr) {
        if !self.allow.contains(&from.ip().to_canonical()) {
            return refused("sender");
        }
        let messages = match message::read(datagram) {
            Ok(messages) => messages,
            Err(error) => return refused(error.cause()),
        };
        for asked in messages {
            match asked {
                Ok(Asked::Do(action)) => self.press(action, from),
                Ok(Asked::Released) => {}
                Ok(Asked::Subscribe(port)) => {
                    self.subscribe(SocketAddr::new(from.ip(), port.unwrap_or(from.port())), from);
                }
                Err(error) => {
                    refused(error.cause());
                    if error.is_answered() {
                        self.answer(&error.to_string(), from);
                    }
                }
            }
        }
    }

    fn press(&mut self, action: Action, from: SocketAddr) {
        let pressed = Pressed { action, answer: self.answers(from) };
        if self.actions.try_send(pressed).is_err() {
            refused("busy");
            self.answer(&plenary_show::Error::Busy.to_string(), from);
        }
    }

    /// Tells one everything, and then what changes.
    fn subscribe(&mut self, who: SocketAddr, from: SocketAddr) {
        if let Err(full) = self.told.renew(who, self.started.elapsed()) {
            refused("full");
            return self.answer(&full.to_string(), from);
        }
        let now = self.status();
        let everything = message::changes(None, &now).into_iter().chain(message::times(&now));
        everything.for_each(|datagram| send(&self.socket, &datagram, who));
        // The others are told what changed since they were told last, if anything did.
        self.tell(&now, Some(who));
    }

    fn tell_changes(&mut self) {
        if self.told.is_empty() {
            return self.last = None;
        }
        let now = self.status();
        self.tell(&now, None);
    }

    fn tell(&mut self, now: &Status, except: Option<SocketAddr>) {
        let changes = message::changes(self.last.as_ref(), now);
        for who in self.told.iter().filter(|who| Some(*who) != except) {
            changes.iter().for_each(|datagram| send(&self.socket, datagram, who));
        }
        self.last = Some(now.clone());
    }

    fn tell_times(&mut self) {
        self.told.expire(self.started.elapsed());
        if self.told.is_empty() {
            return;
        }
        let times = message::times(&self.status());
        for who in self.told.iter() {
            times.iter().for_each(|datagram| send(&self.socket, datagram, who));
        }
    }

    fn status(&self) -> Status {
        Status::of(&self.show.crew().borrow(), &self.show.plan().borrow(), (self.clock)())
    }

    fn answer(&self, text: &str, from: SocketAddr) {
        answer(&self.socket, text, &self.answers(from));
    }

    /// Where a sender listens: where it wants to be told of changes, or else where it sends from.
    fn answers(&self, from: SocketAddr) -> Vec<SocketAddr> {
        let listening: Vec<_> = self.told.iter().filter(|who| who.ip() == from.ip()).collect();
        if listening.is_empty() { vec![from] } else { listening }
    }
}

/// Does what was pressed, one after the other.
async fn act(show: Handle, socket: Arc<UdpSocket>, mut waiting: mpsc::Receiver<Pressed>) {
    while let Some(Pressed { action, answer: who }) = waiting.recv().await {
        let deed = action.deed(&show.crew().borrow(), &show.plan().borrow());
        let failed = match deed {
            Ok(Deed::Direct(command)) => show.direct(Actor::Osc, command).await.err().map(|error| error.to_string()),
            Ok(Deed::Mix(sound)) => show.mix(Actor::Osc, sound.into()).await.err().map(|error| error.to_string()),
            Err(error) => Some(error.to_string()),
        };
        match failed {
            None => metrics::counter!("plenary_hands_actions_total", "way" => "osc").increment(1),
            Some(text) => {
                refused("state");
                answer(&socket, &text, &who);
            }
        }
    }
}

fn answer(socket: &UdpSocket, text: &str, who: &[SocketAddr]) {
    let datagram = message::error(text);
    who.iter().for_each(|who| send(socket, &datagram, *who));
}

/// Sends at once or not at all: what is lost is told again at the next renewal.
fn send(socket: &UdpSocket, datagram: &[u8], to: SocketAddr) {
    if socket.try_send_to(datagram, to).is_err() {
        metrics::counter!("plenary_hands_dropped_total").increment(1);
    }
}

fn refused(cause: &'static str) {
    metrics::counter!("plenary_hands_refused_total", "cause" => cause).increment(1);
}
