//! The search thread and the way to it: it hands the newest question to the desk, and looks from time to time whether another process changed
//! the library.
//!
//! Questions wait in a place for one; a newer question overwrites the one that waits, so the thread is never behind by more than one piece
//! of a search. The look at the library is one comparison of a counter, without waking the screen; another thread says when it is time for one
//! (`vigil.rs`).

use super::desk::{Desk, Question};
use super::event::Event;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The name of the search thread, whose panics become messages.
pub const THREAD: &str = "search";

/// The way to the search thread.
#[derive(Debug, Clone, Default)]
pub struct Mailbox(Arc<Slot>);

#[derive(Debug, Default)]
struct Slot {
    letter: Mutex<Letter>,
    posted: Condvar,
}

#[derive(Debug, Default)]
struct Letter {
    question: Option<Question>,
    look: bool,
    catch_up: bool,
    closed: bool,
}

impl Mailbox {
    /// Asks; a question that still waits is overwritten.
    pub fn post(&self, question: Question) {
        let mut letter = self.letter();
        // Counts that were still to come are those of the same hits, where this one only asks for other rows of them.
        let counts = letter.question.take().and_then(|waiting| waiting.counts);
        letter.question = Some(Question { counts: question.counts.clone().or(counts), ..question });
        drop(letter);
        self.0.posted.notify_one();
    }

    /// Tells the thread that the library may have changed.
    pub fn look(&self) {
        self.letter().look = true;
        self.0.posted.notify_one();
    }

    /// Tells the thread that this process changed the library itself, which is no news.
    pub fn catch_up(&self) {
        self.letter().catch_up = true;
        self.0.posted.notify_one();
    }

    /// Tells the thread to end.
    pub fn close(&self) {
        self.letter().closed = true;
        self.0.posted.notify_one();
    }

    fn letter(&self) -> MutexGuard<'_, Letter> {
        // The letter is whole at any time: a panic elsewhere cannot leave it half written.
        self.0.letter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was posted, as soon as anything is; or what there is, where nothing is waited for.
    fn take(&self, waits: bool) -> Letter {
        let nothing = |letter: &mut Letter| {
            waits && letter.question.is_none() && !letter.closed && !letter.look && !letter.catch_up
        };
        let mut letter = self.0.posted.wait_while(self.letter(), nothing).unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *letter)
    }
}

/// Answers questions until the mailbox is closed or nobody listens.
pub fn serve(mut desk: Desk, mailbox: &Mailbox, events: &Sender<Event>) {
    let (mut look, mut known) = (false, false);
    loop {
        let letter = mailbox.take(desk.is_idle());
        if letter.closed {
            return;
        }
        (look, known) = (look || letter.look, known || letter.catch_up);
        let looks = letter.question.is_some() || (desk.is_idle() && (look || known));
        let news = looks && desk.refresh() && !known;
        if looks {
            (look, known) = (false, false);
        }
        let event = match letter.question {
            Some(question) => {
                desk.ask(question);
                desk.step()
            }
            None if news => Some(Event::LibraryChanged),
            None => desk.step(),
        };
        if event.is_some_and(|event| events.send(event).is_err()) {
            return;
        }
    }
}
