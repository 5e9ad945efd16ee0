//! What commands do to the graphics.

use plenary_model::{graphic::OnAir, id::GraphicId, journal::Actor, rundown::Item, scene::Caption, time::Timestamp};

use super::{Act, Plan, Record, Standing};
use crate::{Error, graphics::Command, people::People};

impl Standing {
    /// Does what is asked of the graphics.
    pub(super) fn dress(
        &mut self,
        people: &People,
        by: Actor,
        command: Command,
        now: Timestamp,
    ) -> Result<Plan, Error> {
        let mut plan = Plan::default();
        match command {
            Command::Preview(id, on) => {
                self.graphics.get(id)?;
                if on { self.graphics.prepare(id) } else { self.graphics.hide(id) }
            }
            Command::Air(id, on) => {
                self.graphics.get(id)?;
                if let Some(name) = self.graphics.name(id) {
                    self.graphics.hide(id);
                    return self.decide(people, by, super::Command::Caption(on.then_some(name)), now);
                }
                match on {
                    true => self.graphics.put(OnAir { graphic: id, item: false }),
                    false => self.graphics.take_off(id),
                }
                self.note(if on { "graphic.air" } else { "graphic.off" }, Some(id), &mut plan);
            }
            Command::Clear => {
                self.graphics.clear();
                self.note("graphic.clear", None, &mut plan);
                if self.caption.take().is_some() {
                    plan.acts.push(Act::Caption(None));
                    plan.records.push(Record::Caption(None));
                }
            }
        }
        Ok(plan)
    }

    /// Takes off what came with the scene before.
    pub(super) fn undress(&mut self, plan: &mut Plan) -> Vec<OnAir> {
        let left = self.graphics.leave();
        if !left.is_empty() {
            self.note("graphic.leave", None, plan);
        }
        left
    }

    /// Puts back on what came with a scene.
    pub(super) fn dress_again(&mut self, graphics: &[OnAir], plan: &mut Plan) {
        for on_air in graphics {
            self.graphics.put(*on_air);
        }
        if !graphics.is_empty() {
            self.note("graphic.item", None, plan);
        }
    }

    /// What comes on air with an item: graphics that are still there, and the name that it carries itself, or that is
    /// among them.
    pub(super) fn brought(&self, item: &Item) -> (Vec<OnAir>, Option<Caption>) {
        let there = |id: &&GraphicId| self.graphics.get(**id).is_ok();
        let name = item.graphics.iter().find_map(|id| self.graphics.name(*id));
        let on_air = item.graphics.iter().filter(there).map(|id| OnAir { graphic: *id, item: true });
        (on_air.filter(|on_air| self.graphics.name(on_air.graphic).is_none()).collect(), item.caption.clone().or(name))
    }

    fn note(&self, action: &'static str, of: Option<GraphicId>, plan: &mut Plan) {
        plan.records.push(Record::Graphics(self.graphics.air().to_vec(), action, of));
    }
}
