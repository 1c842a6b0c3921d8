//! GRANDPA authority sets.

use crate::{limits::MAX_AUTHORITIES, scale::Reader};
use alloc::collections::BTreeMap;

/// A set of voters and their weights.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Authorities {
	weights: BTreeMap<[u8; 32], u64>,
	total: u64,
}

impl Authorities {
	/// Reads a SCALE `Vec<(ed25519 public key, u64 weight)>`.
	///
	/// As upstream counts: an authority listed twice holds the sum, one of weight 0 does not vote. A
	/// set that nobody can vote in, or whose total exceeds 64 bits, is refused.
	pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
		let mut weights = BTreeMap::<[u8; 32], u64>::new();
		let mut total = 0u64;
		for _ in 0..reader.length(MAX_AUTHORITIES)? {
			let id = reader.array()?;
			let weight = reader.u64()?;
			if weight == 0 {
				continue;
			}
			total = total.checked_add(weight)?;
			let sum = weights.entry(id).or_default();
			*sum = sum.checked_add(weight)?;
		}
		(total > 0).then_some(Self { weights, total })
	}

	/// The weight of a voter, `None` for a stranger.
	pub(crate) fn weight(&self, id: &[u8; 32]) -> Option<u64> {
		self.weights.get(id).copied()
	}

	/// Whether `weight` is strictly more than two thirds of the total.
	pub(crate) fn is_supermajority(&self, weight: u64) -> bool {
		u128::from(weight).saturating_mul(3) > u128::from(self.total).saturating_mul(2)
	}
}
