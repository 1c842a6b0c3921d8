//! Dates of a configuration file as Unix milliseconds.

use toml::value::{Datetime, Offset};

/// Minutes that China Standard Time is ahead of UTC.
const CHINA_OFFSET_MINUTES: i64 = 8 * 60;

const MS_PER_SECOND: i64 = 1_000;
const MS_PER_MINUTE: i64 = 60 * MS_PER_SECOND;
const MS_PER_DAY: i64 = 24 * 60 * MS_PER_MINUTE;

/// Unix milliseconds of a TOML date, or of a date and time; without an offset it is China Standard
/// Time, as in the documents that the cities exchange. `None` for a bare time or a time before 1970.
pub(crate) fn unix_ms(at: &Datetime) -> Option<u64> {
	let date = at.date?;
	let days = days_since_1970(i64::from(date.year), i64::from(date.month), i64::from(date.day));
	let of_day = at.time.map_or(0, |time| {
		let seconds =
			i64::from(time.hour) * 3_600 + i64::from(time.minute) * 60 + i64::from(time.second);
		seconds * MS_PER_SECOND
	});
	let offset = match at.offset {
		None => CHINA_OFFSET_MINUTES,
		Some(Offset::Z) => 0,
		Some(Offset::Custom { minutes }) => i64::from(minutes),
	};
	u64::try_from(days * MS_PER_DAY + of_day - offset * MS_PER_MINUTE).ok()
}

/// Days from 1 January 1970 to a date of the Gregorian calendar.
///
/// The year is taken to begin in March, so that the leap day is its last; 719,468 is the number of
/// days from 1 March of year 0 to 1 January 1970.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
	let year = if month <= 2 { year - 1 } else { year };
	let era = year.div_euclid(400);
	let of_era = year.rem_euclid(400);
	let from_march = (month + 9) % 12;
	let of_year = (153 * from_march + 2) / 5 + day - 1;
	era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
	use super::*;

	fn ms(text: &str) -> Option<u64> {
		unix_ms(&text.parse().expect("a TOML date"))
	}

	#[test]
	fn a_date_with_offset_is_that_instant() {
		assert_eq!(ms("1970-01-01T00:00:00Z"), Some(0));
		assert_eq!(ms("2000-02-29T00:00:00Z"), Some(951_782_400_000));
		assert_eq!(ms("2027-12-31T08:00:00+08:00"), Some(1_830_211_200_000));
	}

	#[test]
	fn a_bare_date_begins_in_china() {
		assert_eq!(ms("2027-12-31"), ms("2027-12-31T00:00:00+08:00"));
	}

	#[test]
	fn a_bare_time_and_a_time_before_the_epoch_are_no_instants() {
		assert_eq!(ms("08:00:00"), None);
		assert_eq!(ms("1969-12-31"), None);
	}
}
