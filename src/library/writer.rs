//! Adding articles: the store first, then the index. Holding a [`Writer`] is holding the library's only right to do so.

use super::compose::compose;
use super::index::Indexer;
use super::lock::WriterLock;
use super::training::Training;
use super::{Added, Filed, Incoming, Library, LibraryError, Press, Ready, index};
use crate::article::{Article, ArticleId};

/// Fewer parts of the index are not put together.
const SEGMENTS: usize = 4;

/// Adds articles to a library.
///
/// What was added is in the library at once and stays there if the process is killed; it is found by a search, and safe against a loss of
/// power, after the next [`Writer::commit`].
pub struct Writer<'a> {
    library: &'a Library,
    indexer: Indexer,
    /// The last change that was given to the index, and the last that it holds for good.
    put: i64,
    committed: i64,
    press: Press,
    /// A dictionary is made when there are so many articles.
    next_dictionary: i64,
    training: Training,
    // Dropped last: the index is closed before another process may open it for writing.
    _lock: WriterLock,
}

impl<'a> Writer<'a> {
    pub(super) fn new(library: &'a Library, lock: WriterLock) -> Result<Self, LibraryError> {
        let failed = LibraryError::index("opening for writing", &index::folder(&library.dir));
        let indexer = Indexer::new(&index::folder(&library.dir)).map_err(failed)?;
        let change = library.store.article_change()?;
        library.store.expect_many()?;
        // Another process may have added since, or an earlier version of this program have kept no marks.
        library.store.file_away()?;
        let press = Press::new(library.store.newest_dictionary()?);
        let next_dictionary = library.store.next_dictionary()?;
        let training = Training::default();
        Ok(Writer { library, indexer, put: change, committed: change, press, next_dictionary, training, _lock: lock })
    }

    /// The library it writes to, to read from while it does.
    pub fn library(&self) -> &'a Library {
        self.library
    }

    /// What articles for this library are made small with; it may be shared with other threads.
    pub fn press(&self) -> Press {
        self.press.clone()
    }

    /// Adds an article, or finds that it is known, or that it is a later form of one that is there.
    ///
    /// The same bytes are the same page. Else the same file is the same article; and so is the same address, unless it is a front page's,
    /// where the texts are alike.
    pub fn add(&mut self, incoming: &Incoming<'_>) -> Result<Added, LibraryError> {
        let filed = self.add_all(vec![Ready::new(incoming, &self.press)?])?;
        // One was given, and one comes back for each.
        Ok(filed.first().map_or(Added::Known(ArticleId(0)), |filed| filed.added))
    }

    /// The same for many at once: either all are in the library afterwards, or an error tells that none is.
    pub fn add_all(&mut self, mut batch: Vec<Ready>) -> Result<Vec<Filed>, LibraryError> {
        for ready in &mut batch {
            ready.press_anew(&self.press);
        }
        let kept = self.library.store.add(&batch)?;
        let mut filed = Vec::with_capacity(kept.len());
        for (Ready { article, composed, .. }, kept) in batch.into_iter().zip(kept) {
            if let (Some(change), Added::New(id) | Added::Updated(id)) = (kept.change, kept.added) {
                let earlier = matches!(kept.added, Added::Updated(_));
                self.indexer.put(id, article.published, composed, earlier).map_err(self.failed())?;
                self.put = change;
            }
            filed.push(Filed { added: kept.added, namesake: kept.namesake });
        }
        let newest = filed.iter().map(|filed| match filed.added {
            Added::New(ArticleId(id)) => id,
            _ => 0,
        });
        if let Some(articles) = newest.max() {
            self.renew(articles)?;
        }
        Ok(filed)
    }

    /// Has a dictionary trained when there are so many articles, and takes one up that is.
    fn renew(&mut self, articles: i64) -> Result<(), LibraryError> {
        if articles >= self.next_dictionary && !self.training.is_under_way() {
            self.training = Training::begin(articles, self.library.store.samples(articles)?);
            // Articles that make none are not asked again at once.
            self.next_dictionary = articles.saturating_mul(2);
        }
        // Without any dictionary, what comes meanwhile would take a third more room.
        if self.training.is_done() || self.press.dictionary().is_none() { self.take_up() } else { Ok(()) }
    }

    /// Waits for the dictionary that is being trained, where one is, and takes it up.
    fn take_up(&mut self) -> Result<(), LibraryError> {
        if let Some((articles, bytes)) = self.training.end() {
            if let Some(dictionary) = self.library.store.keep_dictionary(articles, bytes)? {
                self.press.change(dictionary);
            }
            self.next_dictionary = self.library.store.next_dictionary()?.max(self.next_dictionary);
        }
        Ok(())
    }

    /// Puts another form of an article in its place, as cleaned anew from its original; marks stay. `false` where nothing differs.
    pub fn replace(&mut self, id: ArticleId, article: &Article) -> Result<bool, LibraryError> {
        let Some(change) = self.library.store.replace(id, article)? else { return Ok(false) };
        if let (Some(article), Some(row)) = (self.library.store.article(id)?, self.library.store.row(id)?) {
            let composed = compose(&article, &row.origin);
            self.indexer.put(id, article.published, composed, true).map_err(self.failed())?;
            self.put = change;
        }
        Ok(true)
    }

    /// Makes everything before it durable, and found by searches.
    pub fn commit(&mut self) -> Result<(), LibraryError> {
        if self.put > self.committed {
            self.library.store.file_away()?;
            self.library.store.sync()?;
            self.indexer.commit(self.put).map_err(self.failed())?;
            self.committed = self.put;
        }
        Ok(())
    }

    /// Says that many articles will come: the index is put in order by [`Writer::settle`] only.
    pub fn expect_many(&self) {
        self.indexer.expect_many();
    }

    /// Commits, and puts the index in order where much came in, which for a large library takes a while.
    pub fn settle(mut self) -> Result<(), LibraryError> {
        self.commit()?;
        self.take_up()?;
        let failed = self.failed();
        self.indexer.settle(SEGMENTS).map_err(failed)?;
        self.library.store.tidy()
    }

    /// Commits, and waits until the index has done what it is at.
    pub fn finish(mut self) -> Result<(), LibraryError> {
        self.commit()?;
        self.take_up()?;
        let failed = self.failed();
        self.indexer.finish().map_err(failed)?;
        self.library.store.tidy()
    }

    fn failed(&self) -> impl FnOnce(tantivy::TantivyError) -> LibraryError + use<> {
        LibraryError::index("writing to", &index::folder(&self.library.dir))
    }
}
