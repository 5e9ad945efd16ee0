//! The invariants of ARCHITECTURE.md that a reader of the sources can check.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below `folder` with one of the endings, but not what is generated or fetched.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            let skipped = ["target", "node_modules", "build", ".svelte-kit", "paraglide", ".git"];
            if !skipped.contains(&name.as_str()) {
                found.extend(files(&path, endings));
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) && !name.ends_with(".d.ts") {
            found.push(path);
        }
    }
    found
}

/// The lines of `crates/<name>/src` that match, as `file:line`.
fn lines(crates: &[&str], matches: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for name in crates {
        let sources = files(&root().join("crates").join(name).join("src"), &[".rs"]);
        assert!(!sources.is_empty(), "there is no crate {name}");
        for file in sources {
            for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
                if matches(line) && !line.trim_start().starts_with("//") {
                    found.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
                }
            }
        }
    }
    found
}

/// Every crate but the ones named.
fn all_but(excepted: &[&str]) -> Vec<String> {
    let mut crates: Vec<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !excepted.contains(&name.as_str()))
        .collect();
    crates.sort();
    crates
}

#[test]
fn the_model_knows_no_runtime_no_database_and_no_clock() {
    let manifest = fs::read_to_string(root().join("crates/model/Cargo.toml")).unwrap();
    for crate_name in ["tokio", "sea-orm", "axum", "moq-", "tracing"] {
        assert!(!manifest.contains(crate_name), "crates/model depends on {crate_name}");
    }
    let read =
        lines(&["model"], |line| line.contains("::now()") || line.contains("rand::rng()") || line.contains("std::fs"));
    assert_eq!(read, Vec::<String>::new());
}

#[test]
fn what_decides_reads_no_clock_rolls_no_dice_and_waits_for_nobody() {
    let deciding = [
        "stage/src/director.rs",
        "stage/src/health.rs",
        "stage/src/mapping.rs",
        "stage/src/delay.rs",
        "stage/src/board.rs",
        "stage/src/director/sting.rs",
        "wall/src/roll.rs",
        "wall/src/page.rs",
        "show/src/state.rs",
        "show/src/talk.rs",
        "show/src/people.rs",
        "show/src/graphics.rs",
        "show/src/state/dress.rs",
        "show/src/cue.rs",
        "api/src/pace.rs",
        "hands/src/action.rs",
        "hands/src/message.rs",
        "hands/src/status.rs",
        "hands/src/subscribers.rs",
    ];
    for file in deciding {
        let text = fs::read_to_string(root().join("crates").join(file)).unwrap();
        let decided = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in ["::now()", "elapsed()", "rand::rng()", "tokio", "async ", "std::fs", "std::net", "thread::"] {
            assert!(!decided.contains(word), "crates/{file} decides, and uses {word}");
        }
    }
}

#[test]
fn sql_lives_in_the_store_alone() {
    let crates = all_but(&["store"]);
    for name in &crates {
        let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        assert!(!manifest.contains("sea-orm") && !manifest.contains("sqlx"), "crates/{name} depends on a database");
    }
    let crates: Vec<&str> = crates.iter().map(String::as_str).collect();
    let sql = lines(&crates, |line| {
        ["SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE", "PRAGMA "].iter().any(|word| line.contains(word))
    });
    assert_eq!(sql, Vec::<String>::new());
}

#[test]
fn only_the_model_builds_the_names_of_broadcasts() {
    let crates = all_but(&["model"]);
    let crates: Vec<&str> = crates.iter().map(String::as_str).collect();
    let built = lines(&crates, |line| {
        line.contains("format!")
            && ["/location/", "/speaker/", "/stage/", "/cue/", "/programme.hang"].iter().any(|part| line.contains(part))
            && !line.contains("/api/")
    });
    assert_eq!(built, Vec::<String>::new());
}

#[test]
fn no_file_holds_two_nouns() {
    let long: Vec<String> = ["crates", "web", "e2e", "scripts"]
        .iter()
        .flat_map(|folder| files(&root().join(folder), &[".rs", ".ts", ".svelte", ".js", ".sh"]))
        .filter_map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let length = text.lines().count();
            // What a program writes and nobody edits says so in its first line.
            let made = text.lines().next().is_some_and(|line| line.contains("do not edit"));
            (length > 500 && !made).then(|| format!("{} has {length} lines", file.display()))
        })
        .collect();
    assert_eq!(long, Vec::<String>::new());
    let nameless: Vec<PathBuf> = ["crates", "web/src", "e2e"]
        .iter()
        .flat_map(|folder| files(&root().join(folder), &[".rs", ".ts", ".svelte"]))
        .filter(|file| {
            let stem = file.file_name().unwrap().to_string_lossy().split('.').next().unwrap_or_default().to_lowercase();
            ["util", "utils", "helper", "helpers", "manager", "misc", "common"].contains(&stem.as_str())
        })
        .collect();
    assert_eq!(nameless, Vec::<PathBuf>::new());
}

#[test]
fn both_languages_say_the_same_things() {
    let read = |language: &str| -> serde_json::Map<String, serde_json::Value> {
        let file = root().join(format!("web/messages/{language}.json"));
        serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
    };
    let (english, persian) = (read("en"), read("fa"));
    let missing: Vec<&String> = english.keys().filter(|key| !persian.contains_key(*key)).collect();
    let stale: Vec<&String> = persian.keys().filter(|key| !english.contains_key(*key)).collect();
    assert_eq!((missing, stale), (vec![], vec![]));
}
