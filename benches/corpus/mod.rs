//! A corpus of any size for measuring: seeded, so that every run has the same articles, in words and names of its own making.
//!
//! Word frequencies follow Zipf's law over a vocabulary of syllables, behind a hundred or so common English words; dates lie over twenty
//! years; a tenth of the articles has no byline, a fiftieth no date; one in fifty is in Japanese characters.

pub mod typed;

use dateline::article::{Article, Headline, Part};
use dateline::date::PartialDate;

/// A small fast generator of random numbers (xorshift64*), so that no dependency can change the corpus.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((u128::from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)) * limit as u128) >> 64) as usize
    }
}

const COMMON: &str = "the of to and a in that is was for it with on as at by this be from have not are but had his they he which or were \
                      an their one we you all she her has more when there been if who would about up out than them so some what can into \
                      time only could new its other two may then do first any my now such like our over man me even most made after also \
                      did many before must through back years where much your way well down should because each just those people state \
                      good very make world still own see men work long get here between both life being under never day same another";

const SYLLABLES: &[&str] = &[
    "ba", "bel", "bor", "ca", "cen", "cor", "da", "del", "dor", "e", "el", "en", "fa", "fer", "for", "ga", "gen",
    "gor", "ha", "hel", "i", "in", "ka", "kel", "kor", "la", "len", "lor", "ma", "mer", "min", "mor", "na", "nel",
    "nor", "o", "on", "pa", "per", "por", "ra", "ren", "ro", "sa", "sen", "ser", "sor", "sta", "su", "sum", "ta",
    "ten", "ter", "tor", "tra", "tru", "u", "un", "va", "ven", "vor", "wa", "wel", "yo",
];

const KANJI: &str = "港船海風町市人会議新聞報道北京東都天気雨雪山川橋駅";

/// The words, the most frequent first.
pub struct Vocabulary {
    words: Vec<String>,
    /// For each word how often it and those before it come, in all.
    reach: Vec<u64>,
}

impl Vocabulary {
    pub fn new(size: usize) -> Self {
        let mut dice = Dice::new(7);
        let mut words: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
        while words.len() < size {
            words.push((0..2 + dice.below(3)).map(|_| SYLLABLES[dice.below(SYLLABLES.len())]).collect());
        }
        let mut sum = 0;
        let reach = (1..=words.len() as u64)
            .map(|rank| {
                sum += 10_000_000 / (rank + 2);
                sum
            })
            .collect();
        Vocabulary { words, reach }
    }

    pub fn word(&self, dice: &mut Dice) -> &str {
        let all = self.reach.last().copied().unwrap_or(1);
        let at = dice.below(all as usize) as u64;
        &self.words[self.reach.partition_point(|&reach| reach <= at)]
    }

    /// The word of a rank, for queries that are to hit often or seldom.
    pub fn ranked(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    fn sentence(&self, dice: &mut Dice) -> String {
        let count = 6 + dice.below(24);
        let mut sentence = (0..count).map(|_| self.word(dice)).collect::<Vec<_>>().join(" ");
        sentence[..1].make_ascii_uppercase();
        sentence + "."
    }

    /// The article of a number; the same number always gives the same article.
    pub fn article(&self, number: u64) -> Article {
        let mut dice = Dice::new(number + 1);
        let japanese = dice.below(50) == 0;
        let mut headline = (0..5 + dice.below(6)).map(|_| self.word(&mut dice)).collect::<Vec<_>>().join(" ");
        headline[..1].make_ascii_uppercase();
        let sentences = 10 + dice.below(12) + dice.below(12);
        let mut body: Vec<Part> = Vec::new();
        let mut paragraph = String::new();
        for place in 0..sentences {
            if japanese {
                let kanji: Vec<char> = KANJI.chars().collect();
                paragraph.extend((0..20 + dice.below(40)).map(|_| kanji[dice.below(kanji.len())]));
                paragraph.push('。');
            } else {
                paragraph += &self.sentence(&mut dice);
                paragraph.push(' ');
            }
            if place % 2 == 1 || place + 1 == sentences {
                body.push(Part::Paragraph(std::mem::take(&mut paragraph).trim_end().into()));
            }
        }
        let name =
            |number: usize| format!("{} {}", self.ranked(200 + number % 4_800), self.ranked(150 + number * 7 % 4_800));
        let day = PartialDate::day(2000 + dice.below(20) as i32, 1 + dice.below(12) as u32, 1 + dice.below(28) as u32);
        let publisher = dice.below(500);
        Article {
            url: Some(format!(
                "https://{}.example/{}/{number}",
                self.ranked(300 + publisher),
                self.ranked(400 + dice.below(30))
            )),
            headline: Headline { text: headline, derived: false },
            byline: if dice.below(10) == 0 { Vec::new() } else { vec![name(dice.below(5_000))] },
            publisher: Some(format!("The {} Times", self.ranked(300 + publisher))),
            section: Some(["Politics", "World", "Business", "Sport", "Culture"][dice.below(5)].to_owned()),
            published: if dice.below(50) == 0 { None } else { day },
            language: Some(if japanese { "ja" } else { "en" }.to_owned()),
            body,
            ..Article::default()
        }
    }
}
