//! Does jobs on its own threads; each thread takes the next job when it has finished the last.
//!
//! On rayon's threads, PDFs would be started on top of one another until the stack is full (`docs/decisions/pdf-threads.md`).

use std::io;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder, Scope, ScopedJoinHandle};

use typst::comemo;

/// As much as a main thread has on Linux. Typst goes deep into nested lists and tables.
const STACK: usize = 8 * 1024 * 1024;

/// How many documents Typst's cache keeps what it made for. What they share (the looks, the words of headers) is used by each.
const KEPT: usize = 1;

/// Does `work` with each of `items` on up to `threads` threads. The results are in the order of the items.
pub(crate) fn each<T: Send, R: Send>(items: Vec<T>, threads: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads.clamp(1, items.len().max(1));
    let waiting = Mutex::new(items.into_iter().enumerate());
    let take = || {
        // Nothing can panic while the lock is held.
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.next()
    };
    let take_all = || {
        let mut done = Vec::new();
        while let Some((at, item)) = take() {
            done.push((at, work(item)));
            comemo::evict(KEPT);
        }
        done
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map_while(|_| start(scope, &take_all).ok()).collect();
        // A computer that can't start even one thread: the caller's must do.
        let here = if started.is_empty() { take_all() } else { Vec::new() };
        let elsewhere =
            started.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        here.into_iter().chain(elsewhere).collect()
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does `work` with `item` on a thread with room for Typst: the main thread of Windows has less.
pub(crate) fn one<T: Send, R: Send>(item: T, work: impl Fn(T) -> R + Sync) -> R {
    each(vec![item], 1, work).pop().expect("one item has one result")
}

fn start<'scope, R: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: &'scope (dyn Fn() -> R + Sync),
) -> io::Result<ScopedJoinHandle<'scope, R>> {
    Builder::new().name("typesetting".to_owned()).stack_size(STACK).spawn_scoped(scope, work)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        for threads in [1, 3, 500] {
            let squares = each((0..100_u64).collect(), threads, |number| number * number);
            assert_eq!(squares, (0..100_u64).map(|number| number * number).collect::<Vec<_>>());
        }
        assert!(each(Vec::<u8>::new(), 4, |number| number).is_empty());
    }

    thread_local!(static AT_WORK: Cell<bool> = const { Cell::new(false) });

    #[test]
    fn a_job_that_waits_for_rayon_is_not_interrupted_by_the_next() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        pool.install(|| {
            each((0..50).collect(), 2, |_| {
                assert!(!AT_WORK.replace(true), "a job started within another");
                for _ in 0..10 {
                    rayon::spawn(|| {});
                    rayon::join(rayon::yield_now, rayon::yield_now);
                }
                AT_WORK.set(false);
            })
        });
    }

    #[test]
    #[should_panic(expected = "this job")]
    fn a_panic_reaches_the_caller() {
        each(vec![1, 2, 3], 2, |number| assert!(number != 2, "this job"));
    }
}
