//! Mojibake: UTF-8 that was taken for Windows-1252 and encoded once more (`cafÃ©` for `café`), undone where that is certain.
//!
//! Certain is a page in which such sequences stand, a few of them, and hardly any letter beyond ASCII that is not part of one: no language has
//! words of `Ã` and `©`. What was encoded more than twice is undone as often.

use encoding_rs::WINDOWS_1252;

/// Sequences that make it certain.
const CERTAIN: usize = 3;

/// How often a text may have been encoded again.
const TIMES: usize = 3;

/// The text as it was meant; `None` where it is sound, or where that is not certain.
pub(super) fn undo(text: &str) -> Option<String> {
    let mut undone = once(text)?;
    for _ in 1..TIMES {
        match once(&undone) {
            Some(again) => undone = again,
            None => break,
        }
    }
    // Controls are halves of letters that were encoded still once more: where they are left, it was something else that looked alike.
    (controls(&undone) <= controls(text)).then_some(undone)
}

/// How many characters there are that no text has, U+0080 to U+009F.
fn controls(text: &str) -> usize {
    // Each of them is written with this byte in front.
    let is_control = |at: &usize| text.as_bytes().get(at + 1).is_some_and(|byte| *byte < 0xA0);
    memchr::memchr_iter(0xC2, text.as_bytes()).filter(is_control).count()
}

fn once(text: &str) -> Option<String> {
    // What the first bytes of UTF-8's letters look like then is written with this byte in front.
    let begins = |at: &usize| text.get(*at..).is_some_and(|rest| sequence(rest).is_some());
    memchr::memchr_iter(0xC3, text.as_bytes()).filter(begins).nth(CERTAIN - 1)?;
    let mut out = String::with_capacity(text.len());
    let (mut sequences, mut sound) = (0, 0);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii() {
            let run = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            out.push_str(&rest[..run]);
            rest = &rest[run..];
        } else if let Some((meant, length)) = sequence(rest) {
            sequences += 1;
            out.push(meant);
            rest = &rest[length..];
        } else {
            sound += usize::from(c.is_alphabetic());
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (sequences >= CERTAIN && 20 * sound <= sequences).then_some(out)
}

/// The letter that the characters at the start of the text make as bytes, and how many bytes of the text they are.
fn sequence(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut wanted = 0;
    for (count, (at, c)) in text.char_indices().take(bytes.len()).enumerate() {
        let byte = byte(c)?;
        *bytes.get_mut(count)? = byte;
        if count == 0 {
            wanted = match byte {
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => return None,
            };
        }
        if count + 1 == wanted {
            let letter = std::str::from_utf8(bytes.get(..wanted)?).ok()?.chars().next()?;
            return Some((letter, at + c.len_utf8()));
        }
    }
    None
}

/// The byte that Windows-1252 or Latin-1 reads as this character.
fn byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut letter = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut letter));
    match *bytes {
        [byte] if !unmappable => Some(byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A sentence in every script of Europe, and in some beyond.
    const SOUND: &[&str] = &[
        "Zoë’s café — “naïve”, she said: £5.",
        "Die Fähre läuft wieder; größere Übungen für Jörg Täuber.",
        "L’équipage a été reçu à l’hôtel, où il a dîné très tôt. « Ça va », dit-il à « Noël ».",
        "El niño soñó con una cigüeña; ¿qué pasó después? ¡Mañana será otro día!",
        "A irmã não está em São João: AMANHÃ, ÀS ÓRBITAS, a ação não é vã.",
        "Perché l’università è così lontana? Più là, città e virtù.",
        "Łódź płynie, żółć gęślą jaźń, powiedział burmistrz Świętosława.",
        "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl Šťastný.",
        "Árvíztűrő tükörfúrógép, mondta az őrült író.",
        "Băieții și fetița țin în mână o căpșună.",
        "Þorvaldur fór að Öxará á ísnum í óveðri, sagði Æsa.",
        "Båten gick över sjön på ålder; små öar är sköna.",
        "Čiurlionis žaidė šachmatais, ėjo į ąžuolyną.",
        "Kurš šķūnis ķērcās ļoti žēlīgi, jautāja ģimene.",
        "Işıklı gölün kıyısında çocuklar güldü, İğneada’ya gittiler.",
        "Мэр сообщил, что паром снова ходит каждый день.",
        "Її їжак з’їв ґудзик на Євшан-зіллі.",
        "Ђак чита књигу, а љубичица цвета у џунгли.",
        "Το πλοίο έφυγε αργά, είπε η λιμενάρχης.",
        "Առաջին նավը եկավ առավոտյան։",
        "გემი დილით დაბრუნდა ნავსადგურში.",
        "השעון צלצל שוב בנמל הישן.",
        "دقت ساعة الميناء من جديد.",
        "Tàu đã trở lại bến cảng sáng nay, ông nói.",
        "港の時計が百年ぶりに鳴った。",
    ];

    fn encoded_again(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_was_encoded_again_is_undone_in_every_script() {
        for text in SOUND {
            let twice = encoded_again(text);
            assert_eq!(undo(&twice).as_deref(), Some(*text));
            assert_eq!(undo(&encoded_again(&twice)).as_deref(), Some(*text));
            let latin: String = text.bytes().map(char::from).collect();
            assert_eq!(undo(&latin).as_deref(), Some(*text));
        }
    }

    #[test]
    fn sound_text_is_left_alone() {
        for text in SOUND {
            assert_eq!(undo(text), None, "{text}");
        }
        for text in [
            "São Paulo, Ãlvaro, Â£",
            "â€ alone",
            "one cafÃ© only",
            "«Ã© Ã© Ã©» is what a broken café, naïveté and été look like",
            // They would give controls.
            "Ø’’Â’Â’",
        ] {
            assert_eq!(undo(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_that_is_sound_but_for_its_marks_is_mended() {
        assert_eq!(undo("It’s a cafÃ©, naÃ¯ve and â€œfineâ€\u{9d}").as_deref(), Some("It’s a café, naïve and “fine”"));
    }

    proptest! {
        #[test]
        fn sound_sentences_in_any_order_stay_as_they_are(picks in proptest::collection::vec(0..SOUND.len(), 1..8)) {
            let text: Vec<&str> = picks.into_iter().map(|pick| SOUND[pick]).collect();
            prop_assert_eq!(undo(&text.join(" ")), None);
        }

        #[test]
        fn words_of_latin_scripts_stay_as_they_are(text in "([A-ZÀ-ÖØ-Þ]?[a-zß-öø-ž]{1,8}[,.’”–-]? [“(]?){0,20}") {
            prop_assert_eq!(undo(&text), None);
        }

        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            drop(undo(&text));
        }
    }
}
