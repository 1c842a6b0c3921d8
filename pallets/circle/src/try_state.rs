//! What must hold in every block.

use crate::{admission::bytes, pallet::*, Principal, Seat, MAX_MEMBERS, MAX_VALIDATORS_PER_MEMBER};
use ipcircle_primitives::InstitutionKind;
use polkadot_sdk::{
	frame_support::ensure,
	frame_system,
	sp_runtime::{AccountId32, SaturatedConversion, TryRuntimeError},
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants of this pallet.
	///
	/// # Errors
	///
	/// A sentence that says which one is broken.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_members()?;
		Self::try_institutions()?;
		Self::try_officers()?;
		Self::try_validators()?;
		Self::try_supervisors()?;
		Self::try_accounts()?;
		Self::try_motions()?;
		Self::try_quotas()
	}

	fn is(account: &AccountId32, principal: Principal) -> bool {
		Accounts::<T>::get(account) == Some(principal)
	}

	fn try_members() -> Result<(), TryRuntimeError> {
		ensure!(Members::<T>::count() <= MAX_MEMBERS, "more members than seats");
		let counted: u32 = Members::<T>::iter_keys().count().saturated_into();
		ensure!(counted == Members::<T>::count(), "the number of members is wrong");
		for (member, record) in Members::<T>::iter() {
			ensure!(
				Self::is(&record.authority.into(), Principal::Authority(member)),
				"a member's authority has another standing"
			);
		}
		Ok(())
	}

	fn try_institutions() -> Result<(), TryRuntimeError> {
		let next = NextInstitutionId::<T>::get();
		for (institution, record) in Institutions::<T>::iter() {
			ensure!((1..next).contains(&institution), "an institution's id was never given");
			ensure!(
				Self::is(&record.administrator.into(), Principal::Administrator(institution)),
				"an administrator has another standing"
			);
		}
		Ok(())
	}

	fn try_officers() -> Result<(), TryRuntimeError> {
		for (account, officer) in Officers::<T>::iter() {
			ensure!(
				Self::is(&account, Principal::Officer(officer.institution)),
				"an officer has another standing"
			);
			ensure!(officer.roles.is_lawful(), "an officer's roles are unlawful");
			ensure!(
				Institutions::<T>::contains_key(officer.institution),
				"an officer's institution does not exist"
			);
		}
		Ok(())
	}

	fn try_validators() -> Result<(), TryRuntimeError> {
		let validators = Validators::<T>::get();
		for (at, (account, member)) in validators.iter().enumerate() {
			ensure!(
				Self::is(account, Principal::Validator(*member)),
				"a validator has another standing"
			);
			ensure!(Members::<T>::contains_key(member), "a validator's member does not exist");
			ensure!(
				!validators.iter().skip(at.saturating_add(1)).any(|(other, _)| other == account),
				"a validator is listed twice"
			);
			let of_member = validators.iter().filter(|(_, other)| other == member).count();
			ensure!(
				of_member <= MAX_VALIDATORS_PER_MEMBER.saturated_into(),
				"a member has too many validators"
			);
		}
		Ok(())
	}

	fn try_supervisors() -> Result<(), TryRuntimeError> {
		let seats = Supervisors::<T>::get();
		for (at, institution) in seats.iter().enumerate() {
			ensure!(
				!seats.iter().skip(at.saturating_add(1)).any(|other| other == institution),
				"a supervisor has two seats"
			);
			let record =
				Institutions::<T>::get(institution).ok_or("a supervisor does not exist")?;
			ensure!(Self::may_act(&record), "a seated supervisor cannot act");
			ensure!(
				matches!(record.kind, InstitutionKind::Court | InstitutionKind::Regulator),
				"a supervisor is neither court nor regulator"
			);
		}
		Ok(())
	}

	fn try_accounts() -> Result<(), TryRuntimeError> {
		let validators = Validators::<T>::get();
		for (account, principal) in Accounts::<T>::iter() {
			ensure!(
				frame_system::Pallet::<T>::providers(&account) > 0,
				"an admitted account has no provider"
			);
			let consistent = match principal {
				Principal::Authority(member) => Members::<T>::get(member)
					.is_some_and(|record| record.authority == bytes(&account)),
				Principal::Administrator(institution) => Institutions::<T>::get(institution)
					.is_some_and(|record| record.administrator == bytes(&account)),
				Principal::Validator(member) => validators.contains(&(account.clone(), member)),
				Principal::Officer(_) => Officers::<T>::contains_key(&account),
				// Holders are checked by the pallet that keeps them.
				Principal::Holder(_) | Principal::Retired => true,
			};
			ensure!(consistent, "an account's standing is not what the records say");
		}
		Ok(())
	}

	fn try_motions() -> Result<(), TryRuntimeError> {
		let next = NextMotionId::<T>::get();
		for (id, motion) in Motions::<T>::iter() {
			ensure!(id < next, "a motion's id was never given");
			ensure!(
				MotionsBySeat::<T>::get(motion.proposer).contains(&id),
				"a motion is missing from its seat's list"
			);
			ensure!(motion.proposed_at <= Self::height(), "a motion comes from the future");
		}
		for (seat, motions) in MotionsBySeat::<T>::iter() {
			for id in motions {
				ensure!(
					Motions::<T>::get(id).is_some_and(|motion| motion.proposer == seat),
					"a seat lists a motion that is not its own"
				);
			}
			let exists = match seat {
				Seat::Operator(member) => Members::<T>::contains_key(member),
				Seat::Supervisor(institution) => Supervisors::<T>::get().contains(&institution),
			};
			ensure!(exists, "a seat that is gone still has motions");
		}
		Ok(())
	}

	fn try_quotas() -> Result<(), TryRuntimeError> {
		ensure!(Quotas::<T>::get().are_usable(), "the quotas are unusable");
		ensure!(SessionLength::<T>::get() > 0, "a session has no blocks");
		let mut buckets = Buckets::<T>::iter_values();
		ensure!(
			buckets.all(|bucket| bucket.at <= Self::height())
				&& ChainBucket::<T>::get().at <= Self::height(),
			"a quota was used in the future"
		);
		Ok(())
	}
}
