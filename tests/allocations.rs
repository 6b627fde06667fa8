//! What the screen asks of memory while it is in use.

use dateline::article::{Article, Headline, Origin, Part};
use dateline::library::{Incoming, Library};
use dateline::tui::{Options, Rehearsal};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;
use tempfile::TempDir;

#[test]
fn scrolling_the_reader_allocates_nothing_to_speak_of() {
    let folder = TempDir::new().expect("a folder");
    let mut library = Library::create(folder.path()).expect("a library");
    let sentence = "The ferry between Port Elsen and the outer islands sails again after two winters in the dock. ";
    let article = Article {
        headline: Headline { text: "Everything about the ferry".into(), derived: false },
        published: "2030-01-01".parse().ok(),
        language: Some("en".into()),
        body: (0..500).map(|_| Part::Paragraph(sentence.repeat(4).into())).collect(),
        ..Article::default()
    };
    let mut writer = library.writer().expect("nobody else writes");
    let origin = Origin::File(PathBuf::from("/pages/ferry.html"));
    writer.add(&Incoming { article: &article, origin: &origin, original: b"ferry" }).expect("it is kept");
    writer.finish().expect("the index is written");
    drop(library);
    let library = Library::open(folder.path()).expect("the library opens");
    let mut screen = Rehearsal::new(library, Options::default(), 200, 60).expect("the library opens");
    screen.press("/ferry<Enter><Enter>zjjjj");
    drop(screen.cells());
    // On a terminal the cells of a frame are used again; here they are new each time.
    let cells = allocation_counter::measure(|| drop(Buffer::empty(Rect::new(0, 0, 200, 60))));
    for key in ["j", "k", "j"] {
        let pressed = allocation_counter::measure(|| {
            screen.press(key);
        });
        let drawn = allocation_counter::measure(|| drop(screen.cells()));
        assert!(pressed.count_total <= 16 && pressed.bytes_total <= 1_000, "{key}: {pressed:?}");
        assert_eq!(pressed.bytes_current, 0, "{key}: {pressed:?}");
        let beside = drawn.bytes_total - cells.bytes_total;
        assert!(drawn.count_total <= 100 && beside <= 8_000, "{key}: {drawn:?}");
    }
}
