//! Files of the server that a stage needs, kept in a folder here.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use plenary_stage::{Feed, Graphic, Source, sound::Settings};
use plenary_swarm::Link;
use tokio::sync::mpsc;
use url::Url;

/// Recordings and pictures that are here or on their way.
pub struct Cache {
    folder: PathBuf,
    fetcher: Fetcher,
    sources: Vec<Source>,
    asked: HashSet<PathBuf>,
    done: mpsc::Receiver<()>,
}

#[derive(Clone)]
struct Fetcher {
    server: Url,
    bearer: String,
    client: reqwest::Client,
    done: mpsc::Sender<()>,
}

impl Cache {
    /// A cache in a folder, of the server that a link leads to.
    pub fn open(folder: &Path, link: &Link) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let (done, arrived) = mpsc::channel(64);
        let fetcher = Fetcher {
            server: link.origin().join("/api/v1/stage/line/")?,
            bearer: format!("Bearer {}", link.token().reveal()),
            client: reqwest::Client::new(),
            done,
        };
        Ok(Self { folder: folder.to_owned(), fetcher, sources: Vec::new(), asked: HashSet::new(), done: arrived })
    }

    /// The sources that the server knows; their recordings are fetched.
    pub fn want(&mut self, sources: Vec<Source>) {
        self.sources = sources;
        let folders: Vec<_> = self.sources.iter().filter_map(|source| recording(&source.feed)).collect();
        for folder in folders {
            self.clip(&folder);
        }
    }

    /// Those of them that can be shown: every recording that is here whole.
    pub fn sources(&self) -> Vec<Source> {
        let here = |source: &Source| {
            let Source { id, feed } = source.clone();
            match feed {
                Feed::Clip { folder, span } => {
                    let folder = self.local(&folder);
                    folder.join(WHOLE).exists().then_some(Source { id, feed: Feed::Clip { folder, span } })
                }
                feed => Some(Source { id, feed }),
            }
        };
        self.sources.iter().filter_map(here).collect()
    }

    /// Graphics with their pictures here; those that are not here yet are shown once they are, with the next order.
    pub fn graphics(&mut self, graphics: Vec<Graphic>) -> Vec<Graphic> {
        let mut local = Vec::new();
        for graphic in graphics {
            let file = graphic.file.as_deref().map(|file| self.picture(file));
            local.push(Graphic { file, ..graphic });
        }
        local
    }

    /// The sound desk with its music here.
    pub fn sound(&mut self, mut settings: Settings) -> Settings {
        if let Some(music) = &mut settings.music {
            let folder = music.folder.clone();
            self.clip(&folder);
            music.folder = self.local(&folder);
        }
        settings
    }

    /// Returns when another recording is here whole.
    pub async fn arrived(&mut self) {
        // The sender is in the fetcher, so this never ends.
        if self.done.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }

    /// Where a recording of the server's is kept: its folder is called by its id there and here.
    fn local(&self, folder: &Path) -> PathBuf {
        self.folder.join("clips").join(folder.file_name().unwrap_or_default())
    }

    fn clip(&mut self, folder: &Path) {
        let local = self.local(folder);
        if local.join(WHOLE).exists() || !self.asked.insert(local.clone()) {
            return;
        }
        let (fetcher, id) =
            (self.fetcher.clone(), folder.file_name().unwrap_or_default().to_string_lossy().into_owned());
        tokio::spawn(async move {
            loop {
                match fetcher.clip(&id, &local).await {
                    Ok(()) => break,
                    Err(error) => tracing::warn!(clip = %id, "a recording could not be fetched: {error:#}"),
                }
                tokio::time::sleep(AGAIN).await;
            }
            let _ = fetcher.done.send(()).await;
        });
    }

    fn picture(&mut self, file: &Path) -> PathBuf {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let local = self.folder.join("pictures").join(&name);
        if !local.exists() && self.asked.insert(local.clone()) {
            let (fetcher, to) = (self.fetcher.clone(), local.clone());
            let id = name.trim_end_matches(".png").to_owned();
            tokio::spawn(async move {
                while let Err(error) = fetcher.file(&format!("pictures/{id}"), &to).await {
                    tracing::warn!(picture = %id, "a picture could not be fetched: {error:#}");
                    tokio::time::sleep(AGAIN).await;
                }
            });
        }
        local
    }
}

impl Fetcher {
    async fn clip(&self, id: &str, folder: &Path) -> anyhow::Result<()> {
        for file in plenary_clip::FILES {
            match self.file(&format!("clips/{id}/{file}"), &folder.join(file)).await {
                // A recording without pictures has no file of them, and one without sound none of that.
                Err(error) if file != WHOLE && missing(&error) => {}
                fetched => fetched?,
            }
        }
        Ok(())
    }

    /// Whole, or not at all.
    async fn file(&self, path: &str, to: &Path) -> anyhow::Result<()> {
        use tokio::io::AsyncWriteExt as _;
        if let Some(folder) = to.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let asking = self.client.get(self.server.join(path)?).header("authorization", &self.bearer);
        let mut answer = asking.send().await?.error_for_status()?;
        let part = to.with_extension("part");
        let mut file = tokio::fs::File::create(&part).await?;
        while let Some(bytes) = answer.chunk().await? {
            file.write_all(&bytes).await?;
        }
        file.sync_all().await?;
        Ok(tokio::fs::rename(part, to).await?)
    }
}

fn missing(error: &anyhow::Error) -> bool {
    let status = error.downcast_ref::<reqwest::Error>().and_then(reqwest::Error::status);
    status == Some(reqwest::StatusCode::NOT_FOUND)
}

fn recording(feed: &Feed) -> Option<PathBuf> {
    match feed {
        Feed::Clip { folder, .. } => Some(folder.clone()),
        Feed::Live(_) | Feed::Wall(_) | Feed::Stage { .. } => None,
    }
}

/// The file that is fetched last: with it a recording is whole.
const WHOLE: &str = "clip.json";
/// Between two attempts to fetch a file.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(2);
