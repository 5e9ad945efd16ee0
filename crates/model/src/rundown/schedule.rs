//! When the items of a plan come: as planned, and as it looks now.

use std::time::Duration;

use super::{Item, Rundown};
use crate::{id::ItemId, time::Timestamp};

/// From this item on, everything comes so much later (or earlier) than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Shift {
    /// The first item that it is true of.
    pub item: ItemId,
    /// How much later, in milliseconds; negative when earlier.
    pub by_ms: i64,
}

/// How the rest of a plan looks now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlook {
    /// Where the items from the current one on come instead, the first always being the first that is not over.
    /// Empty when nothing is planned by the clock.
    pub shifts: Vec<Shift>,
    /// How much too late the current item and those that follow it end, when none of them is cut short: at the
    /// next item that starts by the clock, or else at the end of the plan. Negative when there is time left.
    pub over_ms: Option<i64>,
    /// When the plan is over as it looks now.
    pub ends: Option<Timestamp>,
}

impl Rundown {
    /// When each item is planned to start, in their order, when the plan starts at `starts`; nothing as long as
    /// no time was set.
    pub fn planned(&self, starts: Option<Timestamp>) -> Vec<Option<Timestamp>> {
        let mut next = starts;
        let slot = |item: &Item| {
            let start = item.starts.or(next);
            next = start.map(|start| start + length(item));
            start
        };
        self.items.iter().map(slot).collect()
    }

    /// How the rest of the plan looks at `now`. An item that is on air for longer than planned ends now at the
    /// earliest, and what follows ripples until an item that starts by the clock.
    pub fn outlook(&self, starts: Option<Timestamp>, now: Timestamp) -> Outlook {
        let planned = self.planned(starts);
        let mut outlook = Outlook::default();
        let current = self.current.and_then(|(id, since)| Some((self.place(id).ok()?, since)));
        let first = current.map_or(0, |(place, _)| place);
        // When the next item comes, and when it would if nothing were cut short by the clock.
        let mut next: Option<Timestamp> = None;
        for (place, item) in self.items.iter().enumerate().skip(first) {
            let fixed = item.starts.filter(|_| place != first || current.is_none());
            let start = match (current, fixed, next) {
                (Some((at, since)), ..) if at == place => since,
                (_, Some(fixed), next) => {
                    if let (Some(next), None) = (next, outlook.over_ms) {
                        outlook.over_ms = Some(next.0 - fixed.0);
                    }
                    // Its time has passed: it comes as soon as it can.
                    if fixed > now { fixed } else { next.unwrap_or(now).max(now) }
                }
                (_, None, Some(next)) => next,
                // The plan has not begun: it begins as planned, or now when that is over.
                (_, None, None) => match planned[place] {
                    Some(planned) => planned.max(now),
                    None => continue,
                },
            };
            if let Some(planned) = planned[place] {
                let by_ms = start.0 - planned.0;
                if outlook.shifts.last().is_none_or(|last| last.by_ms != by_ms) {
                    outlook.shifts.push(Shift { item: item.id, by_ms });
                }
            }
            next = Some((start + length(item)).max(now));
        }
        outlook.ends = next;
        if outlook.over_ms.is_none() {
            let plan = planned.last().copied().flatten().zip(self.items.last());
            outlook.over_ms = plan.zip(next).map(|((start, item), ends)| ends.0 - (start + length(item)).0);
        }
        outlook
    }
}

fn length(item: &Item) -> Duration {
    Duration::from_secs(item.planned_s.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rundown::tests::item;

    const NOON: Timestamp = Timestamp(12 * 3_600_000);

    fn at(seconds: i64) -> Timestamp {
        Timestamp(NOON.0 + seconds * 1_000)
    }

    /// Items of a minute each, of which some start by the clock.
    fn plan(starts: &[Option<i64>]) -> Rundown {
        let items = starts.iter().enumerate().map(|(seed, starts)| Item {
            starts: starts.map(at),
            planned_s: 60,
            ..item(seed as u64)
        });
        Rundown::new(items.collect(), None)
    }

    /// When the items come as it looks now, in seconds after noon.
    fn expected(rundown: &Rundown, now: Timestamp) -> Vec<Option<i64>> {
        let planned = rundown.planned(Some(NOON));
        let shifts = rundown.outlook(Some(NOON), now).shifts;
        let mut shift = None;
        let slots = rundown.items().iter().zip(planned).map(|(item, planned)| {
            shift = shifts.iter().find(|from| from.item == item.id).map(|from| from.by_ms).or(shift);
            Some((planned?.0 + shift? - NOON.0) / 1_000)
        });
        slots.collect()
    }

    #[test]
    fn a_plan_without_a_time_has_none() {
        let rundown = plan(&[None, None]);
        assert_eq!(rundown.planned(None), [None, None]);
        assert_eq!(rundown.outlook(None, NOON), Outlook::default());
    }

    #[test]
    fn items_come_one_after_the_other_and_those_with_a_time_at_their_time() {
        let rundown = plan(&[None, None, Some(300), None]);
        assert_eq!(rundown.planned(Some(NOON)), [Some(NOON), Some(at(60)), Some(at(300)), Some(at(360))]);
        assert_eq!(expected(&rundown, at(-100)), [Some(0), Some(60), Some(300), Some(360)]);
        assert_eq!(rundown.outlook(Some(NOON), at(-100)).over_ms, Some(-180_000));
    }

    #[test]
    fn a_delay_ripples_until_an_item_that_starts_by_the_clock() {
        let mut rundown = plan(&[None, None, None, Some(300), None]);
        rundown.next(at(20)).unwrap();
        // Within its length: 20 s late.
        assert_eq!(expected(&rundown, at(50)), [Some(20), Some(80), Some(140), Some(300), Some(360)]);
        // Too long: what follows comes now at the earliest.
        assert_eq!(expected(&rundown, at(150)), [Some(20), Some(150), Some(210), Some(300), Some(360)]);
        assert_eq!(rundown.outlook(Some(NOON), at(150)).over_ms, Some(-30_000));
        assert_eq!(rundown.outlook(Some(NOON), at(200)).over_ms, Some(20_000));
        assert_eq!(rundown.outlook(Some(NOON), at(200)).ends, Some(at(420)));
    }

    #[test]
    fn a_show_that_is_early_says_so() {
        let mut rundown = plan(&[None, None, None]);
        rundown.next(at(0)).unwrap();
        rundown.next(at(30)).unwrap();
        assert_eq!(expected(&rundown, at(40)), [None, Some(30), Some(90)]);
        assert_eq!(rundown.outlook(Some(NOON), at(40)).over_ms, Some(-30_000));
    }

    #[test]
    fn an_item_whose_time_has_passed_comes_as_soon_as_it_can() {
        let mut rundown = plan(&[None, Some(60), None]);
        rundown.next(at(0)).unwrap();
        assert_eq!(expected(&rundown, at(100)), [Some(0), Some(100), Some(160)]);
        assert_eq!(rundown.outlook(Some(NOON), at(100)).over_ms, Some(40_000));
    }
}
