//! Weights.
//!
//! Computed by hand, not yet measured: storage reads and writes of the worst case at the runtime's
//! database weights (ParityDB: 8 us a read, 50 us a write), and an estimate of the computation.

use crate::{MAX_MOTIONS_PER_SEAT, MAX_SUPERVISORS, MAX_VALIDATORS_PER_MEMBER, MAX_VOTES};
use core::marker::PhantomData;
use polkadot_sdk::{
	frame_support::{traits::Get, weights::Weight},
	frame_system,
};

/// Computation of one call, in picoseconds: decoding, checks and encoding of a few small records.
const COMPUTATION_PS: u64 = 20_000_000;

/// Computation for each call that admission looks at, in picoseconds.
const PART_PS: u64 = 1_000_000;

/// Reads that tell whether a signer may act, and the seat it votes for.
const STANDING_READS: u64 = 5;

/// Weights of this pallet.
pub trait WeightInfo {
	/// Of `admit_member`.
	fn admit_member() -> Weight;
	/// Of `remove_member`.
	fn remove_member() -> Weight;
	/// Of `set_validators`.
	fn set_validators() -> Weight;
	/// Of `admit_institution`.
	fn admit_institution() -> Weight;
	/// Of `set_institution_standing`.
	fn set_institution_standing() -> Weight;
	/// Of `appoint_officer`.
	fn appoint_officer() -> Weight;
	/// Of `set_officer_standing`.
	fn set_officer_standing() -> Weight;
	/// Of `dismiss_officer`.
	fn dismiss_officer() -> Weight;
	/// Of `rotate_key`.
	fn rotate_key() -> Weight;
	/// Of `set_supervisor`.
	fn set_supervisor() -> Weight;
	/// Of `set_quotas`.
	fn set_quotas() -> Weight;
	/// Of `propose`.
	fn propose() -> Weight;
	/// Of `vote`.
	fn vote() -> Weight;
	/// Of `enact`, without the motion's call.
	fn enact() -> Weight;
	/// Of `stop`.
	fn stop() -> Weight;
	/// Of `resume`.
	fn resume() -> Weight;
	/// Of `withdraw`.
	fn withdraw() -> Weight;
	/// Of the admission of a transaction of `parts` calls, `agents` of them as another account.
	fn check_admission(parts: u32, agents: u32) -> Weight;
}

/// Weights at the runtime's database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> SubstrateWeight<T> {
	fn of(reads: u64, writes: u64) -> Weight {
		Weight::from_parts(COMPUTATION_PS, 0)
			.saturating_add(T::DbWeight::get().reads_writes(reads, writes))
	}
}

/// Every validator key of a member, replaced: two standings and one provider each.
const VALIDATOR_KEYS: u64 = 3 * MAX_VALIDATORS_PER_MEMBER as u64;
/// The list and the motions of one seat.
const MOTIONS_OF_SEAT: u64 = 1 + MAX_MOTIONS_PER_SEAT as u64;
/// Every seat's record, their number, and the list of supervisors.
const TALLY_READS: u64 = MAX_VOTES as u64 + 2;

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn admit_member() -> Weight {
		Self::of(VALIDATOR_KEYS + 6, VALIDATOR_KEYS + 5)
	}

	fn remove_member() -> Weight {
		let seats = u64::from(MAX_SUPERVISORS) + 1;
		Self::of(
			VALIDATOR_KEYS + seats + seats * MOTIONS_OF_SEAT + 5,
			VALIDATOR_KEYS + seats * MOTIONS_OF_SEAT + 5,
		)
	}

	fn set_validators() -> Weight {
		Self::of(VALIDATOR_KEYS + 2, VALIDATOR_KEYS + 1)
	}

	fn admit_institution() -> Weight {
		Self::of(STANDING_READS + 5, 4)
	}

	fn set_institution_standing() -> Weight {
		Self::of(STANDING_READS + 2, 1)
	}

	fn appoint_officer() -> Weight {
		Self::of(STANDING_READS + 5, 3)
	}

	fn set_officer_standing() -> Weight {
		Self::of(STANDING_READS + 1, 1)
	}

	fn dismiss_officer() -> Weight {
		Self::of(STANDING_READS + 2, 2)
	}

	fn rotate_key() -> Weight {
		Self::of(STANDING_READS + 4, 4)
	}

	fn set_supervisor() -> Weight {
		Self::of(3 + MOTIONS_OF_SEAT, 1 + MOTIONS_OF_SEAT)
	}

	fn set_quotas() -> Weight {
		Self::of(0, 1)
	}

	fn propose() -> Weight {
		Self::of(STANDING_READS + MOTIONS_OF_SEAT + TALLY_READS + 2, MOTIONS_OF_SEAT + 2)
	}

	fn vote() -> Weight {
		Self::of(STANDING_READS + TALLY_READS + 2, 1)
	}

	fn enact() -> Weight {
		Self::of(STANDING_READS + TALLY_READS + 3, 2)
	}

	fn stop() -> Weight {
		Self::of(1, 1)
	}

	fn resume() -> Weight {
		Self::of(1, 1)
	}

	fn withdraw() -> Weight {
		Self::of(STANDING_READS + 2, 2)
	}

	fn check_admission(parts: u32, agents: u32) -> Weight {
		// Besides the standing: whether a stop is on, the quotas and two buckets.
		let reads = STANDING_READS.saturating_add(STANDING_READS.saturating_mul(u64::from(agents)));
		Self::of(reads.saturating_add(4), 2)
			.saturating_add(Weight::from_parts(PART_PS, 0).saturating_mul(u64::from(parts)))
	}
}
