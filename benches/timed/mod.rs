//! Measuring, for the benchmarks.

use std::time::{Duration, Instant};

const RUNS: usize = 5;

/// The number of policies that the command line asks for.
pub fn policies(standard: usize) -> usize {
    // `cargo bench` adds `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|one| one != "--bench");
    arguments.next().and_then(|count| count.parse().ok()).unwrap_or(standard)
}

/// Runs `make` some times, prints how long it took, and gives back what the last run made.
pub fn timed<T>(name: &str, mut make: impl FnMut() -> T) -> T {
    let mut times = Vec::new();
    loop {
        let start = Instant::now();
        let result = make();
        times.push(start.elapsed());
        if times.len() == RUNS {
            println!("{name:14} {}", spread(times));
            return result;
        }
    }
}

/// The least, the middle and the most of some times.
pub fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let shown = |at: usize| format!("{:.1} ms", times[at].as_secs_f64() * 1000.0);
    format!("least {}, middle {}, most {}", shown(0), shown(times.len() / 2), shown(times.len() - 1))
}
