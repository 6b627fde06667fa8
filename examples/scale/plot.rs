//! How times grow with the number of articles, as a picture: both axes logarithmic, the median solid, the 99th percentile dashed.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // a picture

use std::fmt::Write as _;
use std::time::Duration;

/// What was measured of one kind at one size.
pub struct Point {
    pub what: &'static str,
    pub articles: u64,
    pub p50: Duration,
    pub p99: Duration,
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const TOP: f64 = 20.0;
const RIGHT: f64 = 220.0;
const BOTTOM: f64 = 40.0;

/// Colours that are told apart by most eyes (Okabe and Ito).
const COLOURS: [&str; 5] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"];

/// The picture of the points, in SVG.
pub fn svg(points: &[Point]) -> String {
    let sizes = || points.iter().map(|point| (point.articles as f64).log10());
    let times = || points.iter().flat_map(|point| [point.p50, point.p99]).map(micros);
    let (least, most) = (sizes().fold(f64::MAX, f64::min), sizes().fold(f64::MIN, f64::max));
    let (low, high) = (times().fold(f64::MAX, f64::min).floor(), times().fold(f64::MIN, f64::max).ceil());
    let x =
        |articles: u64| LEFT + ((articles as f64).log10() - least) / (most - least).max(0.1) * (WIDTH - LEFT - RIGHT);
    let y = |log: f64| HEIGHT - BOTTOM - (log - low) / (high - low).max(0.1) * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    for exponent in low as i32..=high as i32 {
        let at = y(f64::from(exponent));
        let name = match exponent {
            ..0 => continue,
            0..3 => format!("{} µs", 10_u32.pow(exponent.unsigned_abs())),
            3.. => format!("{} ms", 10_u32.pow(exponent.unsigned_abs() - 3)),
        };
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {at:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>",
            WIDTH - RIGHT,
            LEFT - 8.0,
            at + 4.0
        );
    }
    let mut all: Vec<u64> = points.iter().map(|point| point.articles).collect();
    all.dedup();
    for &articles in &all {
        let at = x(articles);
        let _ = writeln!(
            svg,
            "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{articles}</text>",
            HEIGHT - BOTTOM + 18.0
        );
    }
    let mut kinds: Vec<&str> = Vec::new();
    for point in points {
        if !kinds.contains(&point.what) {
            kinds.push(point.what);
        }
    }
    for ((number, what), colour) in kinds.iter().enumerate().zip(COLOURS.iter().cycle()) {
        let of_kind = || points.iter().filter(|point| point.what == *what);
        let medians = of_kind().map(|point| (point.articles, point.p50)).collect::<Vec<_>>();
        let slowest = of_kind().map(|point| (point.articles, point.p99)).collect::<Vec<_>>();
        for (times, dashes) in [(medians, ""), (slowest, " stroke-dasharray=\"5 4\"")] {
            let path: Vec<String> =
                times.iter().map(|&(articles, time)| format!("{:.1} {:.1}", x(articles), y(micros(time)))).collect();
            let _ = writeln!(
                svg,
                "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>",
                path.join("L")
            );
        }
        let at = TOP + 20.0 + number as f64 * 20.0;
        let from = WIDTH - RIGHT + 15.0;
        let _ = writeln!(
            svg,
            "<path d=\"M{from:.1} {at:.1}h20\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"{:.1}\" y=\"{:.1}\">{what}</text>",
            from + 26.0,
            at + 4.0
        );
    }
    svg + "</svg>\n"
}

/// The logarithm of a time in microseconds.
fn micros(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).max(1.0).log10()
}
