//! Who is a holder, and whether it may act.

use crate::{pallet::*, *};
use frame_support::{ensure, pallet_prelude::*};
use ipcircle_primitives::{
	record::Guardians, Commitment, HolderId, HolderKind, HolderRecord, InstitutionId, MemberId,
	Standing,
};
use sp_runtime::AccountId32;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_enrol(
		account: &AccountId32,
		kind: HolderKind,
		real_name: Commitment,
		registrar: InstitutionId,
		home: MemberId,
	) -> Result<HolderId, DispatchError> {
		ensure!(!RealNames::<T>::contains_key(real_name), Error::<T>::RealNameTaken);
		let holder = NextHolderId::<T>::get();
		let next = holder.checked_add(1).ok_or(Error::<T>::HolderIdsExhausted)?;
		T::Accounts::admit(account, holder)?;

		let now = Self::now();
		let record = HolderRecord {
			kind,
			real_name,
			registrar,
			home,
			key: account.clone().into(),
			key_since: now,
			guardians: Guardians::new(),
			guardian_threshold: 0,
			standing: Standing::Active,
			registered_at: now,
		};
		Holders::<T>::insert(holder, record);
		RealNames::<T>::insert(real_name, holder);
		NextHolderId::<T>::put(next);
		Ok(holder)
	}

	pub(crate) fn do_set_standing(holder: HolderId, standing: Standing) -> DispatchResult {
		Holders::<T>::try_mutate(holder, |record| {
			let record = record.as_mut().ok_or(Error::<T>::HolderNotFound)?;
			ensure!(record.standing != standing, Error::<T>::StandingUnchanged);
			record.standing = standing;
			Ok(())
		})
	}
}
