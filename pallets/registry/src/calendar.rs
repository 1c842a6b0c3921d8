//! The calendar year in which a registration falls, as people in the circle read it: UTC+8, Gregorian.

use ipcircle_primitives::Moment;

/// UTC+8 in milliseconds.
const OFFSET_MS: u64 = 8 * 60 * 60 * 1_000;

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// The year in which Unix time starts.
const EPOCH_YEAR: u64 = 1970;

/// Years and days after which the Gregorian calendar repeats itself.
const CYCLE_YEARS: u64 = 400;
const CYCLE_DAYS: u64 = 146_097;

/// The last year with four digits, which is what a right number has room for.
const LAST_YEAR: u64 = 9_999;

/// The calendar year in UTC+8 of a moment; none after the year 9999.
pub fn year_of(moment: Moment) -> Option<u16> {
	let day = moment.checked_add(OFFSET_MS)?.checked_div(DAY_MS)?;
	// By the mean length of a year: never too early by more than one year, nor too late.
	let estimate = day
		.checked_mul(CYCLE_YEARS)?
		.checked_div(CYCLE_DAYS)?
		.checked_add(EPOCH_YEAR)?
		.checked_add(1)?;
	let year =
		(estimate.saturating_sub(2)..=estimate).rev().find(|year| first_day(*year) <= day)?;
	(year <= LAST_YEAR).then(|| u16::try_from(year).ok()).flatten()
}

/// Days from the start of Unix time to 1 January of a year from 1970 on.
fn first_day(year: u64) -> u64 {
	let whole = year.saturating_sub(EPOCH_YEAR).saturating_mul(365);
	let leap_days = leap_days_before(year).saturating_sub(leap_days_before(EPOCH_YEAR));
	whole.saturating_add(leap_days)
}

/// Leap days in the years 1 to `year - 1`.
fn leap_days_before(year: u64) -> u64 {
	let past = year.saturating_sub(1);
	(past / 4).saturating_sub(past / 100).saturating_add(past / 400)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	/// Counts the years one by one.
	fn counted(moment: Moment) -> u64 {
		let mut day = (moment + OFFSET_MS) / DAY_MS;
		let mut year = 1970;
		loop {
			let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
			let length = if leap { 366 } else { 365 };
			if day < length {
				return year;
			}
			day -= length;
			year += 1;
		}
	}

	#[test]
	fn the_year_turns_at_midnight_in_the_circle_not_in_greenwich() {
		// 2025-12-31T16:00:00Z.
		let midnight = 1_767_196_800_000;
		assert_eq!(year_of(midnight - 1), Some(2025));
		assert_eq!(year_of(midnight), Some(2026));
	}

	#[test]
	fn every_turn_of_a_year_with_four_digits_is_exact() {
		for year in 1971..=9_999u16 {
			let midnight = first_day(u64::from(year)) * DAY_MS - OFFSET_MS;
			assert_eq!(counted(midnight), u64::from(year));
			assert_eq!(year_of(midnight - 1), Some(year - 1));
			assert_eq!(year_of(midnight), Some(year));
		}
	}

	#[test]
	fn a_year_without_room_in_a_right_number_is_none() {
		let last = first_day(10_000) * DAY_MS - OFFSET_MS - 1;
		assert_eq!(year_of(0), Some(1970));
		assert_eq!(year_of(last), Some(9_999));
		assert_eq!(year_of(last + 1), None);
		assert_eq!(year_of(u64::MAX), None);
	}

	proptest! {
		#[test]
		fn any_moment_falls_in_the_year_that_counting_gives(moment in 0u64..253_402_271_999_999) {
			prop_assert_eq!(year_of(moment).map(u64::from), Some(counted(moment)));
		}

		#[test]
		fn no_moment_makes_it_panic(moment: u64) {
			let _ = year_of(moment);
		}
	}
}
