//! Fits weights of traits to choices: on each page one answer is chosen among those on offer and none (softmax), by plain descent (Adam).

/// An answer on offer.
pub struct Contestant {
    pub value: String,
    pub from: String,
    pub right: bool,
    /// The traits it has, and how much of each.
    pub traits: Vec<(usize, f32)>,
}

/// What a page offers.
pub struct Round {
    pub contestants: Vec<Contestant>,
}

impl Contestant {
    fn weight(&self, weights: &[f32]) -> f32 {
        self.traits.iter().map(|(name, much)| weights[*name] * much).sum()
    }
}

impl Round {
    /// The heaviest answer, if it outweighs none by so much.
    pub fn chosen(&self, weights: &[f32], caution: f32) -> Option<&Contestant> {
        let mut best: Option<(&Contestant, f32)> = None;
        for one in &self.contestants {
            let weight = one.weight(weights);
            if weight > best.map_or(caution, |(_, most)| most) {
                best = Some((one, weight));
            }
        }
        best.map(|(one, _)| one)
    }

    /// Adds what the round says of which way the weights should go.
    fn pull(&self, weights: &[f32], gradient: &mut [f32]) {
        let scores: Vec<f32> = self.contestants.iter().map(|one| one.weight(weights)).collect();
        let most = scores.iter().copied().fold(0.0, f32::max);
        let raised: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
        let none = (-most).exp();
        let all: f32 = none + raised.iter().sum::<f32>();
        let right: f32 = self.contestants.iter().zip(&raised).filter(|(one, _)| one.right).map(|(_, e)| e).sum();
        for (one, raised) in self.contestants.iter().zip(&raised) {
            // How probable it is, less how probable it is once only the right answers are left; none is right where no other is.
            let wanted = if one.right { raised / right } else { 0.0 };
            let error = raised / all - wanted;
            for (name, much) in &one.traits {
                gradient[*name] += error * much;
            }
        }
    }
}

/// Steps of the descent; after these nothing moves any more.
const STEPS: i32 = 600;

/// The weights that make the right choices most probable; `ridge` holds them small.
pub fn fit(rounds: &[&Round], traits: usize, ridge: f32) -> Vec<f32> {
    let mut weights = vec![0.0; traits];
    let (mut mean, mut spread) = (vec![0.0_f32; traits], vec![0.0_f32; traits]);
    for step in 1..=STEPS {
        let mut gradient: Vec<f32> = weights.iter().map(|weight| ridge * weight).collect();
        for round in rounds {
            round.pull(&weights, &mut gradient);
        }
        let rate = 0.1 * (1.0 - 0.9 * step as f32 / STEPS as f32);
        for at in 0..traits {
            mean[at] = 0.9 * mean[at] + 0.1 * gradient[at];
            spread[at] = 0.99 * spread[at] + 0.01 * gradient[at] * gradient[at];
            let (mean, spread) = (mean[at] / (1.0 - 0.9_f32.powi(step)), spread[at] / (1.0 - 0.99_f32.powi(step)));
            weights[at] -= rate * mean / (spread.sqrt() + 1e-6);
        }
    }
    weights
}
