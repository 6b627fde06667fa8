//! Themes with a paper of their own, and what is left of their colours where a terminal has fewer.

use super::{ROLES, Role, Theme};
use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// None, or none that are wanted.
    None,
    /// The sixteen of its own theme.
    #[default]
    Sixteen,
    /// Those and a cube of fixed ones.
    Many,
    /// All.
    True,
}

/// A role's letters and, where it has its own, its ground.
type Paint = (Role, u32, Option<u32>);

/// A paper, its ink, and the roles that have a colour of their own.
struct Palette {
    paper: u32,
    ink: u32,
    paints: [Paint; 28],
}

const DARK: Palette = Palette {
    paper: 0x16_18_1d,
    ink: 0xd8_d8_d2,
    paints: [
        (Role::Dim, 0x8b_8f_98, None),
        (Role::Rule, 0x4a_4e_57, None),
        (Role::Title, 0xf2_f2_ee, None),
        (Role::Headline, 0xf2_f2_ee, None),
        (Role::Unread, 0xf2_f2_ee, None),
        (Role::Read, 0xb4_b5_b2, None),
        (Role::Caption, 0x9a_9d_a4, None),
        (Role::Code, 0x7f_c1_ca, None),
        (Role::Keyword, 0xc5_8f_d6, None),
        (Role::Quoted, 0x98_c3_79, None),
        (Role::Constant, 0xe6_c2_74, None),
        (Role::Name, 0x82_aa_ff, None),
        (Role::Comment, 0x8b_8f_98, None),
        (Role::Link, 0x82_aa_ff, None),
        (Role::Accent, 0x82_aa_ff, None),
        (Role::Star, 0xe6_c2_74, None),
        (Role::Tag, 0xc5_8f_d6, None),
        (Role::Tag2, 0x7f_c1_ca, None),
        (Role::Tag3, 0x98_c3_79, None),
        (Role::Tag4, 0x82_aa_ff, None),
        (Role::Tag5, 0xe0_9a_7a, None),
        (Role::Hit, 0x16_18_1d, Some(0xe6_c2_74)),
        (Role::Operator, 0xc5_8f_d6, None),
        (Role::Field, 0x7f_c1_ca, None),
        (Role::Value, 0x98_c3_79, None),
        (Role::Negated, 0xe0_6c_75, None),
        (Role::Error, 0xe0_6c_75, None),
        (Role::Hint, 0x16_18_1d, Some(0x7f_c1_ca)),
    ],
};

const LIGHT: Palette = Palette {
    paper: 0xfb_f9_f4,
    ink: 0x2b_2a_28,
    paints: [
        (Role::Dim, 0x77_73_6b, None),
        (Role::Rule, 0xc9_c4_b8, None),
        (Role::Title, 0x11_10_0f, None),
        (Role::Headline, 0x11_10_0f, None),
        (Role::Unread, 0x11_10_0f, None),
        (Role::Read, 0x55_52_4d, None),
        (Role::Caption, 0x6d_69_62, None),
        (Role::Code, 0x1f_7f_86, None),
        (Role::Keyword, 0x8f_3f_97, None),
        (Role::Quoted, 0x3e_7d_3a, None),
        (Role::Constant, 0xa8_6f_00, None),
        (Role::Name, 0x2f_66_b0, None),
        (Role::Comment, 0x77_73_6b, None),
        (Role::Link, 0x2f_66_b0, None),
        (Role::Accent, 0x2f_66_b0, None),
        (Role::Star, 0xa8_6f_00, None),
        (Role::Tag, 0x8f_3f_97, None),
        (Role::Tag2, 0x1f_7f_86, None),
        (Role::Tag3, 0x3e_7d_3a, None),
        (Role::Tag4, 0x2f_66_b0, None),
        (Role::Tag5, 0xa3_4b_25, None),
        (Role::Hit, 0x2b_2a_28, Some(0xf2_d6_75)),
        (Role::Operator, 0x8f_3f_97, None),
        (Role::Field, 0x1f_7f_86, None),
        (Role::Value, 0x3e_7d_3a, None),
        (Role::Negated, 0xb3_38_2c, None),
        (Role::Error, 0xb3_38_2c, None),
        (Role::Hint, 0xfb_f9_f4, Some(0x1f_7f_86)),
    ],
};

impl Theme {
    /// Light letters on dark paper.
    pub fn dark(depth: Depth) -> Self {
        DARK.theme(depth)
    }

    /// Dark letters on light paper.
    pub fn light(depth: Depth) -> Self {
        LIGHT.theme(depth)
    }
}

impl Palette {
    /// With sixteen colours, which are the terminal's own, there is no paper of one's own either.
    fn theme(&self, depth: Depth) -> Theme {
        match depth {
            Depth::None => return Theme::mono(),
            Depth::Sixteen => return Theme::terminal(),
            Depth::Many | Depth::True => {}
        }
        let paper = Style::new().fg(color(self.ink, depth)).bg(color(self.paper, depth));
        let styles = ROLES.map(|(role, own, _)| {
            let Some((_, ink, ground)) = self.paints.iter().find(|(painted, ..)| *painted == role) else {
                return Style { fg: None, bg: None, ..own };
            };
            let style = Style { fg: None, bg: None, ..own }.remove_modifier(Modifier::DIM).fg(color(*ink, depth));
            ground.map_or(style, |ground| style.bg(color(ground, depth)))
        });
        Theme { styles, paper }
    }
}

fn color(rgb: u32, depth: Depth) -> Color {
    let [_, red, green, blue] = rgb.to_be_bytes();
    if depth == Depth::True { Color::Rgb(red, green, blue) } else { Color::Indexed(nearest([red, green, blue])) }
}

/// The nearest of the 6×6×6 cube and the 24 greys.
fn nearest(rgb: [u8; 3]) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let off = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
    let step = |value: u8| (0..6_u8).min_by_key(|step| off(STEPS[usize::from(*step)], value)).unwrap_or(0);
    let [red, green, blue] = rgb.map(step);
    let cube: u32 = rgb.iter().zip([red, green, blue]).map(|(value, step)| off(STEPS[usize::from(step)], *value)).sum();
    let grey =
        (0..24_u8).min_by_key(|grey| rgb.iter().map(|value| off(8 + 10 * grey, *value)).sum::<u32>()).unwrap_or(0);
    let greys: u32 = rgb.iter().map(|value| off(8 + 10 * grey, *value)).sum();
    if greys < cube { 232 + grey } else { 16 + 36 * red + 6 * green + blue }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_the_nearest_that_there_are() {
        for (rgb, index) in
            [([0, 0, 0], 16), ([255, 255, 255], 231), ([255, 0, 0], 196), ([8, 8, 8], 232), ([0x16, 0x18, 0x1d], 234)]
        {
            assert_eq!(nearest(rgb), index, "{rgb:?}");
        }
    }

    #[test]
    fn letters_stand_out_from_their_paper() {
        let bright = |rgb: u32| rgb.to_be_bytes().iter().map(|part| u32::from(*part)).sum::<u32>();
        for palette in [DARK, LIGHT] {
            for (role, ink, ground) in palette.paints {
                let least = if role == Role::Rule { 100 } else { 150 };
                assert!(bright(ink).abs_diff(bright(ground.unwrap_or(palette.paper))) > least, "{role:?}");
            }
        }
    }

    #[test]
    fn fewer_colours_are_the_terminals_own_and_none_are_none() {
        assert_eq!(Theme::dark(Depth::Sixteen)[Role::Hit], Theme::terminal()[Role::Hit]);
        assert_eq!(Theme::light(Depth::None)[Role::Hit], Theme::mono()[Role::Hit]);
        assert_ne!(Theme::light(Depth::Many).paper(), Theme::dark(Depth::Many).paper());
    }
}
