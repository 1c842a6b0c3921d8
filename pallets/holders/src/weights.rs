//! What each call costs.
//!
//! Computed, not yet measured: the storage reads and writes of each call, counted in the code together
//! with those of the circle's account register behind it, at the runtime's database weights (ParityDB:
//! 8 us a read, 50 us a write), and a flat allowance for decoding and checks. The proof size is zero:
//! this chain carries no storage proofs in its blocks.

use crate::*;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of the calls.
pub trait WeightInfo {
	/// `enrol`.
	fn enrol() -> Weight;
	/// `rotate_key`.
	fn rotate_key() -> Weight;
	/// `set_guardians` with `guardians` of them.
	fn set_guardians(guardians: u32) -> Weight;
	/// `propose_recovery`.
	fn propose_recovery() -> Weight;
	/// `approve_recovery`.
	fn approve_recovery() -> Weight;
	/// `finish_recovery`.
	fn finish_recovery() -> Weight;
	/// `cancel_recovery`.
	fn cancel_recovery() -> Weight;
	/// `set_standing`.
	fn set_standing() -> Weight;
}

/// Decoding and checks of one call, in picoseconds.
const CALL_PS: u64 = 20_000_000;

/// Weights from the runtime's database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> SubstrateWeight<T> {
	fn of(reads: u64, writes: u64) -> Weight {
		Weight::from_parts(CALL_PS, 0)
			.saturating_add(T::DbWeight::get().reads_writes(reads, writes))
	}
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Reads: officer 4 (account, officer, institution, member), real name, next number, new account 2, time.
	// Writes: holder, real name, next number, new account 2.
	fn enrol() -> Weight {
		Self::of(9, 5)
	}

	// Reads: account, holder, new account 2, time, recovery. Writes: holder, both accounts 3, recovery.
	fn rotate_key() -> Weight {
		Self::of(6, 5)
	}

	// Reads: account, holder, recovery, each guardian. Writes: holder, recovery.
	fn set_guardians(guardians: u32) -> Weight {
		Self::of(u64::from(guardians).saturating_add(3), 2)
	}

	// Reads: guardian 3 (account, institution, member), holder, recovery, new account. Writes: recovery.
	fn propose_recovery() -> Weight {
		Self::of(6, 1)
	}

	// Reads: guardian 3, holder, recovery. Writes: recovery.
	fn approve_recovery() -> Weight {
		Self::of(5, 1)
	}

	// Reads: recovery, holder, both accounts 3, time. Writes: recovery, holder, both accounts 3.
	fn finish_recovery() -> Weight {
		Self::of(6, 5)
	}

	// Reads: account, holder, recovery. Writes: recovery.
	fn cancel_recovery() -> Weight {
		Self::of(3, 1)
	}

	// Reads: officer 4, holder. Writes: holder.
	fn set_standing() -> Weight {
		Self::of(5, 1)
	}
}
