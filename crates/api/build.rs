//! Makes sure that there is a folder to embed, so that the server builds before the web application.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let build = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web/build");
    fs::create_dir_all(&build)?;
    println!("cargo::rerun-if-changed={}", build.display());
    Ok(())
}
