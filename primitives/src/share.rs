//! Co-ownership shares.

use crate::HolderId;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The whole of a right, in parts per million.
pub const WHOLE_PPM: u32 = 1_000_000;

/// Most co-owners one right may have.
///
/// Twice the largest number of joint applicants commonly seen on one Chinese patent.
pub const MAX_SHARES: u32 = 32;

/// One holder's share of a right.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Share {
	/// Whose share it is.
	pub holder: HolderId,
	/// Parts per million of the whole, 1 to 1,000,000.
	pub ppm: u32,
}

/// All shares of a right; valid only if [`check`] accepts them.
pub type Shares = BoundedVec<Share, ConstU32<MAX_SHARES>>;

/// Why a list of shares is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShareError {
	/// No share at all, or a share of nothing.
	Empty,
	/// A holder is named twice.
	Repeated,
	/// The shares do not sum to [`WHOLE_PPM`].
	Sum {
		/// What they sum to.
		ppm: u64,
	},
}

/// Checks that every share is positive, every holder named once, and that all sum to the whole.
pub fn check(shares: &[Share]) -> Result<(), ShareError> {
	if shares.is_empty() || shares.iter().any(|share| share.ppm == 0) {
		return Err(ShareError::Empty);
	}
	let repeated = shares.iter().enumerate().any(|(at, share)| {
		shares.iter().skip(at.saturating_add(1)).any(|other| other.holder == share.holder)
	});
	if repeated {
		return Err(ShareError::Repeated);
	}
	let ppm = shares.iter().fold(0u64, |sum, share| sum.saturating_add(u64::from(share.ppm)));
	if ppm == u64::from(WHOLE_PPM) {
		Ok(())
	} else {
		Err(ShareError::Sum { ppm })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;
	use proptest::prelude::*;

	proptest! {
		#[test]
		fn any_cut_of_the_whole_is_accepted_and_any_other_sum_is_refused(cuts in prop::collection::btree_set(1u32..WHOLE_PPM, 0..8), off in 1u32..100) {
			let mut bounds: Vec<u32> = cuts.into_iter().collect();
			bounds.insert(0, 0);
			bounds.push(WHOLE_PPM);
			let mut shares: Vec<Share> = bounds.windows(2).enumerate()
				.map(|(holder, pair)| Share { holder: holder as u64, ppm: pair[1] - pair[0] }).collect();
			prop_assert_eq!(check(&shares), Ok(()));
			shares[0].ppm += off;
			prop_assert_eq!(check(&shares), Err(ShareError::Sum { ppm: u64::from(WHOLE_PPM + off) }));
		}
	}

	#[test]
	fn a_share_of_nothing_and_a_repeated_holder_are_refused() {
		assert_eq!(check(&[]), Err(ShareError::Empty));
		let half = Share { holder: 1, ppm: 500_000 };
		assert_eq!(check(&[half, half]), Err(ShareError::Repeated));
		let none = Share { holder: 2, ppm: 0 };
		assert_eq!(check(&[Share { holder: 1, ppm: WHOLE_PPM }, none]), Err(ShareError::Empty));
	}

	#[test]
	fn shares_that_would_overflow_are_refused_not_wrapped() {
		let huge = [Share { holder: 1, ppm: u32::MAX }, Share { holder: 2, ppm: WHOLE_PPM + 1 }];
		assert!(matches!(check(&huge), Err(ShareError::Sum { .. })));
	}
}
