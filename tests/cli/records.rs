//! `dateline import` of articles that are clean already: JSON lines and lists, CSV, feeds.

use crate::lab::{BRIDGE, FERRY, LADDERS, Lab};
use std::fmt::Write;

fn line(headline: &str, date: &str, text: &str) -> String {
    serde_json::json!({ "headline": headline, "datePublished": date, "articleBody": text }).to_string() + "\n"
}

fn three() -> String {
    line("Ferry returns to Elsen", "2019-06-24", FERRY)
        + &line("Bridge over the Skerrow opens", "2021-02-03", BRIDGE)
        + &line("Library lends out its ladders", "2020-11-30", LADDERS)
}

#[test]
fn json_lines_become_articles_and_importing_again_adds_nothing() {
    let lab = Lab::new();
    lab.file("articles.txt", three());
    lab.run("import articles.txt").code(0).stderr("3 new, 0 known\n");
    lab.run("import articles.txt").code(0).stderr("0 new, 3 known\n");
    let list = lab.run("list --json").code(0).json();
    assert_eq!(list[0]["headline"], "Bridge over the Skerrow opens");
    assert_eq!((&list[0]["datePublished"], &list[0]["inLanguage"]), (&"2021-02-03".into(), &"en".into()));
    let origin = list[0]["origin"].as_str().expect("it has an origin");
    assert!(origin.ends_with("articles.txt:2"), "{origin}");
    lab.run("search eleven").code(0).says("Ferry returns");
}

#[test]
fn a_line_more_is_one_article_more() {
    let lab = Lab::new();
    lab.file("articles.jsonl", three());
    lab.run("import articles.jsonl").code(0);
    let grown = line("Herring talks fail", "2022-06-01", "The talks over herring ended without a word.") + &three();
    lab.file("articles.jsonl", grown);
    lab.run("import articles.jsonl").code(0).stderr("1 new, 3 known\n");
    lab.run("search ferry").code(0).says("Ferry returns");
}

#[test]
fn a_table_is_told_by_its_first_line_and_may_hold_line_breaks() {
    let lab = Lab::new();
    let rows = format!(
        "Title;Body;Pub Date;Author\nFerry;\"{FERRY}\n\nIt said \"\"late\"\".\";24 June 2019;Ida Marsh\nBridge;{BRIDGE};;\n"
    );
    lab.file("table", rows);
    lab.run("import table").code(0).stderr("2 new, 0 known\n");
    let ferry = lab.run("show 1 --json").code(0).json().remove(0);
    assert_eq!((&ferry["datePublished"], &ferry["author"][0]), (&"2019-06-24".into(), &"Ida Marsh".into()));
    let body = ferry["articleBody"].as_str().expect("it has a text");
    assert!(body.ends_with("\n\nIt said \"late\"."), "{body}");
    assert!(lab.run("show 2 --json").json()[0]["datePublished"].is_null());
    lab.run("import table").code(0).stderr("0 new, 2 known\n");
}

#[test]
fn bad_lines_cost_themselves_and_are_named() {
    let lab = Lab::new();
    let long = line("Long", "2019", &"word ".repeat(2 << 20));
    let mut file = three();
    file += "{\"headline\": \"Broken\n";
    file += "{\"headline\": \"No text\"}\n[1]\n";
    file += &long;
    file += &line("When was it", "the day before", "Nobody knows when it was.");
    file += &line("Either", "03/04/2019", "It was in March or in April.");
    lab.file("articles.jsonl", file);
    let place = lab.path("articles.jsonl").display().to_string();
    let ran = lab.run("import articles.jsonl").code(1);
    let expected = [
        "4: it is not JSON: EOF while parsing a string, at column 20",
        "5: it has no text",
        "6: it is not JSON: invalid type: sequence, expected a map, at column 0",
        "7: it is longer than 8 MiB",
        "8: the date \"the day before\" is not clear; the article is in, with what is clear of it",
        "9: the date \"03/04/2019\" is not clear; the article is in, with what is clear of it",
    ];
    let told: Vec<String> = ran.stderr.lines().map(str::to_owned).filter(|line| !line.starts_with("hint")).collect();
    for (told, expected) in told.iter().zip(expected) {
        assert_eq!(*told, format!("dateline: importing {place}:{expected}"));
    }
    assert_eq!(told.last().map(String::as_str), Some("5 new, 0 known, 4 refused"));
    lab.run("search is:undated").code(0).says("When was it");
    lab.run("search date:2019").code(0).says("Either");
}

#[test]
fn fields_of_other_names_are_mapped_and_a_better_mapping_mends_what_is_in() {
    let lab = Lab::new();
    let row = serde_json::json!({ "hed": "Ferry returns", "data": { "copy": FERRY }, "title": "Row 17" });
    lab.file("articles.jsonl", format!("{row}\n"));
    lab.run("import articles.jsonl").code(1).warns("it has no text").warns("--map text=FIELD");
    lab.run("import articles.jsonl --map text=data.copy").code(0).stderr("1 new, 0 known\n");
    assert_eq!(lab.run("list --json").json()[0]["headline"], "Row 17");
    let mended = "import articles.jsonl --map text=data.copy --map title=hed";
    lab.run(mended).code(0).stderr("0 new, 0 known, 1 updated\n");
    assert_eq!(lab.run("list --json").json()[0]["headline"], "Ferry returns");
    lab.run(mended).code(0).stderr("0 new, 1 known\n");
    lab.run("import articles.jsonl --map colour=red").code(2).warns("colour is none of title, text, date");
    lab.run("import articles.jsonl --map hed").code(2).warns("NAME=FIELD");
}

#[test]
fn one_address_with_two_texts_is_two_articles_and_told() {
    let lab = Lab::new();
    let at = |text: &str| serde_json::json!({ "title": "T", "text": text, "url": "https://example.org/boats" });
    lab.file("articles.jsonl", format!("{}\n{}\n{}\n", at(FERRY), at(BRIDGE), at(&format!("{FERRY} It rained."))));
    let ran = lab.run("import articles.jsonl").code(0);
    ran.warns("articles.jsonl:2: article 1 has the same address and another text; both are kept\n")
        .warns("2 new, 0 known, 1 updated\n");
}

#[test]
fn packed_records_and_those_on_standard_input_are_read_as_a_stream() {
    let lab = Lab::new();
    let file = (0..3000).fold(String::new(), |mut file, number| {
        // Writing to a string cannot fail.
        let _ = write!(file, "{}", line(&format!("Ferry {number}"), "2019-06-24", &format!("{FERRY} {number}")));
        file
    });
    let packed = zstd::encode_all(file.as_bytes(), 1).expect("memory takes all bytes");
    lab.file("articles.zst", &packed);
    lab.run("import articles.zst").code(0).stderr("3000 new, 0 known\n");
    lab.run_with("import -", file.as_bytes()).code(0).stderr("0 new, 3000 known\n");
    lab.file("cut.zst", &packed[..packed.len() / 2]);
    lab.run("import cut.zst").code(1).warns("the zstd stream ends early");
}

#[test]
fn a_page_on_standard_input_is_still_a_page() {
    let lab = Lab::new();
    let html = crate::lab::page("Ferry returns to Elsen", "2019-06-24", FERRY);
    lab.run_with("import -", html.as_bytes()).code(0).stderr("1 new, 0 known\n");
    lab.run("show 1").code(0).says("Ferry returns");
}

#[test]
fn markup_in_a_record_is_read_and_all_of_its_text_kept() {
    let lab = Lab::new();
    let html = format!("<div><p>{FERRY}</p><p>{BRIDGE} <a href=\"https://example.org/\">More</a></p></div>");
    let row = serde_json::json!({ "title": "Ferry", "content_html": html, "author": [{ "name": "Ida Marsh" }] });
    lab.file("articles.jsonl", format!("{row}\n"));
    lab.run("import articles.jsonl").code(0).stderr("1 new, 0 known\n");
    let body = lab.run("show 1 --json").json()[0]["articleBody"].as_str().unwrap_or_default().to_owned();
    assert!(body.starts_with(FERRY) && body.contains(BRIDGE) && !body.contains('<'), "{body}");
    lab.run("reclean").code(0).stderr("0 updated, 1 unchanged\n");
}

#[test]
fn a_whole_page_in_a_record_is_cleaned() {
    let lab = Lab::new();
    let html = crate::lab::page("Ferry returns to Elsen", "2019-06-24", FERRY);
    lab.file("articles.jsonl", format!("{}\n", serde_json::json!({ "title": "Ferry", "html": html })));
    lab.run("import articles.jsonl").code(0);
    let body = lab.run("show 1 --json").json()[0]["articleBody"].as_str().unwrap_or_default().to_owned();
    assert!(body.starts_with(FERRY) && body.ends_with("before the winter."), "{body}");
}

#[test]
fn the_entries_of_a_feed_become_articles_of_its_publication() {
    let lab = Lab::new();
    let rss = format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>The Gull</title><language>en</language>\n\
         <item><title>Ferry returns</title><link>https://gull.example/1</link><dc:creator>Ida Marsh</dc:creator>\
         <pubDate>Mon, 24 Jun 2019 23:30:00 -0400</pubDate><content:encoded><![CDATA[<p>{FERRY}</p><p>Late.</p>]]></content:encoded></item>\n\
         <item><title>Nothing to read</title></item>\n\
         <item><title>Bridge</title><description>{BRIDGE}</description></item></channel></rss>"
    );
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Ladders</title><entry><title>Ladders</title><updated>2020-11-30T08:00:00Z</updated>\
         <content type='html'>&lt;p&gt;{LADDERS}&lt;/p&gt;</content></entry></feed>"
    );
    lab.file("feeds/gull.xml", rss).file("feeds/ladders", atom);
    let told = lab.run("import feeds").code(1);
    assert_eq!(told.stderr.lines().last(), Some("3 new, 0 known, 1 refused"));
    told.warns("gull.xml:3: it has no text");
    lab.run("import feeds").warns("0 new, 3 known, 1 refused");
    let list = lab.run("list --json").code(0).json();
    let ferry = list.iter().find(|row| row["headline"] == "Ferry returns").expect("is in");
    assert_eq!((&ferry["publisher"], &ferry["author"][0]), (&"The Gull".into(), &"Ida Marsh".into()));
    // The day where it was published.
    assert!(ferry["datePublished"].as_str().is_some_and(|date| date.starts_with("2019-06-24")), "{ferry}");
    lab.run("search title:ferry").says("Ferry returns");
    lab.run("show 1").says("Late.");
}

#[test]
fn the_objects_of_a_list_become_articles() {
    let lab = Lab::new();
    let list = serde_json::json!([{ "title": "Ferry", "text": FERRY }, 7, { "title": "Bridge", "content": BRIDGE }]);
    let feed = format!(
        "{{\n \"version\": \"https://jsonfeed.org/version/1.1\",\n \"title\": \"The Gull\",\n \"items\": [\n  {{ \"title\": \"Ladders\",\n   \
         \"content_html\": \"<p>{LADDERS}</p>\",\n   \"date_published\": \"2020-11-30\" }}\n ]\n}}\n"
    );
    lab.file("list.json", serde_json::to_string_pretty(&list).expect("is written")).file("feed.json", feed);
    lab.run("import list.json feed.json")
        .code(1)
        .warns("list.json:6: it is not JSON")
        .warns("3 new, 0 known, 1 refused");
    let ladders = lab.run("search ladders --json").code(0).json();
    assert_eq!((&ladders[0]["publisher"], &ladders[0]["datePublished"]), (&"The Gull".into(), &"2020-11-30".into()));
}

#[test]
fn a_table_of_addresses_without_texts_is_told_and_not_taken_for_a_page() {
    let lab = Lab::new();
    lab.file("saved.csv", "title,url,time_added,tags\nFerry,https://gull.example/1,1561386960,\n");
    lab.run("import saved.csv").code(1).warns("saved.csv:2: it has no text").warns("hint: ");
}

#[test]
fn what_the_program_prints_it_reads_again() {
    let lab = Lab::with_three();
    let printed: String = (1..=3).map(|id| lab.run(&format!("show {id} --json")).code(0).stdout).collect();
    lab.file("again.jsonl", printed);
    lab.run("--library other import again.jsonl").code(0).stderr("3 new, 0 known\n");
    let heads = |ran: &crate::lab::Ran| -> Vec<_> {
        ran.json()
            .iter()
            .map(|row| (row["headline"].clone(), row["datePublished"].clone(), row["author"].clone()))
            .collect()
    };
    assert_eq!(heads(&lab.run("--library other list --json")), heads(&lab.run("list --json")));
}
