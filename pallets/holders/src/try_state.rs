//! What must always hold between the records.

use crate::{pallet::*, *};
use frame_support::ensure;
use ipcircle_primitives::{Guardian, HolderId, HolderRecord};
use sp_runtime::{AccountId32, SaturatedConversion, TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Checks every record against every other; reads the whole pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut holders: u64 = 0;
		for (holder, record) in Holders::<T>::iter() {
			holders = holders.saturating_add(1);
			Self::check_record(holder, &record)?;
		}
		let given_out = NextHolderId::<T>::get().saturating_sub(FIRST_HOLDER);
		ensure!(holders == given_out, "a holder number was skipped, or a record is gone");
		let names: u64 = RealNames::<T>::iter_keys().count().saturated_into();
		ensure!(names == holders, "a real-name commitment belongs to no holder");
		for (holder, recovery) in Recoveries::<T>::iter() {
			Self::check_recovery(holder, &recovery)?;
		}
		Ok(())
	}

	fn check_record(holder: HolderId, record: &HolderRecord) -> Result<(), TryRuntimeError> {
		let numbered = (FIRST_HOLDER..NextHolderId::<T>::get()).contains(&holder);
		ensure!(numbered, "a holder has a number that was not given out");
		let key_acts = T::Accounts::holder(&AccountId32::new(record.key)) == Some(holder);
		ensure!(key_acts, "a holder's key does not act for it");
		let named = RealNames::<T>::get(record.real_name) == Some(holder);
		ensure!(named, "a holder's real name leads elsewhere");
		Self::check_guardians(holder, &record.guardians, record.guardian_threshold)?;
		let ordered = record.key_since.block >= record.registered_at.block;
		ensure!(ordered, "a key is older than its holder");
		Ok(())
	}

	fn check_recovery(holder: HolderId, recovery: &Recovery) -> Result<(), TryRuntimeError> {
		let record = Holders::<T>::get(holder).ok_or("a recovery is for no holder")?;
		let by_guardians = recovery
			.approvals
			.iter()
			.all(|guardian: &Guardian| record.guardians.contains(guardian));
		ensure!(by_guardians, "a recovery was approved by somebody who is no guardian");
		let once = recovery.approvals.iter().enumerate().all(|(at, guardian)| {
			!recovery.approvals.iter().take(at).any(|other| other == guardian)
		});
		ensure!(once, "a guardian approved twice");
		ensure!(!recovery.approvals.is_empty(), "a recovery has no approval");
		let complete = recovery.approvals.len() >= usize::from(record.guardian_threshold);
		ensure!(
			complete == recovery.ready_at.is_some(),
			"a recovery is ready without its approvals"
		);
		let in_order = recovery.ready_at.is_none_or(|ready_at| ready_at <= recovery.open_until);
		ensure!(in_order, "a recovery lapses before it is ready");
		Ok(())
	}
}
