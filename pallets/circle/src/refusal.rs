//! Why a transaction is refused before it reaches a block.
//!
//! The codes travel as `InvalidTransaction::Custom` and are part of the chain's interface: clients turn
//! them into text. A code is never given a second meaning. This pallet owns 1 to 31.

use polkadot_sdk::sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionValidityError,
};

/// Nobody admitted the account.
pub const UNKNOWN_SIGNER: u8 = 1;
/// The key was rotated, dismissed or removed.
pub const RETIRED_KEY: u8 = 2;
/// The account, its institution or its holder is suspended, or its city left the circle.
pub const SUSPENDED: u8 = 3;
/// The officer's appointment has run out.
pub const OFFICER_EXPIRED: u8 = 4;
/// The call is not for this kind of account.
pub const CALL_NOT_ALLOWED: u8 = 5;
/// Calls are wrapped in calls too often.
pub const TOO_DEEP: u8 = 6;
/// The party's quota does not cover the transaction now.
pub const QUOTA_EXHAUSTED: u8 = 7;
/// The chain's quota does not cover the transaction now.
pub const CHAIN_QUOTA_EXHAUSTED: u8 = 8;
/// An emergency stop is on; only the chambers may act.
pub const STOPPED: u8 = 9;
/// The transaction holds too many calls.
pub const TOO_MANY_CALLS: u8 = 10;

/// Why an account or its transaction is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
	/// See [`UNKNOWN_SIGNER`].
	UnknownSigner,
	/// See [`RETIRED_KEY`].
	RetiredKey,
	/// See [`SUSPENDED`].
	Suspended,
	/// See [`OFFICER_EXPIRED`].
	OfficerExpired,
	/// See [`CALL_NOT_ALLOWED`].
	CallNotAllowed,
	/// See [`TOO_DEEP`].
	TooDeep,
	/// See [`QUOTA_EXHAUSTED`].
	QuotaExhausted,
	/// See [`CHAIN_QUOTA_EXHAUSTED`].
	ChainQuotaExhausted,
	/// See [`STOPPED`].
	Stopped,
	/// See [`TOO_MANY_CALLS`].
	TooManyCalls,
}

impl Refusal {
	/// The code that a client sees.
	pub const fn code(self) -> u8 {
		match self {
			Self::UnknownSigner => UNKNOWN_SIGNER,
			Self::RetiredKey => RETIRED_KEY,
			Self::Suspended => SUSPENDED,
			Self::OfficerExpired => OFFICER_EXPIRED,
			Self::CallNotAllowed => CALL_NOT_ALLOWED,
			Self::TooDeep => TOO_DEEP,
			Self::QuotaExhausted => QUOTA_EXHAUSTED,
			Self::ChainQuotaExhausted => CHAIN_QUOTA_EXHAUSTED,
			Self::Stopped => STOPPED,
			Self::TooManyCalls => TOO_MANY_CALLS,
		}
	}
}

impl From<Refusal> for TransactionValidityError {
	fn from(refusal: Refusal) -> Self {
		InvalidTransaction::Custom(refusal.code()).into()
	}
}
