//! Words that tell what a block is: function words of running text, and cue words of what stands around articles, in many languages.
//!
//! Words are known by a hash of their lower-case letters, so that a block's text is read once and nothing is copied.

use crate::text::Spelling;
use std::sync::LazyLock;

/// The kinds of cue words that are asked for by name, by their place in [`CUES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    Share = 0,
    Related = 1,
    Letter = 2,
    Rights = 4,
    Comment = 5,
    Time = 7,
    Tags = 15,
    Reporting = 16,
    FirstPerson = 17,
    SecondPerson = 18,
}

/// How many kinds of cue words there are.
pub(super) const CUE_COUNT: usize = 19;

/// The name of each kind, for explanations, and its words.
pub(super) const CUES: [(&str, &str); CUE_COUNT] = [
    (
        "sharing words",
        "share shared shares tweet facebook twitter whatsapp pinterest linkedin reddit email mail print flipboard telegram instagram youtube tumblr teilen drucken merken partager imprimer envoyer compartir imprimir enviar condividi stampa compartilhar delen afdrukken udostępnij drukuj поделиться dela sdílet paylaş シェア 分享 공유",
    ),
    (
        "related-story words",
        "related recommended recommend popular trending latest similar also more read next previous most mehr lesen auch weiterlesen weitere nächster vorheriger meistgelesen verwandte ähnliche lire aussi suivant précédent connexes relacionados relacionadas relacionado siguiente anterior leia mais leggi anche correlati prossimo lees meer ook gerelateerd czytaj także więcej читайте также läs mer relaterade další články 関連記事 相关 相關 관련기사",
    ),
    (
        "newsletter and account words",
        "newsletter newsletters subscribe subscribed subscriber subscribers subscription sign signup login log logged register registered account password unlimited trial abonnieren anmelden registrieren abonnement abonnez inscription connexion inscrivez suscríbete suscripción registrarse iscriviti abbonati inscreva inbox abo nieuwsbrief zapisz подписаться 登録 订阅 구독",
    ),
    (
        "consent words",
        "cookie cookies privacy consent gdpr terms policy datenschutz datenschutzerklärung einwilligung confidentialité privacidad akzeptieren accept zustimmen preferences partners vendors tracking purposes agb nutzungsbedingungen conditions legitimate",
    ),
    (
        "rights words",
        "copyright rights reserved impressum imprint urheberrecht vorbehalten droits réservés derechos reservados diritti riservati republish reproduced reproduction permission syndicated ©",
    ),
    (
        "comment words",
        "comment comments commented reply replies commenter commenters kommentar kommentare antworten commentaire commentaires répondre comentario comentarios responder comentários commenti rispondi reacties reageren komentarze odpowiedz комментарии ответить moderation moderated moderator disqus upvote コメント 评论 댓글",
    ),
    (
        "byline words",
        "by von par por door av autor auteur auteure autore autora author authors written posted reporter correspondent redaktion rédaction redacción redazione text",
    ),
    (
        "time words",
        "january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun ago updated update published modified edited januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag uhr stand aktualisiert veröffentlicht janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche publié heures enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre publicado actualizado gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart augustus stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia января февраля марта апреля мая июня июля августа сентября октября ноября декабря minutes hours hour min mins am pm gmt est utc edt",
    ),
    (
        "advertising words",
        "advertisement advertisements advertising advert ad ads sponsored sponsor promoted anzeige werbung publicité publicidad pubblicità reklama реклама advertorial affiliate commission annonce",
    ),
    (
        "picture words",
        "photo photos photograph photographer photography image images picture pictured pictures getty reuters afp epa shutterstock istock unsplash pixabay flickr caption credit courtesy foto fotos bild bilder imago dpa fotografie crédit gallery slideshow screenshot illustration file via",
    ),
    (
        "author-note words",
        "author writer journalist editor founder cofounder contributor contributing contributors freelance lives teaches director professor blogger bio biography follow follows autorin journalistin redakteur redakteurin journaliste periodista giornalista works covers joined graduated",
    ),
    (
        "contact words",
        "contact phone tel telephone fax address street suite kontakt telefon adresse teléfono dirección indirizzo contatti ceo headquarters headquartered hotline gmbh llc inc ltd",
    ),
    (
        "shop words",
        "buy price prices cart shop order shipping sale checkout discount coupon kaufen warenkorb preis preise bestellen acheter panier comprar precio carrito acquista delivery donate donation donations spenden",
    ),
    (
        "player words",
        "video videos watch play player javascript browser enable enabled loading loaded playback volume mute download podcast listen audio app live stream episode",
    ),
    (
        "menu words",
        "home menu search about faq sitemap skip content navigation startseite suche suchen über accueil rechercher inicio buscar cerca strona główna back top close open toggle show hide expand view all",
    ),
    (
        "tag words",
        "tags tag topics topic categories category filed under posted schlagworte schlagwörter themen thema kategorie kategorien étiquettes catégories etiquetas categorías temas argomenti keywords label labels section",
    ),
    (
        "reporting words",
        "said says told according added asked explained reported announced noted stated sagte sagt erklärte betonte teilte laut dit déclaré selon expliqué ajouté dijo afirmó según explicó detto secondo disse afirmou segundo zei aldus powiedział сказал сообщил säger enligt",
    ),
    (
        "first-person words",
        "i me my mine we our us ich mir mich mein meine wir uns unser je moi mon nous notre yo mi nosotros io noi eu meu ik mijn wij ja my я мы jag",
    ),
    (
        "second-person words",
        "you your yours sie ihr ihre du dein vous votre tu usted tú su voi você seu jij jouw u twój ty вы ваш",
    ),
];

/// Words that hold sentences together, by language; where there are many, there is running text. Danish and Norwegian share
/// theirs, and Russian has its neighbours': these are named by no code.
pub(super) const TONGUES: [(&str, &str); 11] = [
    (
        "en",
        "the a an of to in and is for on that with as was it by at from be are this have has had he she his her they their them will would can could not but or who which were been its we you i if when about than into out up so no what there after over also all one more just like people time",
    ),
    (
        "de",
        "der die das und zu den ist von mit auf für im nicht des ein eine dem sich als auch es wie sie aus bei hat dass nach wird einer um am sind noch einem einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei über in was will",
    ),
    (
        "fr",
        "le la les de et un une que est pour dans du au il elle en qui par sur ne pas plus ce se son sa ses avec sont ou mais cette été aux ont comme a on si",
    ),
    (
        "es",
        "el los del las por con una su para al lo como más pero sus fue este ha sí porque esta son entre cuando muy sin sobre también hasta hay donde de la que en un se no le les a es o si",
    ),
    (
        "it",
        "di che è della per non sono del si da alla nel dei delle anche ma più gli dal ed essere ha loro questo come la le un una in a no se lo se i o",
    ),
    (
        "pt",
        "o os do da em não uma dos no na mais das ao ele foi ser tem seu sua ou quando muito já também pelo pela até isso que de a se por para como entre um",
    ),
    (
        "nl",
        "het een van dat zijn op te met voor niet aan er om ook maar bij uit naar dan wordt nog werd deze heeft de en is in was of had we over die",
    ),
    ("pl", "i w z na do się nie jest to że jak za od po co ale przez tym ich być oraz przy dla które który"),
    ("sv", "och att det som en på är av för med den till inte om ett han var jag hon men hade så har vi kan de i man"),
    ("", "og at af til ikke er på med som en for hun var jeg men"),
    ("", "и в не на что с по как это он но из у за от то все его к для был так о же бы"),
];

/// The same of further languages.
const OTHER_FUNCTION_WORDS: &str = "ve bir bu da de için ile olarak daha çok gibi olan kadar ama \
a az és hogy nem is egy meg ez volt csak de \
na je se v že s to do i o pro jako za ale by \
και το να του η της με για που από στο είναι \
ใน และ ที่ của và là được trong cho không một các có với người \
yang dan di untuk dengan pada ini dari tidak itu dalam akan \
في من على إلى أن التي الذي هذا عن مع ما كان و";

/// Characters that hold sentences together in scripts written without spaces.
pub(super) fn is_particle(c: char) -> bool {
    matches!(
        c,
        'の' | 'は'
            | 'を'
            | 'に'
            | 'が'
            | 'と'
            | 'で'
            | 'た'
            | 'て'
            | 'し'
            | 'も'
            | 'る'
            | 'い'
            | '的'
            | '了'
            | '是'
            | '在'
            | '和'
            | '有'
            | '不'
            | '这'
            | '這'
            | '也'
            | '就'
            | '他'
            | '我'
            | '于'
            | '以'
            | '에'
            | '는'
            | '을'
            | '를'
            | '의'
            | '이'
            | '다'
            | '은'
            | '고'
            | 'ท'
            | 'น'
            | 'า'
            | 'ร'
    )
}

/// What is known of a word, one bit each: the cue kinds it belongs to, the languages it is a function word of, and whether it is one at all.
#[derive(Clone, Copy, Default)]
pub(super) struct Known(pub(super) u32);

const FUNCTION: u32 = 1 << 31;

/// The first bit of the languages.
const TONGUE: usize = 20;
const _: () = assert!(CUE_COUNT <= TONGUE && TONGUE + TONGUES.len() <= 31);

impl Known {
    #[inline]
    pub(super) fn is_function_word(self) -> bool {
        self.0 & FUNCTION != 0
    }

    #[inline]
    pub(super) fn cues(self) -> u32 {
        self.0 & ((1 << CUE_COUNT) - 1)
    }

    /// The languages whose function word it is, by one bit for each of [`TONGUES`].
    pub(super) fn tongues(self) -> u32 {
        (self.0 & !FUNCTION) >> TONGUE
    }
}

/// Slots of the table: a power of two, more than twice the number of words.
const SLOTS: usize = 8192;

static TABLE: LazyLock<[(u32, u32); SLOTS]> = LazyLock::new(|| {
    let mut table = [(0, 0); SLOTS];
    let cues = CUES
        .iter()
        .enumerate()
        .flat_map(|(kind, (_, words))| words.split_whitespace().map(move |word| (word, 1 << kind)));
    let spoken = TONGUES.iter().enumerate().flat_map(|(tongue, (_, words))| {
        words.split_whitespace().map(move |word| (word, FUNCTION | 1 << (TONGUE + tongue)))
    });
    let others = OTHER_FUNCTION_WORDS.split_whitespace().map(|word| (word, FUNCTION));
    for (word, bit) in cues.chain(spoken).chain(others) {
        let hash = hash(word);
        let mut slot = hash as usize % SLOTS;
        while table[slot].0 != 0 && table[slot].0 != hash {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = (hash, table[slot].1 | bit);
    }
    table
});

/// Bits of the filter of words, a power of two.
const FILTER: usize = 1 << 15;

/// Which words the table has, by one bit each: most words of a text are none of them, and this is small enough to be always at hand.
static MAY_BE: LazyLock<[u64; FILTER / 64]> = LazyLock::new(|| {
    let mut filter = [0; FILTER / 64];
    for (hash, _) in TABLE.iter().filter(|(hash, _)| *hash != 0) {
        let (word, bit) = filter_place(*hash);
        filter[word] |= bit;
    }
    filter
});

/// The word of the filter that a hash's bit stands in, and the bit.
#[inline]
fn filter_place(hash: u32) -> (usize, u64) {
    let bit = (hash >> 14) as usize % FILTER;
    (bit / 64, 1 << (bit % 64))
}

/// The table of words, to look many of them up in, and its filter.
pub(super) struct Words(&'static [(u32, u32); SLOTS], &'static [u64; FILTER / 64]);

impl Words {
    pub(super) fn new() -> Self {
        Words(&TABLE, &MAY_BE)
    }

    #[inline]
    pub(super) fn get(&self, hash: u32) -> Known {
        let (word, bit) = filter_place(hash);
        if self.1[word] & bit == 0 {
            return Known(0);
        }
        let mut slot = hash as usize % SLOTS;
        loop {
            let (found, bits) = self.0[slot];
            if found == hash {
                return Known(bits);
            }
            if found == 0 {
                return Known(0);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

/// The start of every hash of numbers.
pub(super) const EMPTY: u32 = 0x811C_9DC5;

/// The hash with one more number.
#[inline]
pub(super) fn grow(hash: u32, number: u32) -> u32 {
    (hash ^ number).wrapping_mul(0x0100_0193)
}

/// The hash once its numbers are over; never 0.
#[inline]
pub(super) fn finish(hash: u32) -> u32 {
    let mixed = (hash ^ (hash >> 15)).wrapping_mul(0x85EB_CA6B);
    (mixed ^ (mixed >> 13)) | 1
}

/// The hash of a lower-case word.
fn hash(word: &str) -> u32 {
    let mut spelling = Spelling::NONE;
    for letter in word.chars() {
        spelling.push(letter);
    }
    spelling.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_by_kind() {
        let words = Words::new();
        assert!(words.get(hash("the")).is_function_word());
        assert_eq!(words.get(hash("kommentare")).cues(), 1 << Cue::Comment as u32);
        assert_eq!(words.get(hash("ferry")).0, 0);
    }

    #[test]
    fn every_kind_has_its_place() {
        assert_eq!(CUES[Cue::Time as usize].0, "time words");
        assert_eq!(CUES[Cue::Tags as usize].0, "tag words");
        assert!(TABLE.iter().filter(|(hash, _)| *hash != 0).count() < SLOTS / 2);
    }
}
