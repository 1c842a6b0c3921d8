//! The absence of a currency, for pallets that ask for one.
//!
//! A token would be unlawful where this chain runs. Every balance is zero and every change of one is
//! refused or does nothing; all deposits are set to zero, so nothing ever asks.

use polkadot_sdk::*;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{
	fungible::{hold, Dust, Inspect, Mutate, Unbalanced},
	tokens::{
		imbalance::TryMerge, BalanceStatus, DepositConsequence, Fortitude, Preservation,
		Provenance, WithdrawConsequence,
	},
	Currency, ExistenceRequirement, Imbalance, ReservableCurrency, SameOrOther, SignedImbalance,
	TryDrop, WithdrawReasons,
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

/// The imbalance of a currency that never moves.
#[derive(Default)]
pub struct NoImbalance;

impl TryDrop for NoImbalance {
	fn try_drop(self) -> Result<(), Self> {
		Ok(())
	}
}

impl TryMerge for NoImbalance {
	fn try_merge(self, _: Self) -> Result<Self, (Self, Self)> {
		Ok(self)
	}
}

impl Imbalance<u64> for NoImbalance {
	type Opposite = Self;

	fn zero() -> Self {
		Self
	}

	fn drop_zero(self) -> Result<(), Self> {
		Ok(())
	}

	fn split(self, _: u64) -> (Self, Self) {
		(Self, Self)
	}

	fn extract(&mut self, _: u64) -> Self {
		Self
	}

	fn merge(self, _: Self) -> Self {
		self
	}

	fn subsume(&mut self, _: Self) {}

	fn offset(self, _: Self) -> SameOrOther<Self, Self> {
		SameOrOther::None
	}

	fn peek(&self) -> u64 {
		0
	}
}

// Proxies ask for the older trait.
impl<AccountId> Currency<AccountId> for NoCurrency {
	type Balance = u64;
	type PositiveImbalance = NoImbalance;
	type NegativeImbalance = NoImbalance;

	fn total_balance(_: &AccountId) -> u64 {
		0
	}

	fn can_slash(_: &AccountId, value: u64) -> bool {
		value == 0
	}

	fn total_issuance() -> u64 {
		0
	}

	fn minimum_balance() -> u64 {
		0
	}

	fn burn(_: u64) -> NoImbalance {
		NoImbalance
	}

	fn issue(_: u64) -> NoImbalance {
		NoImbalance
	}

	fn free_balance(_: &AccountId) -> u64 {
		0
	}

	fn ensure_can_withdraw(
		_: &AccountId,
		amount: u64,
		_: WithdrawReasons,
		_: u64,
	) -> DispatchResult {
		nothing_but_zero(amount)
	}

	fn transfer(
		_: &AccountId,
		_: &AccountId,
		value: u64,
		_: ExistenceRequirement,
	) -> DispatchResult {
		nothing_but_zero(value)
	}

	fn slash(_: &AccountId, value: u64) -> (NoImbalance, u64) {
		(NoImbalance, value)
	}

	fn deposit_into_existing(_: &AccountId, value: u64) -> Result<NoImbalance, DispatchError> {
		nothing_but_zero(value).map(|()| NoImbalance)
	}

	fn deposit_creating(_: &AccountId, _: u64) -> NoImbalance {
		NoImbalance
	}

	fn withdraw(
		_: &AccountId,
		value: u64,
		_: WithdrawReasons,
		_: ExistenceRequirement,
	) -> Result<NoImbalance, DispatchError> {
		nothing_but_zero(value).map(|()| NoImbalance)
	}

	fn make_free_balance_be(_: &AccountId, _: u64) -> SignedImbalance<u64, NoImbalance> {
		SignedImbalance::Positive(NoImbalance)
	}
}

impl<AccountId> ReservableCurrency<AccountId> for NoCurrency {
	fn can_reserve(_: &AccountId, value: u64) -> bool {
		value == 0
	}

	fn slash_reserved(_: &AccountId, value: u64) -> (NoImbalance, u64) {
		(NoImbalance, value)
	}

	fn reserved_balance(_: &AccountId) -> u64 {
		0
	}

	fn reserve(_: &AccountId, value: u64) -> DispatchResult {
		nothing_but_zero(value)
	}

	fn unreserve(_: &AccountId, value: u64) -> u64 {
		value
	}

	fn repatriate_reserved(
		_: &AccountId,
		_: &AccountId,
		value: u64,
		_: BalanceStatus,
	) -> Result<u64, DispatchError> {
		Ok(value)
	}
}

/// All deposits are zero; anything else is a fault of the composition.
fn nothing_but_zero(value: u64) -> DispatchResult {
	if value == 0 {
		Ok(())
	} else {
		Err(DispatchError::Unavailable)
	}
}
