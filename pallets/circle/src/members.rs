//! Member cities and their validators.

use crate::{
	admission::bytes, pallet::*, Admission, MemberValidators, Principal, Seat, MAX_MEMBERS,
};
use alloc::vec::Vec;
use ipcircle_primitives::{record::Name, MemberId, MemberRecord};
use polkadot_sdk::{
	frame_support::{dispatch::DispatchResult, ensure},
	sp_runtime::AccountId32,
};

/// Six digits, none of them a leading zero.
const MEMBER_CODES: core::ops::RangeInclusive<MemberId> = 100_000..=999_999;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_admit_member(
		member: MemberId,
		name: Name,
		authority: &AccountId32,
		validators: &MemberValidators,
	) -> DispatchResult {
		ensure!(MEMBER_CODES.contains(&member), Error::<T>::MemberCodeInvalid);
		ensure!(!Members::<T>::contains_key(member), Error::<T>::MemberExists);
		ensure!(Members::<T>::count() < MAX_MEMBERS, Error::<T>::TooManyMembers);
		Self::ensure_name(&name)?;
		<Self as Admission>::admit(authority, Principal::Authority(member))?;
		let record = MemberRecord {
			name,
			authority: bytes(authority),
			registered_at: Self::registered_at(),
		};
		Members::<T>::insert(member, record);
		Self::replace_validators(member, validators)
	}

	pub(crate) fn do_remove_member(member: MemberId) -> DispatchResult {
		let record = Members::<T>::get(member).ok_or(Error::<T>::MemberNotFound)?;
		ensure!(Members::<T>::count() > 1, Error::<T>::LastMember);
		Self::replace_validators(member, &[])?;
		<Self as Admission>::retire(&record.authority.into())?;
		Self::unseat_supervisors_of(member)?;
		Self::close_motions_of(Seat::Operator(member));
		Members::<T>::remove(member);
		Ok(())
	}

	pub(crate) fn do_set_validators(
		member: MemberId,
		validators: &MemberValidators,
	) -> DispatchResult {
		ensure!(Members::<T>::contains_key(member), Error::<T>::MemberNotFound);
		Self::replace_validators(member, validators)
	}

	pub(crate) fn ensure_name(name: &Name) -> DispatchResult {
		let lawful = core::str::from_utf8(name).is_ok_and(|text| !text.trim().is_empty());
		ensure!(lawful, Error::<T>::NameInvalid);
		Ok(())
	}

	/// Lists `wanted` as the validators of `member`; the others keep their places, so that an
	/// unchanged set stays equal to itself.
	fn replace_validators(member: MemberId, wanted: &[AccountId32]) -> DispatchResult {
		let seated = Validators::<T>::get().into_inner();
		let had_any = !seated.is_empty();
		let (mut kept, gone): (Vec<_>, Vec<_>) = seated
			.into_iter()
			.partition(|(account, owner)| *owner != member || wanted.contains(account));
		for (account, _) in &gone {
			<Self as Admission>::retire(account)?;
		}
		for (at, account) in wanted.iter().enumerate() {
			let repeated = wanted.iter().skip(at.saturating_add(1)).any(|other| other == account);
			ensure!(!repeated, Error::<T>::AccountTaken);
			if !kept.iter().any(|(key, owner)| key == account && *owner == member) {
				<Self as Admission>::admit(account, Principal::Validator(member))?;
				kept.push((account.clone(), member));
			}
		}
		ensure!(!had_any || !kept.is_empty(), Error::<T>::LastValidator);
		Validators::<T>::put(
			crate::ValidatorSet::try_from(kept).map_err(|_| Error::<T>::TooManyValidators)?,
		);
		Ok(())
	}
}
