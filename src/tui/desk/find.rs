//! The rows that a question is about, and where they begin.

use super::{Around, Question};
use crate::library::{Ask, Hits, LibraryError, Searcher};
use crate::tui::list::{WINDOW, heading_by};

/// The rows around what a question names; the place of it, where it is not an article.
pub(super) fn find(searcher: &mut Searcher, question: &Question) -> Result<(Hits, Option<usize>), LibraryError> {
    let ask = Ask { sort: question.sort, offset: 0, limit: WINDOW, anchor: None };
    let around = |place: usize| Ask { offset: place.saturating_sub(WINDOW / 2), ..ask };
    match question.around {
        Around::Place(place) => Ok((searcher.search(&question.query, &around(place))?, Some(place))),
        Around::Day(day) => {
            let place = searcher.seek(&question.query, question.sort, day)?;
            Ok((searcher.search(&question.query, &around(place))?, Some(place)))
        }
        Around::Group(from, forward) => {
            let place = group(searcher, question, from, forward)?;
            Ok((searcher.search(&question.query, &around(place))?, Some(place)))
        }
        Around::Article(anchor) => {
            let hits = searcher.search(&question.query, &Ask { anchor, ..ask })?;
            match hits.anchor {
                Some(place) if place + WINDOW / 4 > hits.rows.len() && hits.rows.len() < hits.total => {
                    Ok((searcher.search(&question.query, &Ask { anchor, ..around(place) })?, None))
                }
                _ => Ok((hits, None)),
            }
        }
    }
}

/// The place where the next group begins, or the one before: groups are not scattered, so that it is found by halving.
fn group(searcher: &mut Searcher, question: &Question, from: usize, forward: bool) -> Result<usize, LibraryError> {
    let by = question.query.sort().unwrap_or(question.sort).by;
    let mut look = |place: usize| -> Result<(Option<String>, usize), LibraryError> {
        let ask = Ask { sort: question.sort, offset: place, limit: 1, anchor: None };
        let hits = searcher.search(&question.query, &ask)?;
        Ok((hits.rows.first().map(|row| heading_by(row, by)), hits.total))
    };
    let (here, total) = look(if forward { from } else { from.saturating_sub(1) })?;
    // Up to `low` there is no other group ahead, at `high` there is; backwards, the group begins behind `low` and not behind `high`.
    let (mut low, mut high) = if forward { (from, total) } else { (0, from.saturating_sub(1)) };
    if !forward && look(0)?.0 == here {
        return Ok(0);
    }
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if (look(middle)?.0 == here) == forward {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(high.min(total.saturating_sub(1)))
}
