//! What the show asks of a mixer. [`plenary_stage::Handle`] is the real one.

use std::future::Future;

use plenary_model::scene::{Caption, Scene, Transition};
use plenary_stage::{
    Backup, Error, Graphic, Slate, Snapshot, Source, Taken,
    remote::{Order, Remote},
    sound::Settings,
};

/// A live mixer.
pub trait Mixer: Send + Sync + 'static {
    /// Prepares a scene.
    fn preview(&self, scene: Scene) -> impl Future<Output = Result<(), Error>> + Send;

    /// Prepares a scene and brings it on air.
    fn direct(
        &self,
        scene: Scene,
        transition: Transition,
        caption: Option<Caption>,
    ) -> impl Future<Output = Result<Taken, Error>> + Send;

    /// Puts the name graphic on or off.
    fn caption(&self, caption: Option<Caption>) -> impl Future<Output = Result<(), Error>> + Send;

    /// Holds the programme back for so many milliseconds.
    fn delay(&self, ms: u32) -> impl Future<Output = Result<(), Error>> + Send;

    /// Throws away what is held back.
    fn dump(&self) -> impl Future<Output = Result<(), Error>> + Send;

    /// Arms what takes over when a source of a scene on air goes silent, or disarms.
    fn arm(&self, backup: Option<Backup>) -> impl Future<Output = Result<(), Error>> + Send;

    /// The whole set of graphics over the programme, and over the preview.
    fn graphics(
        &self,
        programme: Vec<Graphic>,
        preview: Vec<Graphic>,
    ) -> impl Future<Output = Result<(), Error>> + Send;
    /// Sets the whole sound desk.
    fn sound(&self, settings: Settings) -> impl Future<Output = Result<(), Error>> + Send;

    /// Measures the programme's loudness anew.
    fn reset_loudness(&self) -> impl Future<Output = Result<(), Error>> + Send;

    /// Changes the slate.
    fn slate(&self, slate: Slate) -> impl Future<Output = Result<(), Error>> + Send;

    /// The whole set of sources that scenes may name.
    fn sources(&self, sources: Vec<Source>) -> impl Future<Output = Result<(), Error>> + Send;

    /// The mixer as it is.
    fn snapshot(&self) -> Snapshot;
}

impl Mixer for plenary_stage::Handle {
    async fn preview(&self, scene: Scene) -> Result<(), Error> {
        self.preview(scene).await
    }

    async fn direct(&self, scene: Scene, transition: Transition, caption: Option<Caption>) -> Result<Taken, Error> {
        self.direct(scene, transition, caption).await
    }

    async fn caption(&self, caption: Option<Caption>) -> Result<(), Error> {
        self.caption(caption).await
    }

    async fn delay(&self, ms: u32) -> Result<(), Error> {
        self.delay(ms).await
    }

    async fn dump(&self) -> Result<(), Error> {
        self.dump().await
    }

    async fn arm(&self, backup: Option<Backup>) -> Result<(), Error> {
        self.arm(backup).await
    }

    async fn graphics(&self, programme: Vec<Graphic>, preview: Vec<Graphic>) -> Result<(), Error> {
        self.graphics(programme, preview).await
    }

    async fn sound(&self, settings: Settings) -> Result<(), Error> {
        self.sound(settings).await
    }

    async fn reset_loudness(&self) -> Result<(), Error> {
        self.reset_loudness().await
    }

    async fn slate(&self, slate: Slate) -> Result<(), Error> {
        self.slate(slate).await
    }

    async fn sources(&self, sources: Vec<Source>) -> Result<(), Error> {
        self.sources(sources).await
    }

    fn snapshot(&self) -> Snapshot {
        self.snapshot().borrow().clone()
    }
}

impl Mixer for Remote {
    async fn preview(&self, scene: Scene) -> Result<(), Error> {
        self.ask(Order::Preview(scene)).await.map(drop)
    }

    async fn direct(&self, scene: Scene, transition: Transition, caption: Option<Caption>) -> Result<Taken, Error> {
        let taken = self.ask(Order::Direct(scene, transition, caption)).await?;
        Ok(taken.unwrap_or(Taken { frame: self.snapshot().frame, scene }))
    }

    async fn caption(&self, caption: Option<Caption>) -> Result<(), Error> {
        self.ask(Order::Caption(caption)).await.map(drop)
    }

    async fn delay(&self, ms: u32) -> Result<(), Error> {
        self.ask(Order::Delay(ms)).await.map(drop)
    }

    async fn dump(&self) -> Result<(), Error> {
        self.ask(Order::Dump).await.map(drop)
    }

    async fn arm(&self, backup: Option<Backup>) -> Result<(), Error> {
        self.ask(Order::Arm(backup)).await.map(drop)
    }

    async fn graphics(&self, programme: Vec<Graphic>, preview: Vec<Graphic>) -> Result<(), Error> {
        self.ask(Order::Graphics(programme, preview)).await.map(drop)
    }

    async fn sound(&self, settings: Settings) -> Result<(), Error> {
        self.ask(Order::Sound(settings)).await.map(drop)
    }

    async fn reset_loudness(&self) -> Result<(), Error> {
        self.ask(Order::ResetLoudness).await.map(drop)
    }

    async fn slate(&self, slate: Slate) -> Result<(), Error> {
        self.ask(Order::Slate(slate)).await.map(drop)
    }

    async fn sources(&self, sources: Vec<Source>) -> Result<(), Error> {
        self.ask(Order::Sources(sources)).await.map(drop)
    }

    fn snapshot(&self) -> Snapshot {
        self.snapshot()
    }
}
