//! The absence of a currency, for pallets that ask for one.
//!
//! A token would be unlawful where this chain runs. Every balance is zero and every change of one is
//! refused or does nothing; all deposits are set to zero, so nothing ever asks.

use polkadot_sdk::*;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{
	fungible::{hold, Dust, Inspect, Mutate, Unbalanced},
	tokens::{DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence},
};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, DispatchResult};

/// Implements the currency traits without a currency.
pub struct NoCurrency;

/// The reason of a hold that never happens.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen, Clone, Copy, Debug)]
pub struct NoReason;

impl From<pallet_session::HoldReason> for NoReason {
	fn from(_: pallet_session::HoldReason) -> Self {
		Self
	}
}

impl<AccountId> Inspect<AccountId> for NoCurrency {
	type Balance = u64;

	fn total_issuance() -> u64 {
		0
	}

	fn minimum_balance() -> u64 {
		0
	}

	fn total_balance(_: &AccountId) -> u64 {
		0
	}

	fn balance(_: &AccountId) -> u64 {
		0
	}

	fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> u64 {
		0
	}

	fn can_deposit(_: &AccountId, _: u64, _: Provenance) -> DepositConsequence {
		DepositConsequence::UnknownAsset
	}

	fn can_withdraw(_: &AccountId, _: u64) -> WithdrawConsequence<u64> {
		WithdrawConsequence::UnknownAsset
	}
}

impl<AccountId> Unbalanced<AccountId> for NoCurrency {
	fn handle_dust(_: Dust<AccountId, Self>) {}

	fn write_balance(_: &AccountId, _: u64) -> Result<Option<u64>, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn set_total_issuance(_: u64) {}
}

impl<AccountId: Eq> Mutate<AccountId> for NoCurrency {}

impl<AccountId> hold::Inspect<AccountId> for NoCurrency {
	type Reason = NoReason;

	fn total_balance_on_hold(_: &AccountId) -> u64 {
		0
	}

	fn balance_on_hold(_: &NoReason, _: &AccountId) -> u64 {
		0
	}
}

impl<AccountId> hold::Unbalanced<AccountId> for NoCurrency {
	fn set_balance_on_hold(_: &NoReason, _: &AccountId, _: u64) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}
}

impl<AccountId: Eq> hold::Mutate<AccountId> for NoCurrency {}
