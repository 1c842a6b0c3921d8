//! The check character of ISO/IEC 7064, hybrid system MOD 37,36.
//!
//! It catches every single substitution and every transposition of neighbours over `0-9A-Z`.

/// The 36 characters in value order.
const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The check character of `text`, or `None` when `text` holds a character outside `0-9A-Z`.
pub fn check_character(text: &[u8]) -> Option<u8> {
	let product = fold(text)?;
	// The value that makes the whole congruent to 1 modulo 36.
	let value = (37u32.checked_sub(product)?).checked_rem(36)?;
	ALPHABET.get(usize::try_from(value).ok()?).copied()
}

/// Whether the last character of `text` is the check character of the rest.
pub fn is_valid(text: &[u8]) -> bool {
	text.split_last()
		.is_some_and(|(check, body)| !body.is_empty() && check_character(body) == Some(*check))
}

fn fold(text: &[u8]) -> Option<u32> {
	text.iter().try_fold(36u32, |product, character| {
		let value = ALPHABET.iter().position(|c| c == character)?;
		let sum = product.checked_add(u32::try_from(value).ok()?)?.checked_rem(36)?;
		let sum = if sum == 0 { 36 } else { sum };
		sum.checked_mul(2)?.checked_rem(37)
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn the_published_example_holds() {
		// ISO/IEC 7064 MOD 37,36 as used by the Global Release Identifier: A1-2425G-ABC1234002-M.
		assert_eq!(check_character(b"A12425GABC1234002"), Some(b'M'));
		assert!(is_valid(b"A12425GABC1234002M"));
	}

	#[test]
	fn lower_case_and_signs_have_no_check_character() {
		assert_eq!(check_character(b"ab"), None);
		assert_eq!(check_character(b"A-1"), None);
		assert!(!is_valid(b""));
	}

	proptest! {
		#[test]
		fn every_single_substitution_is_caught(text in "[0-9A-Z]{1,24}", at in any::<prop::sample::Index>(), with in 0usize..36) {
			let mut whole = text.clone().into_bytes();
			whole.push(check_character(text.as_bytes()).unwrap());
			prop_assert!(is_valid(&whole));
			let at = at.index(whole.len());
			prop_assume!(whole[at] != ALPHABET[with]);
			whole[at] = ALPHABET[with];
			prop_assert!(!is_valid(&whole));
		}
	}
}
