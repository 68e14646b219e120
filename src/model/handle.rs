//! Names for entries of lists. Only its list gives out a handle, and a handle finds nothing in a list of another kind: the position in
//! it is nobody's business.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// Names an entry of a list of a handbook, such as [`super::Handbook::forms`]. Handles are in the order of the list.
pub struct Handle<T> {
    at: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Handle<T> {
    const fn new(at: usize) -> Self {
        Self { at, of: PhantomData }
    }

    /// Every entry of a list, with its handle.
    pub fn each(list: &[T]) -> impl Iterator<Item = (Self, &T)> {
        list.iter().enumerate().map(|(at, entry)| (Self::new(at), entry))
    }

    /// A handle for what is in no list: it is equal to none of a shorter list, and finds nothing.
    pub(crate) const fn outside(number: usize) -> Self {
        Self::new(number)
    }

    /// The first entry that is meant.
    pub(crate) fn find(list: &[T], is_meant: impl Fn(&T) -> bool) -> Option<Self> {
        list.iter().position(is_meant).map(Self::new)
    }

    /// The entry, in the list that gave out the handle.
    ///
    /// # Panics
    /// In a shorter list.
    #[must_use]
    pub(crate) fn of(self, list: &[T]) -> &T {
        &list[self.at]
    }

    /// What belongs to the entry, in a list that was made of its list entry by entry, such as a page of each form.
    ///
    /// # Panics
    /// In a shorter list.
    #[must_use]
    pub(crate) fn beside<U>(self, made: &[U]) -> &U {
        &made[self.at]
    }

    /// The handle of the entry at the same place of a list that was made of its list entry by entry.
    pub(crate) const fn in_same_order<U>(self) -> Handle<U> {
        Handle::new(self.at)
    }

    /// The same as [`Handle::beside`], to be changed.
    pub(crate) fn beside_mut<U>(self, made: &mut [U]) -> &mut U {
        &mut made[self.at]
    }
}

#[cfg(test)]
impl<T> Handle<T> {
    /// The first entry of some list.
    pub(crate) const FIRST: Self = Self::new(0);
}

// Derived, these would ask the same of `T`.

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T> PartialEq for Handle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<T> Eq for Handle<T> {}

impl<T> PartialOrd for Handle<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Handle<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

impl<T> Hash for Handle<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.at.hash(state);
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.at)
    }
}
