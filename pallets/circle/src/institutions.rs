//! Institutions, their officers, and the supervisors' seats.

use crate::{admission::bytes, pallet::*, Admission, Officer, Principal, Seat, MAX_APPOINTMENT_MS};
use alloc::vec::Vec;
use ipcircle_primitives::{
	record::Name, InstitutionId, InstitutionKind, InstitutionRecord, MemberId, Moment, Roles,
	Standing,
};
use polkadot_sdk::{
	frame_support::{dispatch::DispatchResult, ensure, traits::Time},
	sp_runtime::{AccountId32, DispatchError},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_admit_institution(
		member: MemberId,
		kind: InstitutionKind,
		name: Name,
		administrator: &AccountId32,
	) -> Result<InstitutionId, DispatchError> {
		ensure!(Members::<T>::contains_key(member), Error::<T>::MemberNotFound);
		Self::ensure_name(&name)?;
		let institution = NextInstitutionId::<T>::get();
		<Self as Admission>::admit(administrator, Principal::Administrator(institution))?;
		let record = InstitutionRecord {
			member,
			kind,
			name,
			administrator: bytes(administrator),
			standing: Standing::Active,
			registered_at: Self::registered_at(),
		};
		Institutions::<T>::insert(institution, record);
		NextInstitutionId::<T>::put(institution.saturating_add(1));
		Ok(institution)
	}

	pub(crate) fn do_set_institution_standing(
		member: MemberId,
		institution: InstitutionId,
		standing: Standing,
	) -> DispatchResult {
		Institutions::<T>::try_mutate(institution, |record| {
			let record = record.as_mut().ok_or(Error::<T>::InstitutionNotFound)?;
			ensure!(record.member == member, Error::<T>::NotItsMember);
			// Otherwise one city could silence a chamber that supervises it.
			ensure!(!Supervisors::<T>::get().contains(&institution), Error::<T>::SupervisorSeated);
			record.standing = standing;
			Ok(())
		})
	}

	/// Whether an appointment until `expires_at` is of lawful length.
	pub(crate) fn ensure_term(expires_at: Moment) -> DispatchResult {
		let now = T::Time::now();
		ensure!(expires_at > now, Error::<T>::ExpiryPast);
		ensure!(expires_at <= now.saturating_add(MAX_APPOINTMENT_MS), Error::<T>::ExpiryTooFar);
		Ok(())
	}

	pub(crate) fn do_appoint_officer(
		institution: InstitutionId,
		account: &AccountId32,
		roles: Roles,
		expires_at: Moment,
	) -> DispatchResult {
		ensure!(roles.is_lawful(), Error::<T>::RolesUnlawful);
		let record = Institutions::<T>::get(institution).ok_or(Error::<T>::InstitutionNotFound)?;
		let enrols = roles.holds(Roles::REGISTRAR);
		ensure!(!enrols || record.kind == InstitutionKind::Registrar, Error::<T>::RoleNotForKind);
		let standing = match Officers::<T>::get(account) {
			Some(officer) if officer.institution == institution => officer.standing,
			_ => {
				<Self as Admission>::admit(account, Principal::Officer(institution))?;
				Standing::Active
			},
		};
		Officers::<T>::insert(account, Officer { institution, roles, expires_at, standing });
		Ok(())
	}

	pub(crate) fn do_set_officer_standing(
		institution: InstitutionId,
		account: &AccountId32,
		standing: Standing,
	) -> DispatchResult {
		Officers::<T>::try_mutate(account, |officer| {
			let officer = officer.as_mut().ok_or(Error::<T>::OfficerNotFound)?;
			ensure!(officer.institution == institution, Error::<T>::OtherInstitution);
			officer.standing = standing;
			Ok(())
		})
	}

	pub(crate) fn do_dismiss_officer(
		institution: InstitutionId,
		account: &AccountId32,
	) -> DispatchResult {
		let officer = Officers::<T>::get(account).ok_or(Error::<T>::OfficerNotFound)?;
		ensure!(officer.institution == institution, Error::<T>::OtherInstitution);
		Officers::<T>::remove(account);
		<Self as Admission>::retire(account)
	}

	pub(crate) fn do_set_supervisor(institution: InstitutionId, seated: bool) -> DispatchResult {
		if seated {
			Self::seat_supervisor(institution)
		} else {
			let listed = Supervisors::<T>::get().contains(&institution);
			ensure!(listed, Error::<T>::NotSeated);
			Self::unseat(|id| *id == institution)
		}
	}

	/// Takes away the seats of a city's institutions.
	pub(crate) fn unseat_supervisors_of(member: MemberId) -> DispatchResult {
		Self::unseat(|id| Institutions::<T>::get(id).is_none_or(|record| record.member == member))
	}

	fn seat_supervisor(institution: InstitutionId) -> DispatchResult {
		let record = Institutions::<T>::get(institution).ok_or(Error::<T>::InstitutionNotFound)?;
		ensure!(
			matches!(record.kind, InstitutionKind::Court | InstitutionKind::Regulator),
			Error::<T>::NotSupervisoryKind
		);
		ensure!(Self::may_act(&record), Error::<T>::Suspended);
		Supervisors::<T>::try_mutate(|seats| {
			ensure!(!seats.contains(&institution), Error::<T>::AlreadySeated);
			seats.try_push(institution).map_err(|_| Error::<T>::TooManySupervisors)
		})?;
		Self::deposit_event(Event::SupervisorSeated { institution });
		Ok(())
	}

	fn unseat(leaves: impl Fn(&InstitutionId) -> bool) -> DispatchResult {
		let mut seats = Supervisors::<T>::get();
		let leaving: Vec<_> = seats.iter().copied().filter(|id| leaves(id)).collect();
		if leaving.is_empty() {
			return Ok(());
		}
		seats.retain(|id| !leaving.contains(id));
		ensure!(!seats.is_empty(), Error::<T>::LastSupervisor);
		Supervisors::<T>::put(seats);
		for institution in leaving {
			Self::close_motions_of(Seat::Supervisor(institution));
			Self::deposit_event(Event::SupervisorUnseated { institution });
		}
		Ok(())
	}
}
