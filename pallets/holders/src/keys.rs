//! Which key acts for a holder, and who may help when it is lost.

use crate::{pallet::*, *};
use frame_support::{ensure, pallet_prelude::*};
use ipcircle_primitives::{record::Guardians, Guardian, HolderId};
use sp_runtime::AccountId32;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_rotate_key(
		holder: HolderId,
		new: &AccountId32,
	) -> Result<AccountId32, DispatchError> {
		let old = Self::replace_key(holder, new)?;
		Self::drop_recovery(holder);
		Ok(old)
	}

	/// Puts `new` in the place of the holder's key and gives the key that was replaced.
	///
	/// Every change of key passes here, so that none leaves the old one alive.
	pub(crate) fn replace_key(
		holder: HolderId,
		new: &AccountId32,
	) -> Result<AccountId32, DispatchError> {
		Holders::<T>::try_mutate(holder, |record| {
			let record = record.as_mut().ok_or(Error::<T>::HolderNotFound)?;
			let old = AccountId32::new(record.key);
			T::Accounts::admit(new, holder)?;
			T::Accounts::retire(&old)?;
			record.key = new.clone().into();
			record.key_since = Self::now();
			Ok(old)
		})
	}

	pub(crate) fn do_set_guardians(
		holder: HolderId,
		guardians: &Guardians,
		threshold: u8,
	) -> DispatchResult {
		Self::check_guardians(holder, guardians, threshold)?;
		Holders::<T>::try_mutate(holder, |record| -> DispatchResult {
			let record = record.as_mut().ok_or(Error::<T>::HolderNotFound)?;
			record.guardians = guardians.clone();
			record.guardian_threshold = threshold;
			Ok(())
		})?;
		// Approvals counted against the former list mean nothing under the new one.
		Self::drop_recovery(holder);
		Ok(())
	}

	/// Whether `guardians` and `threshold` can stand in the record of `holder`.
	pub(crate) fn check_guardians(
		holder: HolderId,
		guardians: &[Guardian],
		threshold: u8,
	) -> DispatchResult {
		let fits = match guardians.len() {
			0 => threshold == 0,
			most => threshold > 0 && usize::from(threshold) <= most,
		};
		ensure!(fits, Error::<T>::ThresholdOutOfRange);
		ensure!(!guardians.contains(&Guardian::Holder(holder)), Error::<T>::GuardianIsSelf);
		for (at, guardian) in guardians.iter().enumerate() {
			let repeated = guardians.iter().take(at).any(|earlier| earlier == guardian);
			ensure!(!repeated, Error::<T>::GuardianRepeated);
			let exists = match guardian {
				Guardian::Holder(other) => Holders::<T>::contains_key(other),
				Guardian::Institution(institution) => T::Officers::institution_exists(*institution),
			};
			ensure!(exists, Error::<T>::GuardianNotFound);
		}
		Ok(())
	}
}
