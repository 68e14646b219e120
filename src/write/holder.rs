use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use jiff::ZonedDateTime;

use crate::files;

/// Whose build has the lock of a site. Everything but `build` may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Holder {
    /// Different for every build; empty when the lock can't be read.
    build: String,
    computer: String,
    account: String,
    /// Date and time, as the computer's clock on the wall shows them.
    began: String,
    /// One start of one computer.
    system: String,
}

impl Holder {
    pub(super) fn this_build() -> Self {
        Self {
            build: files::unique(),
            computer: in_a_line(&computer()),
            account: in_a_line(&account()),
            began: ZonedDateTime::now().strftime("%Y-%m-%d %H:%M").to_string(),
            system: in_a_line(&system()),
        }
    }

    /// The holder that a lock names, and when the lock was renewed.
    pub(super) fn read(lock: &Path) -> io::Result<(Self, SystemTime)> {
        let renewed = fs::metadata(lock)?.modified()?;
        let text = String::from_utf8_lossy(&fs::read(lock)?).into_owned();
        Ok((Self::parse(&text), renewed))
    }

    fn parse(text: &str) -> Self {
        let of = |key: &str| {
            let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
            value.map(in_a_line).unwrap_or_default()
        };
        Self {
            build: of("build"),
            computer: of("computer"),
            account: of("account"),
            began: of("began"),
            system: of("system"),
        }
    }

    /// Whether its process would be one of this computer's.
    pub(super) fn is_on_this_system(&self) -> bool {
        let own = Self::this_build();
        match (self.system.is_empty(), own.system.is_empty()) {
            (false, false) => self.system == own.system,
            _ => !self.computer.is_empty() && self.computer == own.computer,
        }
    }

    /// `the build of anna on desk-3 that began at 2026-12-01 14:02`.
    pub(super) fn named(&self) -> String {
        let mut named = "the build".to_owned();
        for (before, value) in
            [(" of ", &self.account), (" on ", &self.computer), (" that began at ", &self.began)]
        {
            if !value.is_empty() {
                named.push_str(before);
                named.push_str(value);
            }
        }
        if named == "the build" { "another build".to_owned() } else { named }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { build, computer, account, began, system } = self;
        writeln!(
            f,
            "A build of this site is running. The next one waits until this file is gone or ten minutes old."
        )?;
        writeln!(
            f,
            "build: {build}\ncomputer: {computer}\naccount: {account}\nbegan: {began}\nsystem: {system}"
        )
    }
}

/// A name as a part of a line, whatever somebody put into it.
fn in_a_line(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(80).collect::<String>().trim().to_owned()
}

#[cfg(unix)]
fn computer() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn computer() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

fn account() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.unwrap_or_else(number_of_account)
}

#[cfg(unix)]
fn number_of_account() -> String {
    format!("account {}", rustix::process::getuid().as_raw())
}

#[cfg(not(unix))]
fn number_of_account() -> String {
    String::new()
}

/// Computers may have the same name, and a share outlives their start.
fn system() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_says_who_builds() {
        let holder =
            Holder { account: "anna".to_owned(), computer: "desk-3".to_owned(), ..Holder::this_build() };
        assert_eq!(Holder::parse(&holder.to_string()), holder);
        assert!(
            holder.named().starts_with("the build of anna on desk-3 that began at 20"),
            "{}",
            holder.named()
        );
        assert!(holder.is_on_this_system());
    }

    #[test]
    fn a_lock_that_cannot_be_read_is_another_builds() {
        for text in ["", "build", "\u{1b}[31mbuild: ", "build: \u{7}\n"] {
            assert_eq!(Holder::parse(text).named(), "another build");
            assert!(!Holder::parse(text).is_on_this_system());
        }
        assert_eq!(Holder::parse("account: a\u{1b}[31mb\n").named(), "the build of a[31mb");
    }
}
