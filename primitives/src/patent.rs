//! Chinese patent numbers and their check digit.
//!
//! Source: CNIPA's standard for patent application numbers (ZC 0006-2003). A patent keeps its
//! application number, written with the prefix `ZL`. Since October 2003: year (4), kind (1), serial
//! (7), check digit. Before: year (2), kind (1), serial (5), check digit. The check digit is the
//! weighted sum of the others modulo 11, with 10 written as `X`; weights run 2 to 9 and start again.

use bounded_collections::{BoundedVec, ConstU32};
use core::fmt;

/// Most bytes in a statutory number of any kind (法定登記號).
pub const MAX_STATUTORY_NUMBER: u32 = 32;

/// A statutory number as the chain keeps it: capitals, digits and hyphens, no spaces, no dot.
pub type StatutoryNumber = BoundedVec<u8, ConstU32<MAX_STATUTORY_NUMBER>>;

/// What a patent number says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PatentKind {
	/// 發明, kind digit 1, or 8 for a PCT application.
	Invention,
	/// 實用新型, kind digit 2, or 9 for a PCT application.
	UtilityModel,
	/// 外觀設計, kind digit 3.
	Design,
}

/// Why a text is no Chinese patent number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PatentNumberError {
	/// Not 9 or 13 characters after `ZL` and the dot are taken away.
	Length {
		/// How many characters were left.
		found: usize,
	},
	/// A character that is no digit, other than a final `X`.
	Character,
	/// The kind digit is none of 1, 2, 3, 8, 9.
	Kind,
	/// The check digit does not fit.
	Check {
		/// The check digit that would fit.
		expected: char,
	},
}

impl fmt::Display for PatentNumberError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Length { found } => {
				write!(f, "{found} characters; a patent number has 13 (9 before October 2003), without ZL and the dot")
			},
			Self::Character => f.write_str(
				"only digits, and X as the last character, may stand in a patent number",
			),
			Self::Kind => f.write_str(
				"the kind digit must be 1 or 8 (invention), 2 or 9 (utility model), 3 (design)",
			),
			Self::Check { expected } => {
				write!(f, "the check digit does not fit (expected {expected})")
			},
		}
	}
}

impl core::error::Error for PatentNumberError {}

/// Reads a Chinese patent number in any usual spelling (`ZL 2018 1 0123456.7`) and gives its kind and
/// the form the chain keeps (`2018101234567`).
pub fn parse(text: &[u8]) -> Result<(PatentKind, StatutoryNumber), PatentNumberError> {
	let text = text.strip_prefix(b"ZL").or_else(|| text.strip_prefix(b"zl")).unwrap_or(text);
	let mut number = StatutoryNumber::new();
	let mut found = 0usize;
	for byte in text.iter().filter(|byte| !matches!(byte, b' ' | b'.')) {
		found = found.saturating_add(1);
		// What does not fit is too long, and reported as such below.
		let _ = number.try_push(byte.to_ascii_uppercase());
	}
	let kind_at = match found {
		9 => 2,
		13 => 4,
		_ => return Err(PatentNumberError::Length { found }),
	};
	let (check, body) = number.split_last().ok_or(PatentNumberError::Length { found })?;
	if !body.iter().all(u8::is_ascii_digit) || !(check.is_ascii_digit() || *check == b'X') {
		return Err(PatentNumberError::Character);
	}
	let kind = match body.get(kind_at) {
		Some(b'1' | b'8') => PatentKind::Invention,
		Some(b'2' | b'9') => PatentKind::UtilityModel,
		Some(b'3') => PatentKind::Design,
		_ => return Err(PatentNumberError::Kind),
	};
	let expected = check_digit(body);
	if *check != expected {
		return Err(PatentNumberError::Check { expected: char::from(expected) });
	}
	Ok((kind, number))
}

/// The check digit of the digits before it.
fn check_digit(body: &[u8]) -> u8 {
	let sum = body.iter().zip((2u32..=9).cycle()).fold(0u32, |sum, (digit, weight)| {
		sum.saturating_add(u32::from(digit.saturating_sub(b'0')).saturating_mul(weight))
	});
	match sum.checked_rem(11) {
		Some(10) => b'X',
		Some(rest) => b'0'.saturating_add(u8::try_from(rest).unwrap_or_default()),
		None => b'0',
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn published_patents_are_accepted_in_every_usual_spelling() {
		// Granted patents, numbers as printed on their front pages.
		for text in [
			"ZL201410144513.X",
			"ZL 2014 8 0005701.2",
			"201410076931.x",
			"2017106018623",
			"ZL201310339690.9",
			"97101765.4",
		] {
			let (kind, _) =
				parse(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
			assert_eq!(kind, PatentKind::Invention, "{text}");
		}
	}

	#[test]
	fn the_kept_form_is_the_same_for_every_spelling() {
		let (_, kept) = parse(b"ZL 2014 8 0005701.2").unwrap();
		assert_eq!(kept.as_slice(), b"2014800057012");
		assert_eq!(parse(b"2014800057012").unwrap().1, kept);
	}

	#[test]
	fn wrong_length_kind_character_and_check_are_told_apart() {
		assert_eq!(parse(b"ZL2003"), Err(PatentNumberError::Length { found: 4 }));
		assert_eq!(parse(b"2017A06018623"), Err(PatentNumberError::Character));
		assert_eq!(parse(b"2017706018623"), Err(PatentNumberError::Kind));
		assert_eq!(parse(b"2017106018624"), Err(PatentNumberError::Check { expected: '3' }));
	}

	proptest! {
		#[test]
		fn one_wrong_digit_is_always_caught(serial in 0u32..10_000_000, at in 5usize..12, delta in 1u8..10) {
			let mut body = alloc::format!("20181{serial:07}").into_bytes();
			let check = check_digit(&body);
			body[at] = b'0' + (body[at] - b'0' + delta) % 10;
			body.push(check);
			prop_assert!(matches!(parse(&body), Err(PatentNumberError::Check { .. })), "{body:?}");
		}

		#[test]
		fn any_bytes_are_parsed_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
			let _ = parse(&bytes);
		}
	}
}
