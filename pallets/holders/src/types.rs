//! Data of this pallet that proofs do not carry.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use ipcircle_primitives::{record::Guardians, AccountBytes};
use scale_info::TypeInfo;

/// A recovery under way: guardians approve one new key for a holder.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Recovery {
	/// The key that is to take over.
	pub new_key: AccountBytes,
	/// Who has approved, in order; the first opened it.
	pub approvals: Guardians,
	/// The first block in which it may be finished; none until enough guardians have approved.
	pub ready_at: Option<u32>,
	/// The last block in which it may be approved or finished.
	pub open_until: u32,
}

impl Recovery {
	/// Whether it can no longer be approved or finished in block `now`.
	pub fn has_lapsed(&self, now: u32) -> bool {
		now > self.open_until
	}
}
