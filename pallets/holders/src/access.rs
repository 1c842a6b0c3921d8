//! Who may do what: what this pallet asks of the circle, and what it tells others about holders.

use crate::{pallet::*, *};
use frame_support::{ensure, pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use ipcircle_primitives::{
	Guardian, HolderId, HolderRecord, InstitutionId, MemberId, RegisteredAt, Standing,
};
use sp_runtime::{AccountId32, SaturatedConversion};

/// Who an account is in the circle.
pub trait Accounts {
	/// Refuses an account that has a standing, of whatever kind, or once had one.
	fn ensure_fresh(account: &AccountId32) -> DispatchResult;

	/// Lets a fresh account act for `holder`. Refuses what [`Accounts::ensure_fresh`] refuses.
	fn admit(account: &AccountId32, holder: HolderId) -> DispatchResult;

	/// Takes an account's standing away for ever.
	fn retire(account: &AccountId32) -> DispatchResult;

	/// The holder that an account acts for, if it acts for one.
	fn holder(account: &AccountId32) -> Option<HolderId>;
}

/// Registrars and institutions of the circle.
pub trait Officers<Origin> {
	/// The institution and city of a signer that may enrol holders now: an officer with the role of
	/// registrar, neither expired nor suspended, of an active institution of a member city.
	fn ensure_registrar(origin: Origin) -> Result<(InstitutionId, MemberId), DispatchError>;

	/// The institution that an account administers, if that institution may act now.
	fn administrator_of(account: &AccountId32) -> Option<InstitutionId>;

	/// Whether an institution has this number.
	fn institution_exists(institution: InstitutionId) -> bool;
}

/// How many entries a bounded list has, for weights.
pub(crate) fn count<E>(list: &[E]) -> u32 {
	list.len().saturated_into()
}

impl<T: Config> Pallet<T> {
	/// The active holder that signed.
	///
	/// # Errors
	///
	/// Not signed; [`Error::NotHolder`] also for a key that was replaced; [`Error::HolderSuspended`].
	pub fn ensure_holder(origin: OriginFor<T>) -> Result<HolderId, DispatchError> {
		Self::active_holder(&ensure_signed(origin)?)
	}

	/// A holder's record, whether active or not.
	pub fn holder(holder: HolderId) -> Option<HolderRecord> {
		Holders::<T>::get(holder)
	}

	/// Whether a holder is enrolled and not suspended.
	pub fn is_active(holder: HolderId) -> bool {
		Holders::<T>::get(holder).is_some_and(|record| record.standing == Standing::Active)
	}

	/// The active holder that an account acts for.
	fn active_holder(account: &AccountId32) -> Result<HolderId, DispatchError> {
		let holder = T::Accounts::holder(account).ok_or(Error::<T>::NotHolder)?;
		let record = Holders::<T>::get(holder).ok_or(Error::<T>::NotHolder)?;
		ensure!(record.key == <[u8; 32]>::from(account.clone()), Error::<T>::NotHolder);
		ensure!(record.standing == Standing::Active, Error::<T>::HolderSuspended);
		Ok(holder)
	}

	/// The guardian of `holder` that signed.
	pub(crate) fn ensure_guardian(
		origin: OriginFor<T>,
		holder: HolderId,
	) -> Result<Guardian, DispatchError> {
		let account = ensure_signed(origin)?;
		let guardian = T::Officers::administrator_of(&account)
			.map(Guardian::Institution)
			.or_else(|| T::Accounts::holder(&account).map(Guardian::Holder))
			.ok_or(Error::<T>::NotGuardian)?;
		let record = Holders::<T>::get(holder).ok_or(Error::<T>::HolderNotFound)?;
		ensure!(record.guardians.contains(&guardian), Error::<T>::NotGuardian);
		if let Guardian::Holder(_) = guardian {
			Self::active_holder(&account)?;
		}
		Ok(guardian)
	}

	/// The institution that enrolled `holder` and signed through a registrar; none when both chambers
	/// decided.
	pub(crate) fn ensure_supervisor_of(
		origin: OriginFor<T>,
		holder: HolderId,
	) -> Result<Option<InstitutionId>, DispatchError> {
		if ensure_root(origin.clone()).is_ok() {
			return Ok(None);
		}
		let (registrar, _) = T::Officers::ensure_registrar(origin)?;
		let record = Holders::<T>::get(holder).ok_or(Error::<T>::HolderNotFound)?;
		ensure!(record.registrar == registrar, Error::<T>::NotRegistrarOfHolder);
		Ok(Some(registrar))
	}

	/// The number of the block being made.
	pub(crate) fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// The block being made and its time.
	pub(crate) fn now() -> RegisteredAt {
		RegisteredAt { block: Self::block(), time: T::Time::now() }
	}
}
