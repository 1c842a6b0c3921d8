//! What a registrant declares.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use ipcircle_primitives::{
	patent::StatutoryNumber, Commitment, Digests, Moment, RightId, RightKind, Shares,
};
use polkadot_sdk::sp_runtime::SaturatedConversion;
use scale_info::TypeInfo;

/// The declaration with which a holder registers a right.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Registration {
	/// What is protected.
	pub kind: RightKind,
	/// Salted commitment to the file.
	pub commitment: Commitment,
	/// The plain digests, to opt in to public duplicate search.
	pub digests: Option<Digests>,
	/// The number given by the statutory registry, if there is one, as the chain keeps it: a patent number
	/// without `ZL`, spaces and the dot.
	pub statutory_number: Option<StatutoryNumber>,
	/// Who owns how much; sums to 1,000,000 parts per million.
	pub shares: Shares,
	/// When the registrant says it was created, Unix milliseconds UTC; not after the block's time.
	pub claimed_created: Option<Moment>,
	/// The version before this one.
	pub predecessor: Option<RightId>,
}

impl Registration {
	/// How many owners it names, for weights.
	pub fn owners(&self) -> u32 {
		self.shares.len().saturated_into()
	}
}
