//! A page without an article is kept as what it is: in the report, the list, the JSON, on the page and in every export.

use crate::lab::Lab;

#[test]
fn a_page_without_an_article_says_so_everywhere() {
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages");
    for name in ["cookie-wall.html", "error-404.html", "login-wall.html", "front-page.txt"] {
        let lab = Lab::new();
        lab.file(name, std::fs::read(pages.join(name)).expect("a page"));
        assert_eq!(lab.run(&format!("clean --json {name}")).code(0).json()[0]["notes"][0], "no-article", "{name}");
        lab.run(&format!("clean {name}")).says("[No article was found on this page");
        lab.run(&format!("clean --explain {name}")).says("note  NoArticle");
        lab.run(&format!("import {name}")).code(0).stderr("1 new, 0 known, 1 without an article\n");
        lab.run(&format!("import {name}")).code(0).stderr("0 new, 1 known\n");
        lab.run("list").says("[no article]");
        assert_eq!(lab.run("list --json").json()[0]["notes"][0], "no-article", "{name}");
        for format in ["text", "markdown", "html"] {
            lab.run(&format!("export 1 --format {format}")).says("No article was found on this page");
        }
    }
}
