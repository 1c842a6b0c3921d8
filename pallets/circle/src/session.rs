//! Which validators make blocks.
//!
//! A set is handed over only when it differs from the last one: every set that is handed over lengthens
//! every proof by one step, changed or not.

use crate::{pallet::*, Principal, ValidatorSet, LOG_TARGET};
use alloc::vec::Vec;
use core::marker::PhantomData;
use ipcircle_primitives::MemberId;
use pallet_session::{historical, SessionManager};
use polkadot_sdk::{
	frame_support::traits::Contains,
	sp_runtime::{traits::Convert, AccountId32},
};

/// The member that runs a validator: what an equivocation is reported against.
pub struct MemberOf<T>(PhantomData<T>);

impl<T: Config> Convert<AccountId32, Option<MemberId>> for MemberOf<T> {
	fn convert(account: AccountId32) -> Option<MemberId> {
		match Accounts::<T>::get(account) {
			Some(Principal::Validator(member)) => Some(member),
			_ => None,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The validators with session keys, if they are others than last time.
	fn plan_session() -> Option<ValidatorSet> {
		let mut ready = Validators::<T>::get();
		ready.retain(|(account, _)| T::HasSessionKeys::contains(account));
		if ready.is_empty() {
			log::error!(target: LOG_TARGET, "no validator has session keys: the old set stays");
			return None;
		}
		if ready == LastSet::<T>::get() {
			return None;
		}
		LastSet::<T>::put(&ready);
		Some(ready)
	}
}

impl<T: Config> SessionManager<AccountId32> for Pallet<T> {
	fn new_session(_: u32) -> Option<Vec<AccountId32>> {
		Self::plan_session().map(|set| set.into_iter().map(|(account, _)| account).collect())
	}

	fn start_session(_: u32) {}

	fn end_session(_: u32) {}
}

impl<T: Config> historical::SessionManager<AccountId32, MemberId> for Pallet<T> {
	fn new_session(_: u32) -> Option<Vec<(AccountId32, MemberId)>> {
		Self::plan_session().map(ValidatorSet::into_inner)
	}

	fn start_session(_: u32) {}

	fn end_session(_: u32) {}
}
