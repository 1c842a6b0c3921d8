//! Dates as people here write them: UTC+8, which China keeps all year.

use ipcircle_client::{Code, Error, Result};

const DAY_MS: i64 = 86_400_000;
const OFFSET_MS: i64 = 8 * 3_600_000;

/// Unix milliseconds as `2026-03-01 08:00:00 +08:00`.
pub(crate) fn show(moment: u64) -> String {
	let Some(local) = i64::try_from(moment).ok().and_then(|ms| ms.checked_add(OFFSET_MS)) else {
		return format!("{moment} ms");
	};
	let (year, month, day) = civil(local.div_euclid(DAY_MS));
	let seconds = local.rem_euclid(DAY_MS) / 1_000;
	let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
	format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} +08:00")
}

/// The first moment of a date `YYYY-MM-DD` in UTC+8. Errors: [`Code::Date`].
pub(crate) fn start_of(text: &str) -> Result<u64> {
	let refused = || Error::new(Code::Date).with("text", text);
	let digits: Vec<&str> = text.trim().split('-').collect();
	let [year, month, day] = digits.as_slice() else { return Err(refused()) };
	let number = |part: &str, width: usize| {
		let plain = part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit());
		plain.then(|| part.parse::<i64>().ok()).flatten().ok_or_else(refused)
	};
	let date = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
	let days = days_from(date);
	// A day that does not exist, such as 30 February, comes back as another one.
	if !(1..=12).contains(&date.1) || civil(days) != date {
		return Err(refused());
	}
	u64::try_from(days * DAY_MS - OFFSET_MS).map_err(|_| refused())
}

/// The last millisecond of a date. Errors: [`Code::Date`].
pub(crate) fn end_of(text: &str) -> Result<u64> {
	Ok(start_of(text)? + DAY_MS.unsigned_abs() - 1)
}

/// Now, Unix milliseconds by this machine's clock.
pub(crate) fn now() -> u64 {
	let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
	since.ok().and_then(|since| u64::try_from(since.as_millis()).ok()).unwrap_or_default()
}

/// Year, month and day of a day counted from 1 January 1970 (proleptic Gregorian calendar, counted
/// in eras of 400 years that begin in March, so that a leap day comes last).
fn civil(days: i64) -> (i64, i64, i64) {
	let days = days + 719_468;
	let era = days.div_euclid(146_097);
	let of_era = days.rem_euclid(146_097);
	let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
	let of_year = of_era - (365 * year + year / 4 - year / 100);
	let shifted = (5 * of_year + 2) / 153;
	let day = of_year - (153 * shifted + 2) / 5 + 1;
	let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
	(year + era * 400 + i64::from(month <= 2), month, day)
}

/// The inverse of [`civil`].
fn days_from((year, month, day): (i64, i64, i64)) -> i64 {
	let year = year - i64::from(month <= 2);
	let era = year.div_euclid(400);
	let of_era = year.rem_euclid(400);
	let shifted = (month + 9) % 12;
	let of_year = (153 * shifted + 2) / 5 + day - 1;
	era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_date_begins_at_midnight_in_china() {
		assert_eq!(show(start_of("2026-03-01").unwrap()), "2026-03-01 00:00:00 +08:00");
		assert_eq!(show(end_of("2024-02-29").unwrap()), "2024-02-29 23:59:59 +08:00");
		assert_eq!(show(0), "1970-01-01 08:00:00 +08:00");
		assert_eq!(start_of("1970-01-02"), Ok(57_600_000));
	}

	#[test]
	fn every_day_of_four_centuries_reads_back() {
		for days in 0..146_097 {
			assert_eq!(days_from(civil(days)), days);
		}
	}

	#[test]
	fn what_is_no_date_is_refused() {
		for text in [
			"",
			"2026",
			"2026-2-1",
			"2026-02-30",
			"2025-02-29",
			"2026-13-01",
			"1969-12-31",
			"x-y-z",
		] {
			assert_eq!(start_of(text).unwrap_err().code, Code::Date, "{text}");
		}
	}
}
