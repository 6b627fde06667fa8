//! Tables of the words dates are written with, by language: months, the small words between the numbers, zones.
//!
//! Words are compared folded (`text::fold`): without case and accents.

use crate::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The names of the twelve months and their short forms, a language a line; `/` parts the months, a space the forms of one.
const NAMES: &[(&str, &str)] = &[
    (
        "en",
        "january jan/february feb febr/march mar/april apr/may/june jun/july jul/august aug/september sep sept/october oct/november nov/december dec",
    ),
    (
        "de",
        "januar jan jänner jän/februar feb feber/märz mär mrz/april apr/mai/juni jun/juli jul/august aug/september sep sept/oktober okt/november nov/dezember dez",
    ),
    (
        "fr",
        "janvier janv jan/février fév févr/mars/avril avr/mai/juin/juillet juil juill/août/septembre sept/octobre oct/novembre nov/décembre déc",
    ),
    (
        "es",
        "enero ene/febrero feb/marzo mar/abril abr/mayo may/junio jun/julio jul/agosto ago/septiembre setiembre sept sep set/octubre oct/noviembre nov/diciembre dic",
    ),
    (
        "it",
        "gennaio gen/febbraio feb/marzo mar/aprile apr/maggio mag/giugno giu/luglio lug/agosto ago/settembre set sett/ottobre ott/novembre nov/dicembre dic",
    ),
    (
        "pt",
        "janeiro jan/fevereiro fev/março mar/abril abr/maio mai/junho jun/julho jul/agosto ago/setembro set/outubro out/novembro nov/dezembro dez",
    ),
    (
        "nl",
        "januari jan/februari feb/maart mrt/april apr/mei/juni jun/juli jul/augustus aug/september sep sept/oktober okt/november nov/december dec",
    ),
    (
        "da no sv",
        "januar januari jan/februar februari feb/marts mars mar/april apr/maj mai/juni jun/juli jul/august augusti aug/september sep sept/oktober okt/november nov/december desember dec des",
    ),
    (
        "fi",
        "tammikuuta tammikuu/helmikuuta helmikuu/maaliskuuta maaliskuu/huhtikuuta huhtikuu/toukokuuta toukokuu/kesäkuuta kesäkuu/heinäkuuta heinäkuu/elokuuta elokuu/syyskuuta syyskuu/lokakuuta lokakuu/marraskuuta marraskuu/joulukuuta joulukuu",
    ),
    (
        "pl",
        "stycznia styczeń sty/lutego luty lut/marca marzec mar/kwietnia kwiecień kwi/maja maj/czerwca czerwiec cze/lipca lipiec lip/sierpnia sierpień sie/września wrzesień wrz/października październik paź/listopada listopad lis/grudnia grudzień gru",
    ),
    (
        "cs sk",
        "ledna leden januára január/února únor februára február/března březen marca marec/dubna duben apríla apríl/května květen mája máj/června červen júna jún/července červenec júla júl/srpna srpen augusta august/září septembra september/října říjen októbra október/listopadu novembra november/prosince prosinec decembra december",
    ),
    (
        "hu",
        "január jan/február febr/március márc/április ápr/május máj/június jún/július júl/augusztus aug/szeptember szept/október okt/november nov/december dec",
    ),
    (
        "ro",
        "ianuarie ian/februarie feb/martie mar/aprilie apr/mai/iunie iun/iulie iul/august aug/septembrie sept/octombrie oct/noiembrie noi/decembrie dec",
    ),
    (
        "hr sl sr",
        "siječnja januarja januara/veljače februarja februara/ožujka marca marta/travnja aprila/svibnja maja/lipnja junija juna/srpnja julija jula/kolovoza avgusta/rujna septembra/listopada oktobra/studenoga studenog novembra/prosinca decembra",
    ),
    (
        "ru",
        "января январь янв/февраля февраль фев/марта март мар/апреля апрель апр/мая май/июня июнь июн/июля июль июл/августа август авг/сентября сентябрь сен сент/октября октябрь окт/ноября ноябрь ноя нояб/декабря декабрь дек",
    ),
    (
        "uk",
        "січня січень/лютого лютий/березня березень/квітня квітень/травня травень/червня червень/липня липень/серпня серпень/вересня вересень/жовтня жовтень/листопада листопад/грудня грудень",
    ),
    ("bg", "януари/февруари/март/април/май/юни/юли/август/септември/октомври/ноември/декември"),
    (
        "tr",
        "ocak oca/şubat şub/mart mar/nisan nis/mayıs may/haziran haz/temmuz tem/ağustos ağu/eylül eyl/ekim eki/kasım kas/aralık ara",
    ),
    (
        "el",
        "ιανουαρίου ιανουάριος ιαν/φεβρουαρίου φεβρουάριος φεβ/μαρτίου μάρτιος μαρ/απριλίου απρίλιος απρ/μαΐου μάιος μαι/ιουνίου ιούνιος ιουν/ιουλίου ιούλιος ιουλ/αυγούστου αύγουστος αυγ/σεπτεμβρίου σεπτέμβριος σεπ/οκτωβρίου οκτώβριος οκτ/νοεμβρίου νοέμβριος νοε/δεκεμβρίου δεκέμβριος δεκ",
    ),
    (
        "id ms",
        "januari jan/februari feb/maret mac mar/april apr/mei/juni jun/juli julai jul/agustus ogos agu/september sep/oktober okt/november nov/desember disember des",
    ),
    (
        "ca gl eu",
        "gener xaneiro urtarrila/febrer febreiro otsaila/març marzo martxoa/abril apirila/maig maio maiatza/juny xuño ekaina/juliol xullo uztaila/agost agosto abuztua/setembre setembro iraila/octubre outubro urria/novembre novembro azaroa/desembre decembro abendua",
    ),
    (
        "ar",
        "يناير/فبراير/مارس/أبريل إبريل ابريل/مايو/يونيو يونيه/يوليو يوليه/أغسطس اغسطس/سبتمبر/أكتوبر اكتوبر/نوفمبر/ديسمبر",
    ),
    ("ar-levant", "//آذار/نيسان/أيار/حزيران/تموز/آب/أيلول///"),
    ("ar-maghreb", "جانفي/فيفري/مارس/أفريل/ماي/جوان/جويلية/أوت/سبتمبر/أكتوبر/نوفمبر/ديسمبر"),
    (
        "he",
        "בינואר ינואר/בפברואר פברואר/במרץ מרץ/באפריל אפריל/במאי מאי/ביוני יוני/ביולי יולי/באוגוסט אוגוסט/בספטמבר ספטמבר/באוקטובר אוקטובר/בנובמבר נובמבר/בדצמבר דצמבר",
    ),
    ("hi", "जनवरी/फरवरी/मार्च/अप्रैल/मई/जून/जुलाई/अगस्त/सितंबर सितम्बर/अक्टूबर/नवंबर नवम्बर/दिसंबर दिसम्बर"),
    ("bn", "জানুয়ারি/ফেব্রুয়ারি/মার্চ/এপ্রিল/মে/জুন/জুলাই/আগস্ট/সেপ্টেম্বর/অক্টোবর/নভেম্বর/ডিসেম্বর"),
    ("th", "มกราคม/กุมภาพันธ์/มีนาคม/เมษายน/พฤษภาคม/มิถุนายน/กรกฎาคม/สิงหาคม/กันยายน/ตุลาคม/พฤศจิกายน/ธันวาคม"),
];

/// Months of two words: how they begin, how they end, which they are.
const TWO_WORDS: &[(&str, &str, u32)] =
    &[("كانون", "الثاني", 1), ("شباط", "", 2), ("تشرين", "الأول", 10), ("تشرين", "الثاني", 11), ("كانون", "الأول", 12)];

/// Words that may stand between the numbers and the month.
const BETWEEN: &[&str] = &["de", "of", "del", "di", "da", "do", "den", "the", "d", "nam", "г", "года", "року"];

/// Endings of an ordinal day.
const ORDINAL: &[&str] = &["st", "nd", "rd", "th", "er", "º", "ª", "o", "te", "e", "го", "η"];

/// Words that may stand between a date and its time of day.
const BEFORE_TIME: &[&str] = &[
    "at",
    "um",
    "a",
    "à",
    "las",
    "ore",
    "as",
    "às",
    "om",
    "kl",
    "klo",
    "o",
    "godz",
    "saat",
    "в",
    "ve",
    "t",
    "alle",
    "dalle",
    "h",
    "on",
    "gegen",
    "г",
    "года",
    "року",
    "الساعة",
];

/// Zones whose letters have one meaning in news pages, in minutes from UTC.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("bst", 60),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("jst", 540),
    ("kst", 540),
    ("sgt", 480),
    ("hkt", 480),
    ("aest", 600),
    ("aedt", 660),
    ("wib", 420),
    ("wat", 60),
    ("eat", 180),
    ("sast", 120),
];

static MONTHS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for (_, names) in NAMES {
        for (month, forms) in (1..).zip(names.split('/')) {
            for form in forms.split(' ').filter(|form| !form.is_empty()) {
                months.entry(fold(form)).or_insert(month);
            }
        }
    }
    months
});

/// The month a word names.
pub(super) fn month(word: &str) -> Option<u32> {
    // The longest name has 14 letters; a longer run is a sentence of a script without spaces.
    if word.len() > 48 {
        return None;
    }
    MONTHS.get(&fold(word)).copied()
}

/// The month that two words name together.
pub(super) fn month_of_two(first: &str, second: &str) -> Option<u32> {
    let (first, second) = (fold(first), fold(second));
    TWO_WORDS.iter().find(|(a, b, _)| fold(a) == first && (fold(b) == second)).map(|(.., month)| *month)
}

/// Whether a word may stand between the parts of a date.
pub(super) fn is_between(word: &str) -> bool {
    word.len() <= 8 && BETWEEN.contains(&fold(word).as_str())
}

/// Whether a word is the ending of an ordinal number.
pub(super) fn is_ordinal(word: &str) -> bool {
    word.len() <= 4 && ORDINAL.contains(&word.to_lowercase().as_str())
}

/// Whether a word may stand between a date and its time.
pub(super) fn is_before_time(word: &str) -> bool {
    word.len() <= 8 && BEFORE_TIME.contains(&word.to_lowercase().as_str())
}

/// The offset a zone's letters stand for, in minutes from UTC.
pub(super) fn zone(word: &str) -> Option<i32> {
    let word = word.to_ascii_lowercase();
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, minutes)| *minutes)
}
