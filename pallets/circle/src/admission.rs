//! Who an account is, and whether it may act now.

use crate::{pallet::*, refusal::Refusal, Principal, Seat};
use ipcircle_primitives::{
	AccountBytes, HolderId, InstitutionId, InstitutionRecord, MemberId, RegisteredAt, Roles,
	Standing,
};
use polkadot_sdk::{
	frame_support::{dispatch::DispatchResult, ensure, traits::Time},
	frame_system::{self, ensure_signed, RawOrigin},
	sp_runtime::{AccountId32, DispatchError, SaturatedConversion},
};

/// Gives accounts a standing and takes it away.
pub trait Admission {
	/// Whether `account` can be admitted.
	///
	/// # Errors
	///
	/// It has a standing, or had one.
	fn ensure_fresh(account: &AccountId32) -> DispatchResult;

	/// Makes `account` a principal. It can sign transactions from now on.
	///
	/// # Errors
	///
	/// It has a standing, or had one.
	fn admit(account: &AccountId32, principal: Principal) -> DispatchResult;

	/// Ends the standing of `account` for ever.
	///
	/// # Errors
	///
	/// It has none.
	fn retire(account: &AccountId32) -> DispatchResult;

	/// Who `account` is, whether or not it may act now.
	fn principal(account: &AccountId32) -> Option<Principal>;
}

/// Finds who acts for an institution. An origin passes only while it may act.
pub trait OfficerCheck {
	/// The officer who signed, with its institution and city; it holds all of `roles`.
	///
	/// # Errors
	///
	/// Not signed by an officer; suspended, expired, or without the roles.
	fn ensure_officer<Origin>(
		origin: Origin,
		roles: Roles,
	) -> Result<(AccountId32, InstitutionId, MemberId), DispatchError>
	where
		Origin: Into<Result<RawOrigin<AccountId32>, Origin>>;

	/// The institution whose administrator signed.
	///
	/// # Errors
	///
	/// Not signed by an administrator, or the institution may not act.
	fn ensure_administrator<Origin>(origin: Origin) -> Result<InstitutionId, DispatchError>
	where
		Origin: Into<Result<RawOrigin<AccountId32>, Origin>>;
}

/// Whether a holder may act. Holders are kept by another pallet.
pub trait HolderLookup {
	/// Whether `holder` is enrolled and not suspended.
	fn is_active(holder: HolderId) -> bool;
}

impl HolderLookup for () {
	fn is_active(_: HolderId) -> bool {
		false
	}
}

impl<T: Config> Admission for Pallet<T> {
	fn ensure_fresh(account: &AccountId32) -> DispatchResult {
		match Accounts::<T>::get(account) {
			None => Ok(()),
			Some(Principal::Retired) => Err(Error::<T>::KeyRetired.into()),
			Some(_) => Err(Error::<T>::AccountTaken.into()),
		}
	}

	fn admit(account: &AccountId32, principal: Principal) -> DispatchResult {
		Self::ensure_fresh(account)?;
		// Without a provider the nonce check refuses every transaction of the account.
		frame_system::Pallet::<T>::inc_providers(account);
		Accounts::<T>::insert(account, principal);
		Ok(())
	}

	fn retire(account: &AccountId32) -> DispatchResult {
		match Accounts::<T>::get(account) {
			None | Some(Principal::Retired) => Err(Error::<T>::AccountNotFound.into()),
			Some(_) => {
				// The provider stays: a nonce that started again would let old transactions in.
				Accounts::<T>::insert(account, Principal::Retired);
				Ok(())
			},
		}
	}

	fn principal(account: &AccountId32) -> Option<Principal> {
		Accounts::<T>::get(account)
	}
}

impl<T: Config> OfficerCheck for Pallet<T> {
	fn ensure_officer<Origin>(
		origin: Origin,
		roles: Roles,
	) -> Result<(AccountId32, InstitutionId, MemberId), DispatchError>
	where
		Origin: Into<Result<RawOrigin<AccountId32>, Origin>>,
	{
		let account = ensure_signed(origin)?;
		let Principal::Officer(institution) = Self::acting(&account)? else {
			return Err(Error::<T>::NotAuthorized.into());
		};
		let officer = Officers::<T>::get(&account).ok_or(Error::<T>::NotAuthorized)?;
		ensure!(officer.roles.holds(roles), Error::<T>::RoleMissing);
		let record = Institutions::<T>::get(institution).ok_or(Error::<T>::InstitutionNotFound)?;
		Ok((account, institution, record.member))
	}

	fn ensure_administrator<Origin>(origin: Origin) -> Result<InstitutionId, DispatchError>
	where
		Origin: Into<Result<RawOrigin<AccountId32>, Origin>>,
	{
		match Self::acting(&ensure_signed(origin)?)? {
			Principal::Administrator(institution) => Ok(institution),
			_ => Err(Error::<T>::NotAuthorized.into()),
		}
	}
}

impl<T: Config> From<Refusal> for Error<T> {
	fn from(refusal: Refusal) -> Self {
		match refusal {
			Refusal::RetiredKey => Self::KeyRetired,
			Refusal::Suspended => Self::Suspended,
			Refusal::OfficerExpired => Self::OfficerExpired,
			_ => Self::NotAuthorized,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Who `account` is, if it may act now.
	///
	/// # Errors
	///
	/// [`Refusal::UnknownSigner`], [`Refusal::RetiredKey`], [`Refusal::Suspended`],
	/// [`Refusal::OfficerExpired`].
	pub fn standing(account: &AccountId32) -> Result<Principal, Refusal> {
		let principal = Accounts::<T>::get(account).ok_or(Refusal::UnknownSigner)?;
		let active = match principal {
			Principal::Retired => return Err(Refusal::RetiredKey),
			Principal::Authority(member) | Principal::Validator(member) => {
				Members::<T>::contains_key(member)
			},
			Principal::Administrator(institution) => Self::is_institution_active(institution),
			Principal::Officer(institution) => {
				let officer = Officers::<T>::get(account).ok_or(Refusal::UnknownSigner)?;
				let may_act = officer.standing == Standing::Active
					&& Self::is_institution_active(institution);
				ensure!(may_act, Refusal::Suspended);
				ensure!(T::Time::now() < officer.expires_at, Refusal::OfficerExpired);
				true
			},
			Principal::Holder(holder) => T::HolderStanding::is_active(holder),
		};
		ensure!(active, Refusal::Suspended);
		Ok(principal)
	}

	/// Whether an institution is active and its city a member.
	pub fn is_institution_active(institution: InstitutionId) -> bool {
		Institutions::<T>::get(institution).is_some_and(|record| Self::may_act(&record))
	}

	/// The seat for which a principal in good standing votes, if it has one.
	pub(crate) fn seat_of(principal: Principal) -> Option<Seat> {
		match principal {
			Principal::Authority(member) => Some(Seat::Operator(member)),
			Principal::Administrator(institution)
				if Supervisors::<T>::get().contains(&institution) =>
			{
				Some(Seat::Supervisor(institution))
			},
			_ => None,
		}
	}

	/// The seat whose key signed.
	pub(crate) fn ensure_seat(origin: T::RuntimeOrigin) -> Result<Seat, DispatchError> {
		let principal = Self::acting(&ensure_signed(origin)?)?;
		Ok(Self::seat_of(principal).ok_or(Error::<T>::NotAuthorized)?)
	}

	/// The member whose authority signed.
	pub(crate) fn ensure_authority(origin: T::RuntimeOrigin) -> Result<MemberId, DispatchError> {
		match Self::acting(&ensure_signed(origin)?)? {
			Principal::Authority(member) => Ok(member),
			_ => Err(Error::<T>::NotAuthorized.into()),
		}
	}

	/// Replaces a key of a member or an institution.
	pub(crate) fn do_rotate_key(old: &AccountId32, new: &AccountId32) -> DispatchResult {
		let principal = Self::acting(old)?;
		match principal {
			Principal::Authority(member) => Members::<T>::try_mutate(member, |record| {
				record.as_mut().ok_or(Error::<T>::MemberNotFound)?.authority = bytes(new);
				Ok::<_, Error<T>>(())
			})?,
			Principal::Administrator(institution) => {
				Institutions::<T>::try_mutate(institution, |record| {
					record.as_mut().ok_or(Error::<T>::InstitutionNotFound)?.administrator =
						bytes(new);
					Ok::<_, Error<T>>(())
				})?
			},
			Principal::Validator(_) => Validators::<T>::mutate(|validators| {
				if let Some((key, _)) = validators.iter_mut().find(|(key, _)| key == old) {
					*key = new.clone();
				}
			}),
			Principal::Officer(_) | Principal::Holder(_) | Principal::Retired => {
				return Err(Error::<T>::NotAuthorized.into())
			},
		}
		<Self as Admission>::admit(new, principal)?;
		<Self as Admission>::retire(old)
	}

	/// The block being built.
	pub(crate) fn height() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// The block being built and its time, for records.
	pub(crate) fn registered_at() -> RegisteredAt {
		RegisteredAt { block: Self::height(), time: T::Time::now() }
	}

	pub(crate) fn may_act(record: &InstitutionRecord) -> bool {
		record.standing == Standing::Active && Members::<T>::contains_key(record.member)
	}

	fn acting(account: &AccountId32) -> Result<Principal, Error<T>> {
		Self::standing(account).map_err(Error::<T>::from)
	}
}

/// An account as records hold it.
pub(crate) fn bytes(account: &AccountId32) -> AccountBytes {
	account.clone().into()
}
