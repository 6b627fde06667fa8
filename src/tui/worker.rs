//! The search thread and the way to it: it hands the newest question to the desk, and looks from time to time whether another process changed
//! the library.
//!
//! Questions wait in a place for one; a newer question overwrites the one that waits, so the thread is never behind by more than one piece
//! of a search. The look at the library is one comparison of a counter every two seconds, without waking the screen: a file watch would need
//! one more dependency and is not to be had on network drives.

use super::desk::{Desk, Question};
use super::event::Event;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The name of the search thread, whose panics become messages.
pub const THREAD: &str = "search";

const LOOK_EVERY: Duration = Duration::from_secs(2);

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

    /// What was posted; nothing after so long without post.
    fn take(&self, patience: Duration) -> Letter {
        let nothing = |letter: &mut Letter| letter.question.is_none() && !letter.closed && !letter.catch_up;
        let (mut letter, _) =
            self.0.posted.wait_timeout_while(self.letter(), patience, nothing).unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *letter)
    }
}

/// Answers questions until the mailbox is closed or nobody listens.
pub fn serve(mut desk: Desk, mailbox: &Mailbox, events: &Sender<Event>) {
    loop {
        let letter = mailbox.take(if desk.is_idle() { LOOK_EVERY } else { Duration::ZERO });
        if letter.closed {
            return;
        }
        let changed = (letter.question.is_some() || desk.is_idle()) && desk.refresh();
        let event = match letter.question {
            Some(question) => {
                desk.ask(question);
                desk.step()
            }
            None if changed && !letter.catch_up => Some(Event::LibraryChanged),
            None => desk.step(),
        };
        if event.is_some_and(|event| events.send(event).is_err()) {
            return;
        }
    }
}
