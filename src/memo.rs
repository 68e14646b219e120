//! Results of earlier builds, each under a key made from everything that it depends on. A build that starts with an empty memo gives the same
//! results (`docs/decisions/the-preview-remembers.md`).

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use siphasher::sip128::{Hasher128, SipHasher13};

/// A fingerprint of everything that a result depends on: 128 bits, so that two are never equal by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u128);

impl Key {
    /// The key of these parts.
    #[must_use]
    pub fn of(parts: &impl Hash) -> Self {
        let mut hasher = SipHasher13::new();
        parts.hash(&mut hasher);
        Self(hasher.finish128().as_u128())
    }

    /// The key that is written as its `Display` writes it.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_key = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_key.then(|| u128::from_str_radix(text, 16).ok().map(Self))?
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A value with the key of what it was made from.
#[derive(Debug)]
pub struct Keyed<T: ?Sized> {
    pub(crate) key: Key,
    value: Arc<T>,
}

impl<T: ?Sized> Keyed<T> {
    /// A value with the key of what it was made from.
    pub(crate) fn new(key: Key, value: impl Into<Arc<T>>) -> Self {
        Self { key, value: value.into() }
    }
}

impl<T: ?Sized> Clone for Keyed<T> {
    fn clone(&self) -> Self {
        Self { key: self.key, value: self.value.clone() }
    }
}

impl<T: ?Sized> Deref for Keyed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: ?Sized> From<&Keyed<T>> for Arc<T> {
    fn from(keyed: &Keyed<T>) -> Self {
        keyed.value.clone()
    }
}

impl<T: ?Sized> Hash for Keyed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// A result, and the build that last asked for it.
type MemoEntry = (u64, Box<dyn Any + Send>);

/// Results of earlier builds; or nothing at all, for a build that nobody repeats.
#[derive(Debug)]
pub struct Memo {
    build: u64,
    kept: Option<Mutex<HashMap<Key, MemoEntry>>>,
}

impl Default for Memo {
    fn default() -> Self {
        Self { build: 0, kept: Some(Mutex::default()) }
    }
}

impl Memo {
    /// One that remembers nothing.
    #[must_use]
    pub fn off() -> Self {
        Self { build: 0, kept: None }
    }

    /// Whether a later build may ask for what this one makes. If not, no key is needed.
    #[must_use]
    pub(crate) fn remembers(&self) -> bool {
        self.kept.is_some()
    }

    /// The result for `key`, made now unless an earlier build has made it. A key names one kind of result only.
    pub(crate) fn get<T: Clone + Send + 'static>(&self, key: Key, make: impl FnOnce() -> T) -> T {
        let Some(kept) = &self.kept else { return make() };
        let known = {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.get_mut(&key).and_then(|(build, result)| {
                *build = self.build;
                result.downcast_ref::<T>().cloned()
            })
        };
        known.unwrap_or_else(|| {
            let result = make();
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(key, (self.build, Box::new(result.clone())));
            result
        })
    }

    /// Ends a build: what it did not ask for is dropped.
    pub(crate) fn end_build(&mut self) {
        let build = self.build;
        if let Some(kept) = &mut self.kept {
            let kept = kept.get_mut().unwrap_or_else(PoisonError::into_inner);
            kept.retain(|_, (asked, _)| *asked == build);
        }
        self.build += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_build_did_not_ask_for_is_made_again() {
        let mut memo = Memo::default();
        let (one, two) = (Key::of(&1), Key::of(&2));
        assert_eq!((memo.get(one, || "first"), memo.get(two, || "first")), ("first", "first"));
        memo.end_build();
        assert_eq!(memo.get(one, || "second"), "first");
        memo.end_build();
        assert_eq!((memo.get(one, || "third"), memo.get(two, || "third")), ("first", "third"));
    }
}
