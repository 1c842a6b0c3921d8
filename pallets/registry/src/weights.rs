//! What each call costs.
//!
//! Computed, not yet measured: the storage reads and writes of each call, counted in the code together
//! with those of the registers of accounts and holders behind it, at the runtime's database weights (ParityDB:
//! 8 us a read, 50 us a write), and a flat allowance for decoding and checks. The proof size is zero:
//! this chain carries no storage proofs in its blocks.

use crate::*;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of the calls.
pub trait WeightInfo {
	/// `register` with that many owners.
	fn register(owners: u32) -> Weight;
}

/// Decoding and checks of one call, in picoseconds.
const CALL_PS: u64 = 20_000_000;

/// Weights from the runtime's database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Reads: account, time, commitment, predecessor, serial, each owner (the registrant is one).
	// Writes: right, commitment, serial.
	fn register(owners: u32) -> Weight {
		let reads = u64::from(owners).saturating_add(5);
		Weight::from_parts(CALL_PS, 0).saturating_add(T::DbWeight::get().reads_writes(reads, 3))
	}
}
