use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use crate::files::Access;
use crate::files::disk::{Disk, FolderEntry, FolderLock, PathKind};

/// A file or folder, whatever it is called.
type Id = usize;

const ROOT: Id = 0;

#[derive(Debug, Clone)]
enum DiskNode {
    File {
        bytes: Vec<u8>,
        /// What is left of it after a power cut.
        synced: Vec<u8>,
    },
    Folder {
        names: BTreeMap<String, Id>,
        synced: BTreeMap<String, Id>,
    },
}

/// A change of names that happens at once or not at all: the name `1` of folder `0` now stands for `2`.
type Renaming = Vec<(Id, String, Option<Id>)>;

#[derive(Debug, Clone)]
struct DiskState {
    nodes: Vec<DiskNode>,
    /// Not yet on the disk.
    pending: Vec<Renaming>,
}

/// A file system in memory that knows what has been synced. After a power cut, bytes that weren't synced may be old, half or
/// missing, and each change of names in a folder that wasn't synced may have happened or not.
#[derive(Debug)]
pub(crate) struct MemoryDisk(Mutex<DiskState>);

/// Which of the unsynced things a power cut leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut(pub(crate) u64);

impl Cut {
    /// All that can be distinguished by a few: nothing, everything, and some of each.
    pub(crate) fn some() -> impl Iterator<Item = Self> {
        (0..12).map(Self)
    }

    fn choose(&mut self, from: u64) -> u64 {
        match self.0 {
            0 => 0,
            1 => from - 1,
            _ => {
                // Knuth's MMIX constants: any stream of unequal numbers will do.
                self.0 =
                    self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (self.0 >> 33) % from
            }
        }
    }
}

impl MemoryDisk {
    /// These files, all synced.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let disk = Self(Mutex::new(DiskState {
            nodes: vec![DiskNode::Folder { names: BTreeMap::new(), synced: BTreeMap::new() }],
            pending: Vec::new(),
        }));
        for (path, text) in files {
            let path = Path::new(path);
            disk.create_folders(path.parent().unwrap());
            disk.create_file(path, text.as_bytes(), Access::Everyone).unwrap();
        }
        disk.sync_tree(Path::new("/")).unwrap();
        disk
    }

    fn create_folders(&self, folder: &Path) {
        if self.kind(folder).is_err() {
            self.create_folders(folder.parent().unwrap());
            self.create_folder(folder).unwrap();
        }
    }

    /// The same disk once the power is back.
    pub(crate) fn after(&self, mut cut: Cut) -> Self {
        let mut state = self.0.lock().unwrap().clone();
        for renaming in std::mem::take(&mut state.pending) {
            if cut.choose(2) == 1 {
                state.settle(renaming);
            }
        }
        for node in &mut state.nodes {
            match node {
                DiskNode::Folder { names, synced } => names.clone_from(synced),
                DiskNode::File { bytes, synced } if bytes != synced => {
                    *bytes = match cut.choose(4) {
                        0 => synced.clone(),
                        1 => Vec::new(),
                        2 => bytes[..bytes.len() / 2].to_vec(),
                        _ => bytes.clone(),
                    };
                    synced.clone_from(bytes);
                }
                DiskNode::File { .. } => {}
            }
        }
        Self(Mutex::new(state))
    }

    /// Every file below a folder, by path from it.
    pub(crate) fn files(&self, folder: &Path) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for entry in self.entries(folder).unwrap_or_default() {
            let path = folder.join(&entry.name);
            if entry.kind == PathKind::Folder {
                let below = self.files(&path).into_iter();
                files.extend(below.map(|(name, text)| (format!("{}/{name}", entry.name), text)));
            } else {
                files.insert(entry.name, String::from_utf8(self.read(&path).unwrap()).unwrap());
            }
        }
        files
    }

    pub(crate) fn names(&self, folder: &Path) -> Vec<String> {
        self.entries(folder).unwrap_or_default().into_iter().map(|entry| entry.name).collect()
    }

    /// Removes a part of a folder, as a program does that is killed meanwhile.
    pub(super) fn remove_half(&self, folder: &Path) -> io::Result<()> {
        if let Some(first) = self.entries(folder)?.first() {
            let mut state = self.0.lock().unwrap();
            let (at, _) = state.place(folder)?;
            state.rename(vec![(at, first.name.clone(), None)]);
        }
        Ok(())
    }
}

impl DiskState {
    /// The folder or file at a path, and the folder and name by which it is found.
    fn place(&self, path: &Path) -> io::Result<(Id, (Id, String))> {
        let (folder, name) = self.named(path)?;
        if name.is_empty() {
            return Ok((ROOT, (ROOT, name)));
        }
        let id = self.names(folder)?.get(&name).copied().ok_or(ErrorKind::NotFound)?;
        Ok((id, (folder, name)))
    }

    /// The folder that a path's last name is in, whether or not there is such a name.
    fn named(&self, path: &Path) -> io::Result<(Id, String)> {
        let mut names = path.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        });
        let (mut folder, mut last) = (ROOT, names.next().unwrap_or_default());
        for name in names {
            folder = self.names(folder)?.get(&last).copied().ok_or(ErrorKind::NotFound)?;
            last = name;
        }
        self.names(folder)?;
        Ok((folder, last))
    }

    fn names(&self, folder: Id) -> io::Result<&BTreeMap<String, Id>> {
        match &self.nodes[folder] {
            DiskNode::Folder { names, .. } => Ok(names),
            DiskNode::File { .. } => Err(ErrorKind::NotADirectory.into()),
        }
    }

    fn rename(&mut self, renaming: Renaming) {
        for (folder, name, id) in &renaming {
            if let DiskNode::Folder { names, .. } = &mut self.nodes[*folder] {
                set(names, name, *id);
            }
        }
        self.pending.push(renaming);
    }

    /// Puts a change of names on the disk.
    fn settle(&mut self, renaming: Renaming) {
        for (folder, name, id) in renaming {
            if let DiskNode::Folder { synced, .. } = &mut self.nodes[folder] {
                set(synced, &name, id);
            }
        }
    }

    fn add(&mut self, path: &Path, node: DiskNode) -> io::Result<()> {
        let (folder, name) = self.named(path)?;
        if name.is_empty() || self.names(folder)?.contains_key(&name) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.nodes.push(node);
        let id = self.nodes.len() - 1;
        self.rename(vec![(folder, name, Some(id))]);
        Ok(())
    }

    /// Syncs the names in some folders, with earlier changes that they build on.
    fn sync_names(&mut self, mut folders: BTreeSet<Id>) {
        let mut due = Vec::new();
        let mut later = Vec::new();
        for renaming in std::mem::take(&mut self.pending).into_iter().rev() {
            if renaming.iter().any(|(folder, ..)| folders.contains(folder)) {
                folders.extend(renaming.iter().map(|(folder, ..)| *folder));
                due.push(renaming);
            } else {
                later.push(renaming);
            }
        }
        for renaming in due.into_iter().rev() {
            self.settle(renaming);
        }
        self.pending = later.into_iter().rev().collect();
    }

    fn below(&self, id: Id, found: &mut BTreeSet<Id>) {
        found.insert(id);
        if let DiskNode::Folder { names, .. } = &self.nodes[id] {
            for id in names.values() {
                self.below(*id, found);
            }
        }
    }
}

fn set(names: &mut BTreeMap<String, Id>, name: &str, id: Option<Id>) {
    match id {
        Some(id) => drop(names.insert(name.to_owned(), id)),
        None => drop(names.remove(name)),
    }
}

impl Disk for MemoryDisk {
    fn kind(&self, path: &Path) -> io::Result<PathKind> {
        let state = self.0.lock().unwrap();
        Ok(match state.nodes[state.place(path)?.0] {
            DiskNode::File { .. } => PathKind::File,
            DiskNode::Folder { .. } => PathKind::Folder,
        })
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.kind(path).map(|_| path.to_owned())
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        let state = self.0.lock().unwrap();
        match &state.nodes[state.place(file)?.0] {
            DiskNode::File { bytes, .. } => Ok(bytes.clone()),
            DiskNode::Folder { .. } => Err(ErrorKind::IsADirectory.into()),
        }
    }

    fn holds(&self, file: &Path, bytes: &[u8]) -> bool {
        self.read(file).is_ok_and(|found| found == bytes)
    }

    fn is_read_only(&self, file: &Path) -> io::Result<bool> {
        self.kind(file).map(|_| false)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let state = self.0.lock().unwrap();
        let names = state.names(state.place(folder)?.0)?;
        let entry = |(name, id): (&String, &Id)| FolderEntry {
            name: name.clone(),
            kind: match state.nodes[*id] {
                DiskNode::File { .. } => PathKind::File,
                DiskNode::Folder { .. } => PathKind::Folder,
            },
        };
        Ok(names.iter().map(entry).collect())
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        let node = DiskNode::Folder { names: BTreeMap::new(), synced: BTreeMap::new() };
        self.0.lock().unwrap().add(folder, node)
    }

    fn create_file(&self, file: &Path, bytes: &[u8], _: Access) -> io::Result<()> {
        let node = DiskNode::File { bytes: bytes.to_vec(), synced: Vec::new() };
        self.0.lock().unwrap().add(file, node)
    }

    fn keep_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.kind(from).and(self.kind(to)).map(drop)
    }

    fn hard_link(&self, file: &Path, name: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        let (id, _) = state.place(file)?;
        let (folder, name) = state.named(name)?;
        if state.names(folder)?.contains_key(&name) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        state.rename(vec![(folder, name, Some(id))]);
        Ok(())
    }

    fn sync_file(&self, file: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        let (id, _) = state.place(file)?;
        if let DiskNode::File { bytes, synced } = &mut state.nodes[id] {
            synced.clone_from(bytes);
        }
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        let (id, _) = state.place(folder)?;
        state.sync_names([id].into());
        Ok(())
    }

    fn sync_tree(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        let mut all = BTreeSet::new();
        state.below(state.place(folder)?.0, &mut all);
        for id in &all {
            if let DiskNode::File { bytes, synced } = &mut state.nodes[*id] {
                synced.clone_from(bytes);
            }
        }
        state.sync_names(all);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        let (id, (from_folder, from_name)) = state.place(from)?;
        let (to_folder, to_name) = state.named(to)?;
        if let Some(there) = state.names(to_folder)?.get(&to_name) {
            match &state.nodes[*there] {
                DiskNode::Folder { names, .. } if !names.is_empty() => {
                    return Err(ErrorKind::DirectoryNotEmpty.into());
                }
                DiskNode::File { .. } if matches!(state.nodes[id], DiskNode::Folder { .. }) => {
                    return Err(ErrorKind::NotADirectory.into());
                }
                _ => {}
            }
        }
        state.rename(vec![(from_folder, from_name, None), (to_folder, to_name, Some(id))]);
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.kind(to).is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        let (one, (one_folder, one_name)) = state.place(one)?;
        let (other, (other_folder, other_name)) = state.place(other)?;
        state.rename(vec![(one_folder, one_name, Some(other)), (other_folder, other_name, Some(one))]);
        Ok(())
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        if self.kind(file)? == PathKind::Folder {
            return Err(ErrorKind::IsADirectory.into());
        }
        let mut state = self.0.lock().unwrap();
        let (_, (folder, name)) = state.place(file)?;
        state.rename(vec![(folder, name, None)]);
        Ok(())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        if !self.entries(folder)?.is_empty() {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        let mut state = self.0.lock().unwrap();
        let (_, (parent, name)) = state.place(folder)?;
        state.rename(vec![(parent, name, None)]);
        Ok(())
    }

    fn remove_tree(&self, folder: &Path) -> io::Result<()> {
        for entry in self.entries(folder)? {
            let path = folder.join(&entry.name);
            match entry.kind {
                PathKind::Folder => self.remove_tree(&path)?,
                _ => self.remove_file(&path)?,
            }
        }
        self.remove_folder(folder)
    }

    fn lock_folder(&self, folder: &Path) -> io::Result<FolderLock> {
        self.kind(folder).map(|_| FolderLock::held(()))
    }
}
