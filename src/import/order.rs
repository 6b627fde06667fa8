//! Work done in parallel and handed on in order, with a bound on what is in hand at once.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;

/// How much may be in hand at once: being worked on, or waiting for its turn.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// Items.
    pub items: usize,
    /// Their weight in all; one item may be heavier, and is then alone.
    pub weight: u64,
}

/// Works on the items in a pool of threads and hands the results on in the order of the items, on the calling thread.
///
/// Stops taking items when `hand_on` breaks; what is in hand then is worked to its end and dropped.
pub fn in_order<T: Send, R: Send>(
    pool: &rayon::ThreadPool,
    bound: Bound,
    items: impl Iterator<Item = T>,
    weigh: impl Fn(&T) -> u64,
    work: impl Fn(T) -> R + Sync,
    mut hand_on: impl FnMut(R) -> ControlFlow<()>,
) {
    let (done, results) = mpsc::channel::<(usize, std::thread::Result<R>)>();
    let mut queue = Queue { places: VecDeque::new(), first: 0, weight: 0 };
    let mut settle_one = |queue: &mut Queue<R>| {
        let Ok((place, result)) = results.recv() else { return ControlFlow::Break(()) };
        queue.put(place, result.unwrap_or_else(|panic| resume_unwind(panic)));
        while let Some(result) = queue.next() {
            hand_on(result)?;
        }
        ControlFlow::Continue(())
    };
    let work = &work;
    pool.in_place_scope(|scope| {
        for item in items {
            let weight = weigh(&item);
            while queue.is_full(bound, weight) {
                if settle_one(&mut queue).is_break() {
                    return;
                }
            }
            let (place, done) = (queue.enter(weight), done.clone());
            scope.spawn(move |_| {
                // A panic is carried over to the calling thread, which would wait for ever for the result.
                let result = catch_unwind(AssertUnwindSafe(|| work(item)));
                // Nobody listens any more once the hand-over broke off.
                let _ = done.send((place, result));
            });
        }
        while !queue.places.is_empty() && settle_one(&mut queue).is_continue() {}
    });
}

/// What is in hand, in order: the weight of each item, and its result once it is there.
struct Queue<R> {
    places: VecDeque<(u64, Option<R>)>,
    /// The number of the item that stands first.
    first: usize,
    /// Of all items in hand.
    weight: u64,
}

impl<R> Queue<R> {
    fn is_full(&self, bound: Bound, next: u64) -> bool {
        !self.places.is_empty() && (self.places.len() >= bound.items || self.weight + next > bound.weight)
    }

    fn enter(&mut self, weight: u64) -> usize {
        self.places.push_back((weight, None));
        self.weight += weight;
        self.first + self.places.len() - 1
    }

    fn put(&mut self, place: usize, result: R) {
        if let Some((_, waiting)) = self.places.get_mut(place - self.first) {
            *waiting = Some(result);
        }
    }

    /// The result of the item that stands first, once it is there.
    fn next(&mut self) -> Option<R> {
        let result = self.places.front_mut()?.1.take()?;
        let (weight, _) = self.places.pop_front()?;
        self.weight -= weight;
        self.first += 1;
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn pool() -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("threads")
    }

    #[test]
    fn results_come_in_the_order_of_their_items() {
        let mut seen = Vec::new();
        let slow_first = |n: u64| {
            // The early items take longest.
            (0..(200 - n) * 500).fold(n, |sum, x| std::hint::black_box(sum ^ x ^ x));
            n
        };
        in_order(
            &pool(),
            Bound { items: 8, weight: 1000 },
            0..200,
            |_| 1,
            slow_first,
            |n| {
                seen.push(n);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn no_more_is_in_hand_than_the_bound_allows() {
        for (bound, most) in [
            (Bound { items: 3, weight: 1000 }, 3),
            (Bound { items: 99, weight: 20 }, 2),
            (Bound { items: 9, weight: 5 }, 1),
        ] {
            let (inside, peak) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let items = (0..100).inspect(|_| {
                peak.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            });
            in_order(
                &pool(),
                bound,
                items,
                |_| 10,
                |n: u32| n,
                |_| {
                    inside.fetch_sub(1, Ordering::SeqCst);
                    ControlFlow::Continue(())
                },
            );
            // One more is taken from the items to be weighed.
            assert!(peak.into_inner() <= most + 1, "{bound:?}");
        }
    }

    #[test]
    #[should_panic(expected = "the third")]
    fn a_panic_is_carried_over_and_nobody_waits_for_ever() {
        let work = |n: u32| if n == 3 { panic!("the third") } else { n };
        in_order(&pool(), Bound { items: 2, weight: 1000 }, 0..100, |_| 1, work, |_| ControlFlow::Continue(()));
    }

    #[test]
    fn breaking_off_takes_no_further_items() {
        let taken = AtomicUsize::new(0);
        let items = (0..10_000).inspect(|_| {
            taken.fetch_add(1, Ordering::SeqCst);
        });
        let mut seen = 0;
        in_order(
            &pool(),
            Bound { items: 4, weight: 1000 },
            items,
            |_| 1,
            |n: u32| n,
            |_| {
                seen += 1;
                if seen == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(seen, 10);
        assert!(taken.into_inner() <= 20);
    }
}
