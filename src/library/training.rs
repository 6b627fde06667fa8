//! The dictionary that is being trained while more articles are added.

use super::dictionaries::Samples;
use std::sync::Arc;
use std::thread::JoinHandle;

/// A dictionary that a thread trains, where one does, and for how many articles.
#[derive(Default)]
pub(super) struct Training(Option<(i64, Trained)>);

/// The thread that gives a dictionary.
type Trained = JoinHandle<Option<Arc<[u8]>>>;

impl Training {
    /// Begins to train a dictionary; where the system gives no thread, none is trained.
    pub fn begin(articles: i64, samples: Samples) -> Training {
        let training = std::thread::Builder::new().name("dictionary".to_owned()).spawn(move || samples.train());
        Training(training.ok().map(|training| (articles, training)))
    }

    /// Whether a dictionary was begun and is not taken up.
    pub fn is_under_way(&self) -> bool {
        self.0.is_some()
    }

    /// Whether a dictionary waits to be taken up.
    pub fn is_done(&self) -> bool {
        self.0.as_ref().is_some_and(|(_, training)| training.is_finished())
    }

    /// The dictionary when it is trained, and for how many articles; `None` where none was begun or the articles make none.
    pub fn end(&mut self) -> Option<(i64, Arc<[u8]>)> {
        let (articles, training) = self.0.take()?;
        Some((articles, training.join().ok().flatten()?))
    }
}
