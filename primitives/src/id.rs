//! Identifiers and the numbers that people read.

use crate::iso7064;
use alloc::{format, string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// Unix time in milliseconds, UTC.
pub type Moment = u64;

/// The public key or hash that names an account.
pub type AccountBytes = [u8; 32];

/// A member city: its six-digit 行政区划 code (GB/T 2260), for example 210100 for Shenyang.
pub type MemberId = u32;

/// An institution, numbered in order of admission.
pub type InstitutionId = u32;

/// A holder (權利人), numbered in order of enrolment; it stays while keys rotate under it.
pub type HolderId = u64;

/// A motion before the two chambers, numbered in order of proposal.
pub type MotionId = u32;

/// A right (知識產權). The number shown to people and the key on chain are the same thing.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct RightId {
	/// The city where it was registered.
	pub city: MemberId,
	/// The calendar year (UTC+8) of registration.
	pub year: u16,
	/// Counts from 1 within that city and year.
	pub serial: u32,
}

/// Why a text is no right number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RightNumberError {
	/// Not of the form `IPC-<city>-<year>-<serial>-<check>`.
	Form,
	/// A part holds something other than digits, or too many of them.
	Digits,
	/// The check character does not fit: a typing error.
	Check {
		/// The character that would fit.
		expected: char,
	},
}

impl fmt::Display for RightNumberError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Form => f.write_str("expected IPC-<city code>-<year>-<serial>-<check>"),
			Self::Digits => {
				f.write_str("city code, year and serial must be 6, 4 and at least 6 digits")
			},
			Self::Check { expected } => {
				write!(f, "the check character does not fit (expected {expected}): look for a typing error")
			},
		}
	}
}

impl core::error::Error for RightNumberError {}

impl RightId {
	/// The part before the check character, `IPC-210100-2026-000001`.
	fn body(&self) -> String {
		format!("IPC-{:06}-{:04}-{:06}", self.city, self.year, self.serial)
	}
}

fn check_of(body: &str) -> Option<char> {
	let bare: Vec<u8> = body.bytes().filter(|b| *b != b'-').collect();
	iso7064::check_character(&bare).map(char::from)
}

impl fmt::Display for RightId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let body = self.body();
		// The body holds only capitals and digits, which always have a check character.
		let check = check_of(&body).unwrap_or('?');
		write!(f, "{body}-{check}")
	}
}

impl FromStr for RightId {
	type Err = RightNumberError;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		let mut parts = text.trim().split('-');
		let (Some("IPC"), Some(city), Some(year), Some(serial), Some(check), None) =
			(parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
		else {
			return Err(RightNumberError::Form);
		};
		let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
		let sized = city.len() == 6 && year.len() == 4 && (6..=10).contains(&serial.len());
		if !sized || !all_digits(city) || !all_digits(year) || !all_digits(serial) {
			return Err(RightNumberError::Digits);
		}
		let id = Self {
			city: city.parse().map_err(|_| RightNumberError::Digits)?,
			year: year.parse().map_err(|_| RightNumberError::Digits)?,
			serial: serial.parse().map_err(|_| RightNumberError::Digits)?,
		};
		// A longer serial has no leading zeros: one right, one number.
		if id.serial.checked_ilog10().unwrap_or(0) + 1
			< u32::try_from(serial.len()).unwrap_or(u32::MAX)
			&& serial.len() > 6
		{
			return Err(RightNumberError::Digits);
		}
		let expected = check_of(&id.body()).ok_or(RightNumberError::Form)?;
		let mut given = check.chars();
		match (given.next(), given.next()) {
			(Some(c), None) if c == expected => Ok(id),
			_ => Err(RightNumberError::Check { expected }),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;
	use proptest::prelude::*;

	proptest! {
		#[test]
		fn a_number_reads_back_as_the_same_right(city in 100_000u32..=999_999, year in 2000u16..=9999, serial in 1u32..) {
			let id = RightId { city, year, serial };
			prop_assert_eq!(id.to_string().parse::<RightId>(), Ok(id));
		}

		#[test]
		fn parsing_never_panics(text in "\\PC{0,40}") {
			let _ = text.parse::<RightId>();
		}
	}

	#[test]
	fn a_mistyped_number_is_refused_with_the_character_that_fits() {
		let id = RightId { city: 210_100, year: 2026, serial: 1 };
		let number = id.to_string();
		let wrong = number.replace("000001", "000002");
		assert!(matches!(wrong.parse::<RightId>(), Err(RightNumberError::Check { .. })));
		assert_eq!("IPC-210100".parse::<RightId>(), Err(RightNumberError::Form));
		assert_eq!("IPC-21010-2026-000001-X".parse::<RightId>(), Err(RightNumberError::Digits));
	}

	#[test]
	fn a_padded_serial_is_not_a_second_number_for_the_same_right() {
		let id = RightId { city: 210_100, year: 2026, serial: 1 };
		let padded = id.to_string().replace("-000001-", "-0000001-");
		assert_eq!(padded.parse::<RightId>(), Err(RightNumberError::Digits));
	}
}
