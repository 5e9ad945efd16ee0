//! What screens hear, and how often.

use std::{collections::HashSet, sync::Arc};

use plenary_model::{scene::Scene, source::SourceId};

use super::{METERS, Show, TICK};
use crate::{
    cue::{self, Scenes},
    document::{self, Facts},
    mixer::Mixer,
    people::Entry,
};

impl<M: Mixer> Show<M> {
    /// Brings every document up to date; screens of the crew hear at most ten times a second.
    pub(super) fn refresh(&mut self) {
        let owns = self.connect();
        let mixer = self.mixer.snapshot();
        let facts = Facts {
            summit: &self.summit,
            stage: &self.stage,
            templates: &self.templates,
            people: &self.people,
            standing: &self.standing,
            spoken: &self.spoken,
            floor: &self.kept.floor,
            backstage: self.backstage.facts(),
            sound: &self.sound.sound,
            mixer: &mixer,
            online: &self.online,
            faults: &self.faults,
            viewers: self.viewers,
            recording: self.recording,
            now: self.now(),
        };
        let (mut state, crew) = (facts.state(), Arc::new(facts.crew()));
        // The audience reads about what it sees.
        let on_air = self.titles.pass(facts.now, self.standing.delay_ms.into(), state.on_air.take());
        state.on_air = on_air.filter(|_| !mixer.holding);
        let planned = self.planned.as_ref();
        if !planned.is_some_and(|(rundown, starts)| (rundown, starts) == (&self.standing.rundown, &self.summit.starts))
        {
            let plan = facts.plan();
            if let Err(error) = self.plan_document.update(&plan) {
                tracing::warn!(%error, "the plan could not be published");
                metrics::counter!("plenary_show_documents_failed_total").increment(1);
            }
            self.plan.send_replace(Arc::new(plan));
            self.planned = Some((self.standing.rundown.clone(), self.summit.starts));
            self.outlook = None;
        }
        let rundown = &crew.rundown;
        let outlook = Some((document::to_the_minute(&rundown.shifts), rundown.current));
        if self.outlook != outlook {
            self.agenda = document::agenda(&self.plan.borrow(), &rundown.shifts, rundown.current);
            self.outlook = outlook;
            self.told = None;
        }
        let turns = crew.floor.turns();
        self.crew.send_replace(crew);
        if **self.state.borrow() != state {
            self.state_document.update(&state);
            self.state.send_replace(Arc::new(state));
        }
        let next = self.standing.rundown.upcoming().map_or(Scene::Slate, |item| item.scene);
        let scenes = Scenes {
            summit: self.summit.id,
            stage: self.config.stage,
            programme: mixer.programme,
            since: self.standing.taken.map(|taken| taken.at),
            preview: mixer.preview,
            next,
            follows_at: self.standing.follows_at(),
        };
        let before = std::mem::replace(&mut self.turns, turns);
        let stood = std::mem::replace(&mut self.backstage.owns, owns);
        if self.told != Some(scenes) {
            self.tell(scenes);
        } else if before != self.turns || stood != self.backstage.owns {
            let owns = &self.backstage.owns;
            let people: HashSet<_> =
                before.keys().chain(self.turns.keys()).chain(stood.keys()).chain(owns.keys()).copied().collect();
            for id in people {
                let turned = before.get(&id) != self.turns.get(&id);
                if turned || stood.get(&id) != self.backstage.owns.get(&id) {
                    self.tell_one(id, scenes);
                }
            }
        }
        self.publish(false);
    }

    /// Tells everybody where they stand.
    pub(super) fn tell(&mut self, scenes: Scenes) {
        self.told = Some(scenes);
        let all: Vec<_> = self.people.iter().map(|(id, _)| *id).collect();
        for id in all {
            self.tell_one(id, scenes);
        }
        for (id, (reason, _)) in &self.dismissed {
            self.cues.tell(*id, cue::removed(reason.clone()));
        }
        self.cues.retain(|id| {
            let speaks = matches!(id, SourceId::Speaker(_)) && self.people.get(id).is_some();
            speaks || self.online.contains_key(&id) || self.dismissed.contains_key(&id)
        });
    }

    fn tell_one(&mut self, id: SourceId, scenes: Scenes) {
        let Some(entry) = self.people.get(id) else { return };
        let speaks = matches!(entry, Entry::Speaker(_));
        let listens = self.is_guest(id) && (speaks || self.online.contains_key(&id));
        if listens && !self.dismissed.contains_key(&id) {
            let coming = self.agenda.get(&id).map_or(&[][..], Vec::as_slice);
            let backstage = self.backstage.owns.get(&id).cloned().unwrap_or_default();
            self.cues.tell(id, scenes.cue(entry, coming, self.turns.get(&id).copied(), backstage));
        }
    }

    pub(super) fn publish(&mut self, at_once: bool) {
        let crew = self.crew.borrow().clone();
        let due = match &self.published {
            None => true,
            _ if at_once => true,
            Some(published) => {
                let age = crew.at.since(published.at);
                let meters = self.crew_document.is_used() && age >= TICK * METERS;
                age >= TICK && (meters || document::differ(&crew, published))
            }
        };
        if due {
            self.crew_document.update(&crew);
            self.published = Some(crew);
        }
    }
}
