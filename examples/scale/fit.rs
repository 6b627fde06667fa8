//! What ten million articles would cost: a line through the logarithms of what was measured, drawn further.

use crate::plot::Point;
use std::time::Duration;

/// How many articles are estimated for.
pub const ARTICLES: u64 = 10_000_000;

/// For each task the median and the 99th percentile that its points lead to; none where fewer than three sizes were measured.
pub fn estimates(points: &[Point]) -> Vec<(&'static str, Duration, Duration)> {
    let mut tasks: Vec<&'static str> = points.iter().map(|point| point.what).collect();
    tasks.sort_unstable();
    tasks.dedup();
    let of = |what| {
        let own = || points.iter().filter(move |point| point.what == what);
        let drawn = |time: fn(&Point) -> Duration| {
            line(&own().map(|point| (point.articles as f64, time(point).as_secs_f64())).collect::<Vec<_>>())
        };
        (own().count() >= 3).then(|| (what, drawn(|point| point.p50), drawn(|point| point.p99)))
    };
    tasks.into_iter().filter_map(of).collect()
}

/// The line of least squares through the logarithms, at [`ARTICLES`].
fn line(points: &[(f64, f64)]) -> Duration {
    let points: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.max(1e-9).ln())).collect();
    let count = points.len() as f64;
    let middle = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (middle(|point| point.0), middle(|point| point.1));
    let together: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let alone: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    Duration::from_secs_f64((y + together / alone * ((ARTICLES as f64).ln() - x)).exp())
}
