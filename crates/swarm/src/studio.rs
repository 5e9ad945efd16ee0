//! Encodes what participants send, each only once and one at a time.

use std::sync::Arc;

use tokio::{
    sync::{OnceCell, Semaphore},
    task,
};

use crate::{
    portrait,
    reel::{Reel, Shape},
    voice::Voice,
};

/// Shared by all participants, so that a crowd that is suddenly watched does not take every core.
pub(crate) struct Studio {
    desk: Semaphore,
}

/// What one participant sends, made when it is first needed.
#[derive(Default)]
pub(crate) struct Wardrobe {
    reel: OnceCell<Arc<Reel>>,
    voice: OnceCell<Arc<Voice>>,
    tiles: OnceCell<Arc<Vec<bytes::Bytes>>>,
}

/// Encoding failed, which it does only on a machine without memory.
#[derive(Debug, thiserror::Error)]
#[error("a simulated participant's media cannot be encoded: {0}")]
pub(crate) struct Failed(String);

impl Studio {
    pub(crate) fn new() -> Self {
        Self { desk: Semaphore::new(1) }
    }

    pub(crate) async fn reel(&self, wardrobe: &Wardrobe, number: u32, shape: Shape) -> Result<Arc<Reel>, Failed> {
        let make = || self.at_desk(move || Reel::encode(number, shape));
        wardrobe.reel.get_or_try_init(make).await.cloned()
    }

    pub(crate) async fn voice(&self, wardrobe: &Wardrobe, number: u32) -> Result<Arc<Voice>, Failed> {
        let make = || self.at_desk(move || Voice::encode(number));
        wardrobe.voice.get_or_try_init(make).await.cloned()
    }

    pub(crate) async fn tiles(&self, wardrobe: &Wardrobe, number: u32) -> Result<Arc<Vec<bytes::Bytes>>, Failed> {
        let make = || {
            self.at_desk(move || {
                let tile = |at| portrait::tile(number, at as f32 / TILES as f32, number).map(bytes::Bytes::from);
                (0..TILES).map(tile).collect::<Result<Vec<_>, _>>()
            })
        };
        wardrobe.tiles.get_or_try_init(make).await.cloned()
    }

    async fn at_desk<T: Send + 'static, E: std::fmt::Display + Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<Arc<T>, Failed> {
        let _place = self.desk.acquire().await;
        match task::spawn_blocking(work).await {
            Ok(Ok(made)) => Ok(Arc::new(made)),
            Ok(Err(error)) => Err(Failed(error.to_string())),
            Err(error) => Err(Failed(error.to_string())),
        }
    }
}

/// Different tiles of a participant: enough to see that it moves.
const TILES: usize = 4;
