//! Libraries of invented articles for the tests of the screen.

use dateline::article::{Article, ArticleId, Code, Headline, Item, Note, Origin, Part, Span, Style, Table, Text};
use dateline::import::mapping::Mapping;
use dateline::import::source::sources;
use dateline::import::{Quiet, Run, import};
use dateline::library::{Added, Incoming, Library};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// A library in a folder that goes away with it.
pub struct Fixture {
    folder: TempDir,
}

impl Fixture {
    /// The library of that name.
    pub fn named(name: &str) -> Self {
        if name == "page" {
            let fixture = Fixture { folder: TempDir::new().expect("a temporary folder") };
            fixture.import(PAGE);
            return fixture;
        }
        let articles = match name {
            "harbour" => harbour(),
            "undated" => undated(),
            "japanese" => vec![japanese(), arabic()],
            "hostile" => vec![hostile()],
            "parts" => vec![every_part()],
            "notes" => vec![with_notes()],
            "many" => many(),
            "empty" => Vec::new(),
            other => panic!("no fixture is called {other:?}"),
        };
        let folder = TempDir::new().expect("a temporary folder");
        let fixture = Fixture { folder };
        fixture.add(&articles);
        fixture
    }

    /// Imports a page, as another process would; the same file again is a later form of it.
    pub fn import(&self, page: &str) {
        let files = [self.folder.path().join("ferry.html")];
        std::fs::write(&files[0], page).expect("a file");
        let mut library = Library::create(&self.path()).expect("the library opens");
        let (found, stop) = (sources(&files, None), AtomicBool::new(false));
        let run = Run { jobs: 1, progress: &Quiet, stop: &stop };
        import(found, &mut library, &Mapping::default(), &run).expect("the library is written");
    }

    /// Adds articles, as another process would.
    pub fn add(&self, articles: &[Article]) -> Vec<ArticleId> {
        let mut library = Library::create(&self.path()).expect("the library opens");
        let mut writer = library.writer().expect("nobody else writes");
        let ids = articles
            .iter()
            .enumerate()
            .map(|(number, article)| {
                let original = serde_json::to_vec(article).expect("an article is plain data");
                let origin = Origin::File(PathBuf::from(format!("/pages/{}-{number}.html", articles.len())));
                let incoming = Incoming { article, origin: &origin, original: &original };
                match writer.add(&incoming).expect("the article is kept") {
                    Added::New(id) | Added::Known(id) | Added::Updated(id) => id,
                }
            })
            .collect();
        writer.finish().expect("the index is written");
        ids
    }

    /// The library, opened.
    pub fn library(&self) -> Library {
        Library::open(&self.path()).expect("the library opens")
    }

    /// Where the library is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// A folder beside the library.
    pub fn beside(&self) -> &Path {
        self.folder.path()
    }
}

/// A page with what is cleaned off it.
pub const PAGE: &str = "<!doctype html><html lang=en><head><title>The ferry sails again | Harbour Courier</title>\
    <meta property=og:site_name content='Harbour Courier'></head><body><nav><a href=/>Home</a> <a href=/news>News</a></nav>\
    <article><h1>The ferry sails again</h1><p class=byline>By Ada Quill</p><p><time datetime=2022-03-04>4 March 2022</time></p>\
    <p>The ferry between Port Elsen and the outer islands sails again after two winters in the dock, the harbour office said on Friday.</p>\
    <p>The first crossing left at half past six with forty passengers, nine cars and a crate of letters, and nobody was late for once.</p>\
    <p>Islanders who had come by fishing boat, by mail plane or not at all stood on the pier before dawn and waited for the ropes.</p>\
    </article><aside><p>Sign up for our letter of the tides</p><p>Bo Rask is the harbour desk of the Courier</p>\
    <p>Printed on 7 May 2023</p></aside><footer><p>All rights reserved.</p></footer></body></html>";

/// An article with a headline, a source, a date and paragraphs.
pub fn article(headline: &str, publisher: &str, date: &str, paragraphs: &[&str]) -> Article {
    Article {
        headline: Headline { text: headline.to_owned(), derived: false },
        publisher: (!publisher.is_empty()).then(|| publisher.to_owned()),
        published: date.parse().ok(),
        language: Some("en".into()),
        body: paragraphs.iter().map(|text| Part::Paragraph((*text).into())).collect(),
        ..Article::default()
    }
}

const LEAD: &str = "The ferry between Port Elsen and the outer islands sails again after two winters in the dock, the harbour \
    office said on Friday. The first crossing left at half past six with forty passengers, nine cars and a crate of letters.";
const SECOND: &str = "Islanders who had come by fishing boat, by mail plane or not at all stood on the pier before dawn. “We had \
    stopped counting,” said the baker of Skarn, who sold out of rolls before the ropes were cast off.";
const THIRD: &str = "The harbour office says that the old engine was beyond repair and that the new one burns a third less. It does \
    not say who pays. The council meets on Tuesday, and the ferry is the only point on its list.";
const LONG: &str = "Nobody remembers a spring in which the water stood so high along the quay. The wardens walked the dyke by night \
    with lamps, counted the sandbags by day, and wrote the figures into a book that the harbour office has kept since 1911.";

fn harbour() -> Vec<Article> {
    let mut ferry = article(
        "The ferry to the outer islands sails again after two winters in the dock",
        "Harbour Courier",
        "2022-03-04T16:16",
        &[LEAD, SECOND, THIRD],
    );
    ferry.section = Some("Transport".into());
    ferry.byline = vec!["Ada Quill".into(), "Bo Rask".into()];
    ferry.dateline = Some("Port Elsen".into());
    ferry.standfirst =
        Some("Forty passengers, nine cars and a crate of letters: the first crossing since the storm.".into());
    ferry.url = Some("https://courier.example/transport/ferry-sails-again".into());
    ferry.notice = Some("The Harbour Courier is owned by the harbour office.".into());
    let mut storm = article("Storm closes the harbour for a third day", "Northern Wire", "2022-03-02", &[THIRD, LONG]);
    storm.agency = Some("Northern Wire".into());
    let nights: Vec<String> = (1..15).map(|night| format!("Night {night}. {LONG}")).collect();
    let nights: Vec<&str> = nights.iter().map(String::as_str).collect();
    let mut dyke = article("The book of the dyke", "Lowland Journal", "2022-01-15", &nights);
    dyke.byline = vec!["Ilse Brandt".into()];
    dyke.section = Some("Long reads".into());
    vec![
        ferry,
        storm,
        article("Council puts off the vote on ferry fares", "Harbour Courier", "2022-03-02T09:05", &[THIRD]),
        article("Lighthouse keeper retires", "Harbour Courier", "2022-03-01", &[SECOND]),
        article(
            "What a crossing costs, and who pays for it: the accounts of the ferry company read line by line",
            "Lowland Journal",
            "2022-02-20",
            &[THIRD, LEAD],
        ),
        article(
            "Café on the pier reopens",
            "Skarn Post",
            "2022-02-11",
            &["The café on the pier reopens on Sunday with new owners and the old stove."],
        ),
        dyke,
        article(
            "Letters to the editor",
            "Skarn Post",
            "2022-01-03",
            &["Bring back the mail plane.", "The mail plane was loud."],
        ),
        article("A year without a ferry", "Lowland Journal", "2021-12-30", &[SECOND, LONG]),
        article("Gulls counted", "Skarn Post", "2021-12", &["Fourteen hundred and six."]),
        article("Minutes of the harbour council", "", "2021", &[THIRD]),
        article(
            "Engine trouble",
            "Northern Wire",
            "2021-11-09T05:40",
            &["The engine of the ferry failed off Skarn; nobody was hurt."],
        ),
    ]
}

fn undated() -> Vec<Article> {
    let mut derived = article(
        "A crate of letters was found under the pier",
        "",
        "",
        &["A crate of letters was found under the pier. None was stamped."],
    );
    derived.headline.derived = true;
    vec![
        article("Storm closes the harbour", "Northern Wire", "2022-03-02", &[THIRD]),
        derived,
        article("How to read a tide table", "Lowland Journal", "", &[LONG]),
    ]
}

fn japanese() -> Article {
    let body = "港の連絡船が二年ぶりに再開した。金曜日の朝、四十人の乗客と九台の車、そして手紙の入った木箱を載せて、最初の便が桟橋を離れた。\
        島の人々は夜明け前から集まり、船の到着を静かに待っていたという。「もう数えるのをやめていました」とパン屋の主人は話した。";
    let mut japanese =
        article("連絡船が二年ぶりに再開、島の人々は夜明け前から桟橋に", "港新聞", "2022-03-05T07:30+09:00", &[body]);
    japanese.language = Some("ja".into());
    japanese
}

fn arabic() -> Article {
    let body = "عادت العبارة إلى الإبحار بين الميناء والجزر البعيدة بعد شتاءين في الحوض الجاف، وقال مكتب الميناء إن الرحلة الأولى غادرت قبل الفجر.";
    let mut arabic = article("العبارة تبحر من جديد", "بريد الميناء", "2022-03-04", &[body]);
    arabic.language = Some("ar".into());
    arabic
}

fn hostile() -> Article {
    let headline = "Ferry\u{1b}[2J\u{1b}]0;owned\u{7} sinks\u{202E}gnp.exe\u{9b}31m and \u{200B}e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}scapes";
    let mut hostile =
        article(headline, "Bad\u{1b}[31m Press", "2022-03-05", &["Text\u{1b}[5;5H with \u{1b}]52;c;eA==\u{7} orders."]);
    hostile.url = Some("javascript:alert(1)".into());
    hostile.notes = vec![Note::BrokenCharacters];
    hostile
}

fn every_part() -> Article {
    let text = |plain: &str, spans: &[(&str, Style)]| Text {
        plain: plain.to_owned(),
        spans: spans
            .iter()
            .map(|(word, style)| {
                let start = plain.find(word).expect("the word is in the text");
                Span { start, end: start + word.len(), style: style.clone() }
            })
            .collect(),
    };
    let item = |depth, number, text: &str| Item { depth, number, text: text.into() };
    let row = |cells: &[&str]| cells.iter().map(|cell| Text::from(*cell)).collect::<Vec<_>>();
    let mut parts = article("Every kind of part", "Lowland Journal", "2022-03-05", &[]);
    parts.body = vec![
        Part::Paragraph(text(
            "A paragraph with emphasis, a strong word, some code and a link to elsewhere.",
            &[
                ("emphasis", Style::Emphasis),
                ("strong", Style::Strong),
                ("code", Style::Code),
                ("link to elsewhere", Style::Link("https://example.org/".into())),
            ],
        )),
        Part::Caption("The ferry at the pier. Photo: B. Rask".into()),
        Part::Heading(2, "What changes".into()),
        Part::List(vec![
            item(
                0,
                Some(1),
                "Fares rise by a tenth for those who are not from the islands, and fall for those who are",
            ),
            item(1, None, "children go free"),
            item(0, Some(2), "The last boat leaves at nine"),
        ]),
        Part::Quote(vec![
            "We had stopped counting, and then one morning there it was, white and loud as ever.".into(),
            "— The baker of Skarn".into(),
        ]),
        Part::Code("fn crossing(tide: Tide) -> Option<Boat> {\n\ttide.high().then(Boat::sail)\n}".into()),
        Part::Table(Table {
            headed: true,
            rows: vec![
                row(&["Port", "Boats", "Passengers"]),
                row(&["Port Elsen", "3", "1,204"]),
                row(&["Skarn", "12", "88"]),
            ],
        }),
    ];
    parts
}

/// An article with footnotes and with code in a language that is named.
fn with_notes() -> Article {
    let span = |start, end, style| Span { start, end, style };
    let mut noted = article("The tide machine, and what it cost", "Lowland Journal", "2022-03-05", &[]);
    let reference = |name: &str| Style::Reference(name.to_owned());
    let note = |number, name: &str, said: &str| Item {
        depth: 0,
        number: Some(number),
        text: Text { plain: said.to_owned(), spans: vec![span(0, said.len(), Style::Note(name.to_owned()))] },
    };
    let code = Code {
        text: "// high water\nfn crossing(tide: u8) -> bool {\n    tide > 3\n}".into(),
        language: Some("rust".into()),
    };
    noted.body = vec![
        Part::Paragraph(Text {
            plain: "It was built in 1911.1 It cost more than the harbour.2".into(),
            spans: vec![span(21, 22, reference("fn1")), span(53, 54, reference("fn2"))],
        }),
        Part::Code(code),
        Part::Paragraph(LONG.into()),
        Part::Paragraph(SECOND.into()),
        Part::Paragraph(THIRD.into()),
        Part::List(vec![
            note(1, "fn1", "The book of the dyke, page 12."),
            note(2, "fn2", "So says the baker of Skarn."),
        ]),
    ];
    noted
}

fn many() -> Vec<Article> {
    (0..700)
        .map(|n| {
            let date = format!("{}-{:02}-{:02}", 2015 + n / 100, n % 12 + 1, n % 28 + 1);
            article(&format!("Report number {n} of the harbour office"), "Harbour Courier", &date, &[THIRD])
        })
        .collect()
}
