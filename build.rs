//! Gives the program a fingerprint: a program that changed must not reuse the PDFs of the one before.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

/// What a PDF depends on besides the handbook. The fonts are below `templates`.
const SOURCES: [&str; 4] = ["src", "templates", "Cargo.toml", "Cargo.lock"];

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        // A package from a registry may come without its lock file.
        if Path::new(source).exists() {
            add(Path::new(source), &mut hasher)?;
        }
    }
    for setting in ["TARGET", "OPT_LEVEL"] {
        env::var(setting).unwrap_or_default().hash(&mut hasher);
    }
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler).arg("--version").output()?;
    version.stdout.hash(&mut hasher);
    println!("cargo::rustc-env=CLAUSEBOOK_FINGERPRINT={:016x}", hasher.finish());
    Ok(())
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    path.to_string_lossy().replace('\\', "/").hash(hasher);
    if path.is_file() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut entries =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| add(entry, hasher))
}
