//! `list`, `search`, `show`, `export`, `tag`, `mark`, `stats`.

use crate::lab::{BRIDGE, FERRY, Lab, page};
use std::fs;

#[test]
fn articles_are_listed_newest_first() {
    let lab = Lab::with_three();
    let days: Vec<String> = lab
        .run("list --json")
        .code(0)
        .json()
        .iter()
        .map(|article| article["datePublished"].as_str().expect("dated").to_owned())
        .collect();
    assert_eq!(days, ["2021-02-03", "2020-11-30", "2019-06-24"]);
    assert_eq!(lab.run("list --limit 2").code(0).stdout.lines().count(), 2);
}

#[test]
fn a_line_of_the_list_has_number_day_headline_and_publisher() {
    let lab = Lab::with_three();
    let id = lab.run("search --json ferry").json()[0]["identifier"].clone();
    lab.run("search ferry")
        .code(0)
        .stdout(&format!("{:>6}  2019-06-24  Ferry returns to Elsen · The Skerrow Gull\n", id.to_string()));
}

#[test]
fn listed_json_has_the_number_and_no_body() {
    let lab = Lab::with_three();
    for article in lab.run("list --json").code(0).json() {
        let fields = article.as_object().expect("an object");
        assert!(fields["identifier"].is_i64());
        assert!(!fields.contains_key("articleBody"));
        assert_eq!(fields.len(), 17);
        let id = &fields["identifier"];
        assert_eq!(lab.run(&format!("show {id} --json")).code(0).json()[0]["headline"], fields["headline"]);
    }
}

#[test]
fn searching_finds_what_matches_and_says_by_its_status_when_nothing_does() {
    let lab = Lab::with_three();
    let headlines = |query: &str| -> Vec<String> {
        let ran = lab.run_words(&["search", "--json", query]);
        ran.json().iter().map(|article| article["headline"].as_str().expect("text").to_owned()).collect()
    };
    assert_eq!(headlines("ferry"), ["Ferry returns to Elsen"]);
    assert_eq!(headlines("FÉRRY returned"), ["Ferry returns to Elsen"]);
    assert_eq!(headlines("date:2020.."), ["Bridge over the Skerrow opens", "Library lends out its ladders"]);
    assert_eq!(headlines("council -ferry -bridge"), ["Library lends out its ladders"]);
    assert_eq!(
        headlines("\"sewing machine\" OR footbridge"),
        ["Bridge over the Skerrow opens", "Library lends out its ladders"]
    );
    lab.run("search zeppelin").code(1).stdout("").stderr("");
    // A query half typed is a query; a word that must not match is no flag, and a misspelt flag no word.
    lab.run("search ( OR date:").code(0);
    lab.run("search council -ferry -bridge").code(0).says("ladders");
    lab.run("search council --jsn").code(2).warns("--jsn");
}

#[test]
fn an_article_is_shown() {
    let lab = Lab::with_three();
    let id = lab.run("search --json footbridge").json()[0]["identifier"].to_string();
    lab.run(&format!("show {id}")).code(0).says("Bridge over the Skerrow opens\n").says("Ida Marsh").says(BRIDGE);
    let narrow = lab.run(&format!("show {id} --width 30")).code(0);
    assert!(narrow.stdout.lines().all(|line| line.chars().count() <= 30), "{}", narrow.stdout);
    lab.run("show 99").code(1).stdout("").warns("there is no article 99").warns("hint: ");
    lab.run("show twelve").code(2);
}

#[test]
fn an_article_is_exported_to_standard_output_a_file_or_a_folder() {
    let lab = Lab::with_three();
    let id = lab.run("search --json ferry").json()[0]["identifier"].to_string();
    let text = lab.run(&format!("export {id}")).code(0).says(FERRY).stdout;
    lab.run(&format!("export {id} -o out/"))
        .code(0)
        .stdout("")
        .stderr("wrote out/2019-06-24-ferry-returns-to-elsen.txt\n");
    assert_eq!(fs::read_to_string(lab.path("out/2019-06-24-ferry-returns-to-elsen.txt")).expect("written"), text);
    // A file is never written over.
    lab.run(&format!("export {id} -o out")).code(0).stderr("wrote out/2019-06-24-ferry-returns-to-elsen-2.txt\n");
    lab.run(&format!("export {id} --format markdown -o mine.md")).code(0).stderr("wrote mine.md\n");
    assert!(fs::read_to_string(lab.path("mine.md")).expect("written").starts_with("---\n"));
    lab.run(&format!("export {id} --format json")).code(0).says("\"NewsArticle\"");
    lab.run(&format!("export {id} --format pdf")).code(2);
}

#[test]
fn several_articles_are_exported_to_a_folder_each_in_its_file() {
    let lab = Lab::with_three();
    lab.settings("[export]\nfolder = '~/notes'\nformat = 'markdown'");
    lab.run("export 1 2 3 99").code(1).warns("there is no article 99");
    let mut names: Vec<String> = fs::read_dir(lab.home("notes"))
        .expect("the folder was made")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "2019-06-24-ferry-returns-to-elsen.md",
            "2020-11-30-library-lends-out-its-ladders.md",
            "2021-02-03-bridge-over-the-skerrow-opens.md"
        ]
    );
}

#[test]
fn tags_are_added_taken_off_listed_and_found() {
    let lab = Lab::with_three();
    lab.run("tag").code(1).stdout("");
    lab.run("tag 1 2 +harbour +to-read").code(0).stdout("").stderr("");
    lab.run("tag 2 -harbour").code(0);
    lab.run("tag").code(0).stdout("     1  harbour\n     2  to-read\n");
    lab.run("tag 1 2 3").code(0).stdout("     1  harbour to-read\n     2  to-read\n     3  \n");
    assert_eq!(lab.run("search --json tag:harbour").json()[0]["identifier"], 1);
    lab.run("tag 1 harbour").code(2).warns("hint: write +harbour to add the tag");
    lab.run("tag 99 +harbour").code(1).warns("there is no article 99");
}

#[test]
fn marks_are_set_and_found() {
    let lab = Lab::with_three();
    lab.run("mark 1 2 --read --star").code(0).stdout("").stderr("");
    lab.run("mark 2 --unread").code(0);
    assert_eq!(lab.run("search --json is:read").json().len(), 1);
    assert_eq!(lab.run("search --json is:starred").json().len(), 2);
    lab.run("search is:read").says("*");
    lab.run("mark 1 99 --unstar").code(1).warns("there is no article 99");
    assert_eq!(lab.run("search --json is:starred").json().len(), 1);
    lab.run("mark 1").code(2);
    lab.run("mark 1 --read --unread").code(2);
}

#[test]
fn a_library_tells_its_numbers() {
    let lab = Lab::with_three();
    lab.run("stats").code(0).says("3").says(" index in ");
    assert_eq!(lab.run("stats --json").code(0).json()[0]["articles"], 3);
}

#[test]
fn without_a_library_the_user_is_told_how_to_start_one() {
    let lab = Lab::new();
    for line in ["list", "search x", "show 1", "stats", "tag 1 +x", "export 1", "reclean", "reindex"] {
        lab.run(line).code(2).stdout("").stderr(
            "dateline: you have no library yet\n\
             hint: `dateline import FOLDER` starts one; --sample uses the sample library\n",
        );
    }
    lab.run("list --library nowhere").code(2).warns("dateline: ").warns("nowhere").warns("hint: ");
    assert!(!lab.path("nowhere").exists());
}

#[test]
fn the_sample_can_be_listed_searched_shown_and_marked() {
    let lab = Lab::new();
    assert!(lab.run("list --sample --json").code(0).json().len() >= 40);
    lab.run("--sample search ferry").code(0);
    lab.run("show 1 --sample").code(0);
    lab.run("mark 1 --read --sample").code(0);
    assert!(!lab.home(".local/share").exists());
}

#[test]
fn an_article_without_a_date_is_listed_last_and_is_not_given_one() {
    let lab = Lab::with_three();
    lab.file("undated.html", page("Undated", "", FERRY).replace("article:published_time", "nothing"));
    lab.run("import undated.html").code(0);
    let articles = lab.run("list --json").json();
    assert_eq!(articles[3]["headline"], "Undated");
    assert!(articles[3]["datePublished"].is_null());
    lab.run("list").says("  undated     Undated");
}
