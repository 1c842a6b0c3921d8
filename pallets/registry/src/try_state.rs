//! What must always hold between the records.

use crate::{pallet::*, *};
use frame_support::ensure;
use ipcircle_primitives::{share, RightId, RightRecord};
use sp_runtime::{SaturatedConversion, TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Checks every record against every other; reads the whole pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut rights: u64 = 0;
		for (right, record) in Rights::<T>::iter() {
			rights = rights.saturating_add(1);
			Self::check_right(right, &record)?;
		}
		let given_out = NextSerial::<T>::iter_values()
			.map(|next| u64::from(next.saturating_sub(FIRST_SERIAL)))
			.fold(0, u64::saturating_add);
		ensure!(rights == given_out, "a serial was skipped, or a right is gone");
		let committed: u64 = RightsByCommitment::<T>::iter_keys().count().saturated_into();
		ensure!(rights == committed, "a commitment belongs to no right");
		for (right, standing) in Encumbrances::<T>::iter() {
			Self::check_encumbrances(right, &standing)?;
		}
		Ok(())
	}

	fn check_right(right: RightId, record: &RightRecord) -> Result<(), TryRuntimeError> {
		let RightId { city, year, serial } = right;
		let numbered = (FIRST_SERIAL..NextSerial::<T>::get((city, year))).contains(&serial);
		ensure!(numbered, "a right has a number that was not given out");
		let in_year = calendar::year_of(record.registered_at.time) == Some(year);
		ensure!(in_year, "a right's number is of another year than its registration");
		ensure!(share::check(&record.shares).is_ok(), "a right's shares are not whole");
		let owners_known =
			record.shares.iter().all(|share| T::Holders::holder(share.holder).is_some());
		ensure!(owners_known, "a right has an owner that is no holder");
		let registrant = T::Holders::holder(record.registrant);
		let at_home = registrant.is_some_and(|registrant| registrant.home == city);
		ensure!(at_home, "a right was registered away from its registrant's home");
		let found = RightsByCommitment::<T>::get((record.registrant, record.commitment));
		ensure!(found == Some(right), "a right's commitment leads elsewhere");
		let number_fits = record
			.statutory_number
			.as_ref()
			.is_none_or(|number| statutory::check::<T>(record.kind, number).is_ok());
		ensure!(number_fits, "a right's statutory number is not lawful");
		let claim_fits =
			record.claimed_created.is_none_or(|created| created <= record.registered_at.time);
		ensure!(claim_fits, "a right claims to be created after its registration");
		Self::check_predecessor(right, record)
	}

	fn check_predecessor(right: RightId, record: &RightRecord) -> Result<(), TryRuntimeError> {
		let Some(earlier) = record.predecessor else { return Ok(()) };
		ensure!(earlier != right, "a right precedes itself");
		let earlier = Rights::<T>::get(earlier).ok_or("a right's predecessor is gone")?;
		let in_order = earlier.registered_at.block <= record.registered_at.block;
		ensure!(in_order, "a right is older than its predecessor");
		Ok(())
	}

	fn check_encumbrances(
		right: RightId,
		standing: &ipcircle_primitives::Encumbrances,
	) -> Result<(), TryRuntimeError> {
		ensure!(!standing.is_empty(), "an empty list of encumbrances was left behind");
		ensure!(Rights::<T>::contains_key(right), "an encumbrance stands on no right");
		let each_once = standing
			.iter()
			.enumerate()
			.all(|(at, one)| encumbrance::position(standing, one.kind, one.document) == Some(at));
		ensure!(each_once, "an encumbrance stands twice");
		Ok(())
	}
}
