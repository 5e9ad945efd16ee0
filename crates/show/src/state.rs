//! What a show does next: pure. Commands in, plans out, `now` as an argument.
//!
//! A [`Standing`] is cheap to clone: the driver decides on a copy, acts, and keeps the copy only when
//! the mixer did what the plan says.
//!
//! A running rundown goes on by itself until somebody takes over. Whoever presses `next` only hurries
//! it; name graphics, edits of the plan and admissions leave it running, too. `preview`, `take`, `back`
//! and `jump` lead away from the plan: they stop it.

use std::time::Duration;

use plenary_model::{
    graphic::OnAir,
    id::{GraphicId, ItemId},
    journal::Actor,
    rundown::{self, Change, Item, Rundown},
    scene::{Caption, Scene, Transition},
    source::SourceId,
    time::Timestamp,
};
use plenary_stage::Backup;
use plenary_store::Position;

use crate::{
    Error,
    graphics::{self, Graphics},
    live::LastTaken,
    people::People,
};

mod dress;
mod possible;

use possible::{checked, possible};

/// Characters of a title, a name or a line of a name graphic.
pub const MAX_LINE: usize = 200;
/// Characters of an item's notes.
pub const MAX_NOTES: usize = 2_000;
/// Items of a rundown: a week of long days, and every screen of the crew carries them all.
pub const MAX_ITEMS: usize = 2_000;
/// Languages of an item.
pub const MAX_LANGUAGES: usize = 20;
/// Seconds of an item: a day.
pub const MAX_PLANNED_S: u32 = 24 * 60 * 60;

/// The longest programme delay in milliseconds: as much as the stage holds.
pub const MAX_DELAY_MS: u32 = 30_000;

/// What a producer asks for.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a scene is copied, and there is one command at a time")]
pub enum Command {
    /// Prepare a scene.
    Preview(Scene),
    /// Bring the prepared scene on air.
    Take(Transition),
    /// Put the name graphic on or off.
    Caption(Option<Caption>),
    /// Bring the next item on air.
    Next,
    /// Bring the item before on air.
    Back,
    /// Bring an item on air.
    Jump(ItemId),
    /// Let the rundown go on by itself, or stop it.
    Run(bool),
    /// Bring the slate on air at once, whatever is prepared.
    SlateNow,
    /// Bring back what was on air before the last take.
    Untake,
    /// Let recorded backups take over by themselves, or not.
    Arm(bool),
    /// Hold the programme back for so many milliseconds from now on.
    Delay(u32),
    /// Throw away what is held back.
    Dump,
    /// What is asked of the graphics.
    Graphic(graphics::Command),
}

/// What was on air before a take.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    scene: Scene,
    caption: Option<Caption>,
    item: Option<ItemId>,
    /// Those that had come with an item.
    graphics: Vec<OnAir>,
}

/// What the mixer has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Prepare a scene.
    Preview(Scene),
    /// Prepare a scene and bring it on air.
    Direct(Scene, Transition, Option<Caption>),
    /// Put the name graphic on or off.
    Caption(Option<Caption>),
    /// Hold the programme back for so many milliseconds.
    Delay(u32),
    /// Throw away what is held back.
    Dump,
}

/// What has to be written down.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A scene was prepared.
    Preview(Scene),
    /// A scene came on air.
    Take(Scene, Transition, Option<Caption>),
    /// The name graphic changed.
    Caption(Option<Caption>),
    /// Graphics came on air or left it: those that are there, the action for the journal, and which one it is about.
    Graphics(Vec<OnAir>, &'static str, Option<GraphicId>),
    /// The rundown stands elsewhere: where, and the action for the journal.
    Stand(Position, &'static str),
}

/// What follows from a command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// For the mixer, in this order.
    pub acts: Vec<Act>,
    /// For the store, in this order.
    pub records: Vec<Record>,
}

/// Where the show stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// The plan and the item on air.
    pub rundown: Rundown,
    /// Whether the rundown goes on by itself.
    pub running: bool,
    /// Whether recorded backups take over by themselves.
    pub armed: bool,
    /// For how long the programme is held back before it goes out, in milliseconds.
    pub delay_ms: u32,
    /// The scene on air.
    pub programme: Scene,
    /// The scene in preview.
    pub preview: Scene,
    /// The name graphic on air.
    pub caption: Option<Caption>,
    /// All other graphics.
    pub graphics: Graphics,
    /// Who brought the scene on air, and when.
    pub taken: Option<LastTaken>,
    /// What was on air before that.
    pub before: Option<Before>,
}

impl Standing {
    /// When the next item follows by itself.
    pub fn follows_at(&self) -> Option<Timestamp> {
        self.running.then(|| self.rundown.follows_at()).flatten()
    }

    /// Where the rundown stands, as it is stored.
    pub fn position(&self) -> Position {
        let current = self.rundown.current().map(|(item, since)| (item.id, since));
        Position { current, running: self.running, armed: self.armed, delay_ms: self.delay_ms }
    }

    /// What takes over when the scene on air goes silent.
    pub fn backup(&self) -> Option<Backup> {
        let (item, _) = self.rundown.current().filter(|_| self.armed)?;
        Some(Backup { of: item.scene, by: item.backup? })
    }

    /// The recording that is on air in the place of the item's scene.
    pub fn stands_in(&self) -> Option<SourceId> {
        let source = self.rundown.current()?.0.backup?;
        (self.programme == Scene::Full { source }).then_some(source)
    }

    /// Does what `by` asks for.
    ///
    /// # Errors
    /// Names the source that may not be shown or the reason in the rundown; nothing is changed then.
    pub fn direct(&mut self, people: &People, by: Actor, command: Command, now: Timestamp) -> Result<Plan, Error> {
        let mut next = self.clone();
        let plan = next.decide(people, by, command, now)?;
        // One press of undo takes back all of one command, also the place in the rundown.
        if next.programme != self.programme {
            let item = self.rundown.current().map(|(item, _)| item.id);
            let graphics = self.graphics.air().iter().filter(|on_air| on_air.item).copied().collect();
            next.before = Some(Before { scene: self.programme, caption: self.caption.clone(), item, graphics });
        }
        *self = next;
        Ok(plan)
    }

    fn decide(&mut self, people: &People, by: Actor, command: Command, now: Timestamp) -> Result<Plan, Error> {
        let mut plan = Plan::default();
        match command {
            Command::Preview(scene) => {
                people.check(scene)?;
                self.prepare(scene, &mut plan);
                plan.records.push(Record::Preview(scene));
                self.take_over(&mut plan);
            }
            Command::Take(transition) => {
                let scene = self.preview;
                people.check(scene)?;
                // A graphic names who is seen: it goes with them.
                let caption = self.caption.take().filter(|_| scene == self.programme);
                self.put(by, scene, transition.checked()?, caption, now, &mut plan);
                self.take_over(&mut plan);
            }
            Command::SlateNow => {
                self.put(by, Scene::Slate, Transition::Cut, None, now, &mut plan);
                self.take_over(&mut plan);
            }
            Command::Untake => {
                let Before { scene, caption, item, graphics } = self.before.take().ok_or(Error::NothingBefore)?;
                people.check(scene)?;
                self.put(by, scene, Transition::Cut, caption, now, &mut plan);
                self.dress_again(&graphics, &mut plan);
                let current = self.rundown.current().map(|(item, _)| item.id);
                match item.filter(|item| current != Some(*item)) {
                    Some(item) if self.rundown.jump(item, now).is_ok() => {
                        self.running = false;
                        plan.records.push(Record::Stand(self.position(), "rundown.untake"));
                    }
                    _ => self.take_over(&mut plan),
                }
            }
            Command::Arm(armed) => {
                self.armed = armed;
                plan.records.push(Record::Stand(self.position(), if armed { "backup.arm" } else { "backup.disarm" }));
            }
            Command::Delay(delay_ms) => {
                if delay_ms > MAX_DELAY_MS {
                    return Err(Error::Invalid { field: "delay_ms", problem: "30,000 ms are the most" });
                }
                self.delay_ms = delay_ms;
                plan.acts.push(Act::Delay(delay_ms));
                plan.records.push(Record::Stand(self.position(), "air.delay"));
            }
            // Nothing is held back: what is on air is all that can be stopped.
            Command::Dump if self.delay_ms == 0 => return self.decide(people, by, Command::SlateNow, now),
            Command::Dump => {
                plan.acts.push(Act::Dump);
                plan.records.push(Record::Stand(self.position(), "air.dump"));
            }
            Command::Graphic(command) => return self.dress(people, by, command, now),
            Command::Caption(caption) => {
                self.caption = checked(caption)?;
                plan.acts.push(Act::Caption(self.caption.clone()));
                plan.records.push(Record::Caption(self.caption.clone()));
            }
            Command::Next => {
                self.rundown.next(now)?;
                self.show(people, by, "rundown.next", now, &mut plan)?;
            }
            Command::Back => {
                self.rundown.back(now)?;
                self.running = false;
                self.show(people, by, "rundown.back", now, &mut plan)?;
            }
            Command::Jump(item) => {
                self.rundown.jump(item, now)?;
                self.running = false;
                self.show(people, by, "rundown.jump", now, &mut plan)?;
            }
            Command::Run(running) => {
                self.running = running;
                // A plan that begins by the clock waits for its time.
                let waits = self.rundown.upcoming().is_some_and(|item| item.starts.is_some_and(|at| at > now));
                if running && self.rundown.current().is_none() && !waits {
                    self.rundown.next(now)?;
                    self.show(people, by, "rundown.run", now, &mut plan)?;
                } else {
                    plan.records.push(Record::Stand(self.position(), "rundown.run"));
                    self.line_up(people, &mut plan);
                }
            }
        }
        Ok(plan)
    }

    /// Goes on to the next item when its time has come; nothing otherwise.
    ///
    /// # Errors
    /// As [`Standing::direct`]; the rundown stops running then, because its next item cannot be shown.
    pub fn follow(&mut self, people: &People, now: Timestamp) -> Option<Result<Plan, Error>> {
        self.follows_at().filter(|at| *at <= now)?;
        let followed = self.direct(people, Actor::System, Command::Next, now);
        if followed.is_err() {
            self.running = false;
        }
        Some(followed)
    }

    /// The wall clock was set back: what is on air has been there as long as before, and follows as planned.
    pub fn set_back(&mut self, by: Duration) -> Plan {
        self.rundown.set_back(by);
        if let Some(taken) = &mut self.taken {
            taken.at = taken.at - by;
        }
        Plan { records: vec![Record::Stand(self.position(), "clock.set_back")], ..Plan::default() }
    }

    /// Takes everything off the air and out of preview that may not be shown (any more).
    pub fn reconcile(&mut self, people: &People, by: Actor, now: Timestamp) -> Plan {
        let mut plan = Plan::default();
        let (programme, preview) = (people.allowed(self.programme), people.allowed(self.preview));
        if programme != self.programme {
            self.put(by, programme, Transition::Cut, None, now, &mut plan);
        }
        if preview != self.preview {
            self.prepare(preview, &mut plan);
        }
        plan
    }

    /// Puts the show back where it stood when the server ended, as far as it may still be shown.
    pub fn resume(&mut self, people: &People, now: Timestamp) -> Plan {
        let mut plan = Plan::default();
        let programme = people.allowed(self.programme);
        if programme != self.programme {
            self.caption = None;
        }
        self.programme = programme;
        self.taken = Some(LastTaken { by: Actor::System, at: now });
        plan.acts.push(Act::Direct(programme, Transition::Cut, self.caption.clone()));
        if self.delay_ms > 0 {
            plan.acts.push(Act::Delay(self.delay_ms));
        }
        self.preview = programme;
        self.line_up(people, &mut plan);
        plan
    }

    /// Changes the plan. Answers the change as it was made, which can be taken back.
    ///
    /// # Errors
    /// Names the field that is wrong, the source that does not exist, or what somebody else changed meanwhile;
    /// nothing is changed then.
    pub fn plan(&mut self, people: &People, change: Change) -> Result<Change, Error> {
        let mut next = self.rundown.clone();
        let made = next.apply(possible(people, change)?)?;
        if next.items().len() > MAX_ITEMS {
            return Err(Error::Invalid { field: "rundown", problem: "2,000 items are the most: remove some first" });
        }
        self.rundown = next;
        Ok(made)
    }

    /// The change that `edit` makes of an item as it is now.
    ///
    /// # Errors
    /// When the item is gone, or what `edit` says.
    pub fn edited(
        &self,
        id: ItemId,
        edit: impl FnOnce(&mut Item) -> Result<(), rundown::Error>,
    ) -> Result<Change, Error> {
        let before = self.rundown.items().iter().find(|item| item.id == id).ok_or(rundown::Error::Gone(id))?;
        let mut after = before.clone();
        edit(&mut after)?;
        after.id = id;
        Ok(Change::Edit { before: Box::new(before.clone()), after: Box::new(after) })
    }

    /// Prepares the item that comes next, so that its sources are there when it does.
    pub fn line_up(&mut self, people: &People, plan: &mut Plan) {
        let upcoming = self.rundown.upcoming().map(|item| item.scene);
        if let Some(scene) = upcoming.filter(|scene| *scene != self.preview && people.check(*scene).is_ok()) {
            self.prepare(scene, plan);
        }
    }

    /// Brings the current item on air and prepares the next.
    fn show(
        &mut self,
        people: &People,
        by: Actor,
        action: &'static str,
        now: Timestamp,
        plan: &mut Plan,
    ) -> Result<(), Error> {
        let (item, _) = self.rundown.current().expect("the caller made an item the current one");
        people.check(item.scene)?;
        let (scene, transition) = (item.scene, item.transition.checked()?);
        let (graphics, caption) = self.brought(item);
        self.put(by, scene, transition, caption, now, plan);
        // Items may follow each other in one scene.
        self.undress(plan);
        self.dress_again(&graphics, plan);
        plan.records.push(Record::Stand(self.position(), action));
        self.line_up(people, plan);
        Ok(())
    }

    fn put(
        &mut self,
        by: Actor,
        scene: Scene,
        transition: Transition,
        caption: Option<Caption>,
        now: Timestamp,
        plan: &mut Plan,
    ) {
        // Of two who take the same scene at once, the first did it.
        if self.taken.is_none() || self.programme != scene {
            self.taken = Some(LastTaken { by, at: now });
        }
        if self.programme != scene {
            self.undress(plan);
        }
        self.programme = scene;
        // The mixer prepares what it brings on air.
        self.preview = scene;
        self.caption = caption.clone();
        plan.acts.push(Act::Direct(scene, transition, caption.clone()));
        plan.records.push(Record::Take(scene, transition, caption));
    }

    fn prepare(&mut self, scene: Scene, plan: &mut Plan) {
        self.preview = scene;
        plan.acts.push(Act::Preview(scene));
    }

    fn take_over(&mut self, plan: &mut Plan) {
        if std::mem::take(&mut self.running) {
            plan.records.push(Record::Stand(self.position(), "rundown.take_over"));
        }
    }
}

#[cfg(test)]
mod tests;
