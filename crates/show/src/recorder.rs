//! Writes down what happens on air, and remembers what could not be written.

use std::{collections::HashMap, future::Future, time::Duration};

use plenary_model::{
    id::{LocationId, StageId, SummitId},
    journal::Actor,
    location::{Admission, Location},
    scene::Transition,
    time::Timestamp,
};
use plenary_store::{By, Error, Store};
use serde_json::json;

use crate::state::{Record, Standing};

/// How long an on-air answer waits for the disk. A disk that hangs for longer must not hold the show.
const PATIENCE: Duration = Duration::from_secs(2);

/// The way to the disk for what must not wait for it.
pub(crate) struct Recorder {
    store: Store,
    summit: SummitId,
    stage: StageId,
    /// The place in the show, or an admission, is newer in memory than on disk.
    behind: bool,
    admissions: HashMap<LocationId, (Actor, Admission)>,
}

impl Recorder {
    pub(crate) fn new(store: Store, summit: SummitId, stage: StageId) -> Self {
        Self { store, summit, stage, behind: false, admissions: HashMap::new() }
    }

    /// Whether something that happened is not on disk.
    pub(crate) fn is_behind(&self) -> bool {
        self.behind || !self.admissions.is_empty()
    }

    /// Admissions that are in force and not on disk.
    pub(crate) fn admission(&self, location: LocationId) -> Option<Admission> {
        self.admissions.get(&location).map(|(_, admission)| *admission)
    }

    /// Writes records down in order.
    pub(crate) async fn write(&mut self, by: By, frame: u64, records: &[Record]) -> Result<(), Error> {
        for record in records {
            if let Err(error) = self.one(by, frame, record).await {
                self.behind = true;
                metrics::counter!("plenary_show_unrecorded_total").increment(1);
                return Err(error);
            }
        }
        Ok(())
    }

    async fn one(&self, by: By, frame: u64, record: &Record) -> Result<(), Error> {
        let rundowns = self.store.rundowns();
        match record {
            Record::Preview(scene) => {
                let detail = json!({ "scene": scene });
                in_time(self.store.journal().append(by, self.summit, "stage.preview", detail)).await?;
                Ok(())
            }
            Record::Take(scene, transition, caption) => {
                in_time(rundowns.take(by, self.stage, scene, *transition, caption.as_ref(), frame)).await
            }
            Record::Caption(caption) => in_time(rundowns.caption(by, self.stage, caption.as_ref())).await,
            Record::Graphics(on_air, action, of) => {
                in_time(self.store.graphics().show(by, self.stage, on_air, action, *of)).await
            }
            Record::Stand(position, action) => in_time(rundowns.stand(by, self.stage, *position, action)).await,
        }
    }

    /// Writes an admission down. Who is turned away is turned away whatever the disk says, and it is
    /// written later: the inner error. Letting in needs the disk: the outer one.
    pub(crate) async fn admit(
        &mut self,
        by: By,
        id: LocationId,
        admission: Admission,
    ) -> Result<Result<Location, Error>, Error> {
        match in_time(self.store.locations().admit(by, id, admission)).await {
            Ok(location) => {
                self.admissions.remove(&id);
                Ok(Ok(location))
            }
            Err(error @ Error::Gone { .. }) => Err(error),
            Err(error) if admission == Admission::Admitted => Err(error),
            Err(error) => {
                self.admissions.insert(id, (by.actor, admission));
                Ok(Err(error))
            }
        }
    }

    /// Writes down what could not be written before.
    pub(crate) async fn catch_up(&mut self, standing: &Standing, frame: u64, now: Timestamp) -> Result<(), Error> {
        if self.behind {
            let scene = Record::Take(standing.programme, Transition::Cut, standing.caption.clone());
            let place = Record::Stand(standing.position(), "rundown.catch_up");
            let graphics = Record::Graphics(standing.graphics.air().to_vec(), "graphic.catch_up", None);
            self.write(By::system(now), frame, &[scene, graphics, place]).await?;
            self.behind = false;
        }
        for (id, (actor, admission)) in self.admissions.clone() {
            match in_time(self.store.locations().admit(By { actor, at: now }, id, admission)).await {
                Ok(_) | Err(Error::Gone { .. }) => drop(self.admissions.remove(&id)),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Does not wait for a disk that hangs.
pub(crate) async fn in_time<T>(write: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let hangs = || Error::Failed("the disk did not answer in time".into());
    tokio::time::timeout(PATIENCE, write).await.unwrap_or_else(|_| Err(hangs()))
}
