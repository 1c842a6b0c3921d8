//! How guardians bring a holder back to a lost key.

use crate::{pallet::*, *};
use frame_support::{ensure, pallet_prelude::*};
use ipcircle_primitives::{record::Guardians, Guardian, HolderId};
use sp_runtime::AccountId32;

impl<T: Config> Pallet<T> {
	/// Opens a recovery with the guardian's own approval; gives the block it is ready in, if any.
	pub(crate) fn do_propose_recovery(
		holder: HolderId,
		guardian: Guardian,
		new_key: &AccountId32,
	) -> Result<Option<u32>, DispatchError> {
		let now = Self::block();
		if let Some(last) = Recoveries::<T>::get(holder) {
			ensure!(last.has_lapsed(now), Error::<T>::RecoveryOpen);
			let unsupported_opener =
				last.ready_at.is_none() && last.approvals.first() == Some(&guardian);
			ensure!(!unsupported_opener, Error::<T>::ProposerMustDiffer);
		}
		T::Accounts::ensure_fresh(new_key)?;
		let mut recovery = Recovery {
			new_key: new_key.clone().into(),
			approvals: Guardians::new(),
			ready_at: None,
			open_until: now.saturating_add(T::RecoveryLifetime::get()),
		};
		Self::approve(holder, &mut recovery, guardian)?;
		Recoveries::<T>::insert(holder, &recovery);
		Ok(recovery.ready_at)
	}

	/// Adds a guardian's approval; gives the block the recovery is ready in, if any.
	pub(crate) fn do_approve_recovery(
		holder: HolderId,
		guardian: Guardian,
		new_key: &AccountId32,
	) -> Result<Option<u32>, DispatchError> {
		let mut recovery = Self::open_recovery(holder)?;
		ensure!(AccountId32::new(recovery.new_key) == *new_key, Error::<T>::RecoveryKeyDiffers);
		ensure!(!recovery.approvals.contains(&guardian), Error::<T>::AlreadyApproved);
		Self::approve(holder, &mut recovery, guardian)?;
		Recoveries::<T>::insert(holder, &recovery);
		Ok(recovery.ready_at)
	}

	/// Puts the new key in place; gives the old and the new one.
	pub(crate) fn do_finish_recovery(
		holder: HolderId,
	) -> Result<(AccountId32, AccountId32), DispatchError> {
		let recovery = Self::open_recovery(holder)?;
		let ready_at = recovery.ready_at.ok_or(Error::<T>::ApprovalsMissing)?;
		ensure!(Self::block() >= ready_at, Error::<T>::DelayNotOver);
		let new = AccountId32::new(recovery.new_key);
		let old = Self::replace_key(holder, &new)?;
		Recoveries::<T>::remove(holder);
		Ok((old, new))
	}

	/// Ends whatever recovery there is, because the living key spoke. Says whether there was one.
	pub(crate) fn drop_recovery(holder: HolderId) -> bool {
		let dropped = Recoveries::<T>::take(holder).is_some();
		if dropped {
			Self::deposit_event(Event::RecoveryCancelled { holder });
		}
		dropped
	}

	/// The recovery of `holder` that can still be approved and finished.
	fn open_recovery(holder: HolderId) -> Result<Recovery, DispatchError> {
		let recovery = Recoveries::<T>::get(holder).ok_or(Error::<T>::RecoveryNotFound)?;
		ensure!(!recovery.has_lapsed(Self::block()), Error::<T>::RecoveryLapsed);
		Ok(recovery)
	}

	/// Counts an approval; the one that reaches the threshold starts the delay.
	fn approve(holder: HolderId, recovery: &mut Recovery, guardian: Guardian) -> DispatchResult {
		let threshold =
			Holders::<T>::get(holder).ok_or(Error::<T>::HolderNotFound)?.guardian_threshold;
		// The list of approvals is as long as that of guardians, and each approves once.
		recovery.approvals.try_push(guardian).map_err(|_| Error::<T>::AlreadyApproved)?;
		if recovery.ready_at.is_none() && recovery.approvals.len() >= usize::from(threshold) {
			let ready_at = Self::block().saturating_add(T::RecoveryDelay::get());
			recovery.ready_at = Some(ready_at);
			recovery.open_until = ready_at.saturating_add(T::RecoveryLifetime::get());
		}
		Ok(())
	}
}
