//! What readers say below an article: posts that each stand under a line with a name and a time, or with "Reply" below.
//!
//! A comment is written like an article, and a long thread outweighs a short one. Its rhythm gives it away: the same kind of short line again and again,
//! with running text between, behind a line that announces comments. This is for dumps: HTML calls its elements so (`called.rs`).

use super::cells::count;
use super::columns::{CUE, Column};
use super::features::{MARGIN, Matrix};
use super::metadata::cues::entries;
use super::words::Cue;
use crate::page::Page;
use crate::text::{FoldedSet, Openings, fold};
use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

/// The longest line over a post, in words and in bytes.
const HEADER_AT_MOST: f32 = 14.0;
const LINE_AT_MOST: usize = 120;

/// The longest line that says no more than how long ago a post was written, in words.
const AGO_AT_MOST: f32 = 6.0;

/// The longest line that announces comments, in words.
const ANNOUNCED_AT_MOST: f32 = 8.0;

/// The longest line that says how many there are and on what, in bytes.
const COUNT_AT_MOST: usize = 240;

/// Blocks that may stand between what announces a thread and its first post, and between two lines over posts.
const OPENING: usize = 8;
const GAP: usize = 30;

/// Posts from which on they are a thread.
const POSTS: usize = 3;

/// The shortest block that can be the text of a post, in words.
const POST_AT_LEAST: f32 = 6.0;

static SPEAKS: LazyLock<Vec<String>> = LazyLock::new(|| entries("speaks").collect());
static COUNTED: LazyLock<Openings> = LazyLock::new(|| entries("counted comments").collect());
static REPLY: LazyLock<FoldedSet> = LazyLock::new(|| entries("reply").collect());

/// What kind of line stands at a post.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// "Ada Venn says:", which nothing but a thread has again and again.
    Speaks,
    /// A date and a time of day, or how long ago.
    Stamp,
    /// "Reply".
    Reply,
    Other,
}

/// The blocks of the page's first thread of comments.
pub(super) fn thread(page: &Page, matrix: &Matrix) -> Option<Range<usize>> {
    let lines = Lines { page, matrix, known: vec![Cell::new(None); matrix.rows] };
    let comments = &matrix.column(CUE + Cue::Comment as usize)[MARGIN..];
    let announced = |row: &usize| {
        let text = &page.blocks[*row].text.plain;
        let short = || comments[*row] > count(0) && matrix.words[*row] <= ANNOUNCED_AT_MOST;
        short() || counts_comments(text) || is_open(text) && lines.at(*row) == Line::Speaks
    };
    let mut from = 0;
    while let Some(start) = (from..matrix.rows).find(announced) {
        match end(&lines, start) {
            Ok(end) => return Some(start..end),
            // What begins among the same lines has no more posts: so no line is read again and again.
            Err(last) => from = last + 1,
        }
    }
    None
}

/// What kind each line of a page is, found when it is asked for: few pages have threads.
struct Lines<'a> {
    page: &'a Page,
    matrix: &'a Matrix,
    known: Vec<Cell<Option<Line>>>,
}

impl Lines<'_> {
    fn at(&self, row: usize) -> Line {
        self.known[row].get().unwrap_or_else(|| {
            let line = line(self.page, self.matrix, row);
            self.known[row].set(Some(line));
            line
        })
    }
}

/// Whether a line ends as one does that somebody's words follow.
fn is_open(text: &str) -> bool {
    // Most lines end with a letter or a full stop.
    let ends_otherwise = text.bytes().next_back().is_some_and(|last| last.is_ascii_alphanumeric() || last == b'.');
    !ends_otherwise && text.trim_end().ends_with([':', '：'])
}

/// Whether a line says how many comments there are: "12 thoughts on “The ferry left late”".
fn counts_comments(text: &str) -> bool {
    // Most begin with a letter.
    if text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic()) {
        return false;
    }
    let text = text.trim_start();
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    if number == 0 || text.trim_end().len() > COUNT_AT_MOST {
        return false;
    }
    COUNTED.find(text[number..].trim_start(), COUNT_AT_MOST, |_, _| Some(())).is_some()
}

/// Where the thread ends that begins at a block; where none does, the last of the lines that would be at its posts.
fn end(lines: &Lines<'_>, start: usize) -> Result<usize, usize> {
    let matrix = lines.matrix;
    let (mut last, mut posts, mut text) = (start, 0, false);
    // Whether the last line stands at the foot of its post.
    let mut foot = false;
    for row in start..matrix.rows {
        let line = lines.at(row);
        let reach = if posts == 0 && last == start { OPENING } else { GAP };
        if line != Line::Other {
            posts += usize::from(text || line == Line::Speaks);
            foot = text && line == Line::Reply;
            (last, text) = (row, false);
        } else if row - last > reach {
            break;
        } else {
            text |= matrix.words[row] >= POST_AT_LEAST;
        }
    }
    // A last post with its line above has none behind.
    if posts + usize::from(text && !foot) < POSTS {
        return Err(last);
    }
    let post = |row: &usize| !foot && matrix.words[*row] >= POST_AT_LEAST;
    Ok((last + 1..matrix.rows).find(|row| !post(row)).unwrap_or(matrix.rows))
}

fn line(page: &Page, matrix: &Matrix, row: usize) -> Line {
    let text = page.blocks[row].text.plain.trim();
    let words = matrix.words[row];
    if text.len() > LINE_AT_MOST || words > HEADER_AT_MOST || text.is_empty() {
        return Line::Other;
    }
    let time = said(matrix, row, CUE + Cue::Time as usize);
    let year = said(matrix, row, Column::Years as usize);
    let clock = said(matrix, row, Column::Clocks as usize) && (time || year);
    // A month of an archive has a year and no day.
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).count();
    let ago = time && words <= AGO_AT_MOST && numbers > usize::from(year);
    let bare = text.trim_end_matches([':', '：', ' ']);
    let speaks = is_open(text) && {
        let folded = fold(bare);
        SPEAKS.iter().any(|verb| folded.ends_with(verb.as_str()))
    };
    if speaks {
        return Line::Speaks;
    }
    if REPLY.contains(bare) {
        return Line::Reply;
    }
    if clock || ago { Line::Stamp } else { Line::Other }
}

fn said(matrix: &Matrix, row: usize, column: usize) -> bool {
    matrix.column(column)[MARGIN + row] > count(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::clean::features::features;
    use crate::import::lines::text_page;

    const POST: &str = "I was on that ferry, and the tea was cold before we had even left the quay of Elsen.";

    /// Notes under the times at which they were written.
    const NOTES: [&str; 8] = [
        "May 6, 2024, 9:46 pm",
        POST,
        "May 6, 2024, 9:59 pm",
        POST,
        "May 7, 2024, 7:10 am",
        POST,
        "May 7, 2024, 8:02 am",
        POST,
    ];

    fn found(lines: &[&str]) -> Option<Range<usize>> {
        let page = text_page(&lines.join("\n\n"), Origin::Stdin);
        assert_eq!(page.blocks.len(), lines.len());
        thread(&page, &features(&page))
    }

    #[test]
    fn a_thread_is_known_by_the_lines_over_its_posts() {
        let names = [
            "The ferry left late.",
            "Ada says:",
            POST,
            "Nell says:",
            POST,
            "Jon says:",
            POST,
            "Menu",
            "About",
            "Terms",
        ];
        assert_eq!(found(&names), Some(1..7));
        let times = [&["The ferry left late.", "3 Comments"], &NOTES[..6]].concat();
        assert_eq!(found(&times), Some(1..8));
        assert_eq!(found(&times[..6]), None, "two posts are no thread");
        let german =
            [&["Die Fähre fuhr spät.", "4 Gedanken zu „Die Fähre fuhr spät“"], &["Antworten", POST].repeat(3)[..]];
        let german = [&german.concat()[..], &["Antworten"]].concat();
        assert_eq!(found(&german), Some(1..9));
    }

    #[test]
    fn a_page_of_nothing_but_replies_is_read_once() {
        // Read again from each of its lines, this would not end in a test's time.
        assert_eq!(found(&vec!["Reply"; 100_000]), None);
    }

    #[test]
    fn dated_notes_without_word_of_comments_are_no_thread() {
        assert_eq!(found(&NOTES), None);
        assert_eq!(found(&["3 Comments", "The ferry left late.", POST, POST, POST, "May 6, 2024, 9:46 pm"]), None);
    }
}
