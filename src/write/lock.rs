//! One build of a site at a time, also between accounts and computers: a file beside the site says who builds it.
//!
//! ```text
//! .public.clausebook-lock        build: 3f9c02d1a7b4e856
//!                                computer: desk-3
//!                                account: anna
//!                                began: 2026-12-01 14:02
//!                                system: 9e1b…               this start of the computer, where it has a name
//! ```
//!
//! Its time of change is renewed while the build runs. Another build waits for it, and takes it over when the file is older than
//! ten minutes; or at once when the same computer has no such process any more, since that process held the file locked.
//! The lock only saves work: builds that don't see each other's lock still leave one site, whole
//! (`docs/decisions/builds-wait-for-each-other.md`).

use std::fs::{self, File};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use super::Note;
use super::holder::Holder;
use crate::files::{self, NewFolders, RealDisk};

/// A lock that is older belongs to nobody.
const STALE: Duration = Duration::from_mins(10);
const RENEWAL: Duration = Duration::from_mins(1);
/// How often a build that waits looks whether the lock is gone.
const LOOK: Duration = Duration::from_millis(300);
/// After how many looks it tries to take the lock over.
const LOOKS: usize = 20;
/// How often the disk may contradict itself before a build goes on without a lock.
const TRIES: usize = 20;

/// Held until it is dropped.
pub(super) struct Lock {
    path: PathBuf,
    holder: Holder,
    renewal: Option<(Sender<()>, JoinHandle<File>)>,
    folders: NewFolders,
}

enum Attempt {
    Held(File),
    TakenOver(File, Note),
    Waiting(Holder),
    /// The lock went or came meanwhile.
    Again,
}

impl Lock {
    /// Waits for the lock; `None` where no file can be written at any of the `paths`.
    pub(super) fn acquire(paths: &[PathBuf], note: &dyn Fn(&Note)) -> Option<Self> {
        paths.iter().find_map(|path| Self::acquire_at(path, note))
    }

    fn acquire_at(path: &Path, note: &dyn Fn(&Note)) -> Option<Self> {
        let mut folders = NewFolders::default();
        if folders.create(&RealDisk, path.parent()?).is_err() {
            folders.remove(&RealDisk);
            return None;
        }
        let holder = Holder::this_build();
        match wait(path, &holder, note) {
            Some(file) => Some(Self::held(path, holder, file, folders)),
            None => {
                folders.remove(&RealDisk);
                None
            }
        }
    }

    fn held(path: &Path, holder: Holder, file: File, folders: NewFolders) -> Self {
        let (stop, stopped) = mpsc::channel();
        let text = holder.to_string();
        let renewing = thread::spawn(move || {
            let mut file = file;
            while stopped.recv_timeout(RENEWAL) == Err(RecvTimeoutError::Timeout) {
                // The same bytes again: what counts is the time, by the clock of the computer that has the disk.
                let _ = file.rewind().and_then(|()| file.write_all(text.as_bytes()));
            }
            file
        });
        Self { path: path.to_owned(), holder, renewal: Some((stop, renewing)), folders }
    }

    /// Whether nobody took it over.
    pub(super) fn is_held(&self) -> bool {
        self.other().is_none()
    }

    /// Who has it instead; an unknown holder when it is gone.
    pub(super) fn other(&self) -> Option<Holder> {
        let holder = Holder::read(&self.path).map(|(holder, _)| holder).unwrap_or_default();
        (holder != self.holder).then_some(holder)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let file = self.renewal.take().and_then(|(stop, renewing)| {
            drop(stop);
            renewing.join().ok()
        });
        if self.is_held() {
            let _ = fs::remove_file(&self.path);
        }
        // Only now: nobody must find the file there, and its process gone.
        drop(file);
        self.folders.remove(&RealDisk);
    }
}

fn wait(path: &Path, own: &Holder, note: &dyn Fn(&Note)) -> Option<File> {
    let mut waited_for: Option<Holder> = None;
    let mut tries = 0;
    loop {
        match attempt(path, own) {
            Ok(Attempt::Held(file)) => return Some(file),
            Ok(Attempt::TakenOver(file, taken)) => {
                note(&taken);
                return Some(file);
            }
            Ok(Attempt::Waiting(holder)) => {
                if waited_for.as_ref() != Some(&holder) {
                    note(&Note::Waiting(holder.clone()));
                    waited_for = Some(holder.clone());
                }
                linger(path, &holder);
            }
            Ok(Attempt::Again) => thread::sleep(LOOK),
            Err(error) if error.kind() == ErrorKind::NotFound && tries < TRIES => {
                tries += 1;
                thread::sleep(LOOK);
            }
            Err(_) => return None,
        }
    }
}

/// Waits for a holder, without writing to a disk that others may share.
fn linger(path: &Path, holder: &Holder) {
    for _ in 0..LOOKS {
        thread::sleep(LOOK);
        if !Holder::read(path).is_ok_and(|(now, _)| now == *holder) {
            return;
        }
    }
}

/// A lock under a name of its own, which goes with it unless it got the real one.
struct Candidate {
    path: PathBuf,
    file: File,
}

impl Candidate {
    fn write(lock: &Path, own: &Holder) -> io::Result<Self> {
        let name = lock.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix("lock").unwrap_or(&name);
        let path = lock.with_file_name(format!("{stem}{}.tmp", files::unique()));
        let mut file = system::create_locked(&path)?;
        let written = file.write_all(own.to_string().as_bytes());
        written.map(|()| Self { path: path.clone(), file }).inspect_err(|_| drop(fs::remove_file(&path)))
    }
}

fn attempt(path: &Path, own: &Holder) -> io::Result<Attempt> {
    let candidate = Candidate::write(path, own)?;
    // By the clock of the computer that has the disk, as is the time of the lock.
    let now = candidate.file.metadata()?.modified()?;
    let attempt = match files::name_new(&RealDisk, &candidate.path, path) {
        Ok(()) => return Ok(Attempt::Held(candidate.file)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => take_over(path, own, &candidate, now),
        Err(error) => Err(error),
    };
    let _ = fs::remove_file(&candidate.path);
    Ok(match attempt? {
        Taken::Over(note) => Attempt::TakenOver(candidate.file, note),
        Taken::Not(attempt) => attempt,
    })
}

enum Taken {
    Over(Note),
    Not(Attempt),
}

fn take_over(path: &Path, own: &Holder, candidate: &Candidate, now: SystemTime) -> io::Result<Taken> {
    let Ok((holder, renewed)) = Holder::read(path) else { return Ok(Taken::Not(Attempt::Again)) };
    let age = now.duration_since(renewed).unwrap_or_else(|future| future.duration());
    // Whoever locks the file of a dead build is the one who may replace it.
    let claim = system::lock(path);
    let note = if age > STALE {
        Note::Stale(holder.clone())
    } else if claim.is_ok() && holder.is_on_this_system() {
        Note::Interrupted(holder.clone())
    } else {
        return Ok(Taken::Not(Attempt::Waiting(holder)));
    };
    if !Holder::read(path).is_ok_and(|(now, _)| now == holder) {
        return Ok(Taken::Not(Attempt::Again));
    }
    fs::rename(&candidate.path, path)?;
    // On a disk without locks another build may have done the same; the last one has it.
    thread::sleep(LOOK);
    let is_ours = Holder::read(path).is_ok_and(|(now, _)| now == *own);
    Ok(if is_ours { Taken::Over(note) } else { Taken::Not(Attempt::Again) })
}

#[cfg(unix)]
mod system {
    use std::fs::{File, TryLockError};
    use std::io;
    use std::path::Path;

    pub(super) fn create_locked(path: &Path) -> io::Result<File> {
        let file = File::create_new(path)?;
        // Some network folders have no locks; there only the time counts.
        let _ = file.try_lock();
        Ok(file)
    }

    /// Fails while a process has it locked.
    pub(super) fn lock(path: &Path) -> io::Result<File> {
        let file = File::open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// A locked file can't be read on Windows, so others are kept from writing it instead.
#[cfg(windows)]
mod system {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::Path;

    const SHARE_READ: u32 = 1;
    const SHARE_DELETE: u32 = 4;

    fn options() -> OpenOptions {
        let mut options = File::options();
        options.write(true).share_mode(SHARE_READ | SHARE_DELETE);
        options
    }

    pub(super) fn create_locked(path: &Path) -> io::Result<File> {
        options().create_new(true).open(path)
    }

    pub(super) fn lock(path: &Path) -> io::Result<File> {
        options().open(path)
    }
}
