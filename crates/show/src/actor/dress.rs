//! Graphics on their way to the mixer: what it shows is brought to what is wanted.

use plenary_store::By;

use super::{Show, in_time};
use crate::{
    Error,
    mixer::Mixer,
    state::{Plan, Record},
};

impl<M: Mixer> Show<M> {
    /// Tells the mixer which graphics to show, when it does not know.
    pub(super) async fn dress(&mut self) {
        let wanted = (&self.standing.graphics, &self.summit.zone);
        if self.dressed.as_ref().is_none_or(|(graphics, zone)| (graphics, zone) != wanted) {
            let [programme, preview] = self.standing.graphics.dress(&self.summit.zone, &self.config.pictures);
            match in_time(self.mixer.graphics(programme, preview)).await {
                Ok(()) => self.dressed = Some((self.standing.graphics.clone(), self.summit.zone.clone())),
                // The next tick tries again.
                Err(error) => tracing::warn!(%error, "the graphics could not be shown"),
            }
        }
        let missing = !self.mixer.snapshot().missing.is_empty();
        let text = "The picture of a graphic is no longer in the data folder: edit the graphic and upload it again";
        self.fault("graphics", missing.then(|| text.to_owned()));
    }

    /// Reads the graphics. One that was removed leaves the air.
    pub(super) async fn load_graphics(&mut self) -> Result<(), Error> {
        let graphics = self.store.graphics().list((self.cast().unwrap_or(self.summit.id), self.stage.local())).await?;
        if self.standing.graphics.load(graphics) {
            let on_air = self.standing.graphics.air().to_vec();
            let plan = Plan { records: vec![Record::Graphics(on_air, "graphic.gone", None)], ..Plan::default() };
            self.record(By::system(self.now()), self.mixer.snapshot().frame, &plan).await;
        }
        self.dress().await;
        Ok(())
    }
}
