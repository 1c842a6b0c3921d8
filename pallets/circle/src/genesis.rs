//! The first circle.

use crate::{pallet::*, MemberValidators, MAX_ENACTMENT_DELAY};
use ipcircle_primitives::record::Name;
use polkadot_sdk::{
	frame_support::{dispatch::DispatchResult, ensure},
	sp_runtime::DispatchError,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn build_genesis(config: &GenesisConfig<T>) -> DispatchResult {
		ensure!(config.session_length > 0, "a session has at least one block");
		ensure!(config.enactment_delay <= MAX_ENACTMENT_DELAY, "the enactment delay is too long");
		ensure!(config.quotas.are_usable(), Error::<T>::QuotasInvalid);
		SessionLength::<T>::put(config.session_length);
		EnactmentDelay::<T>::put(config.enactment_delay);
		Quotas::<T>::put(config.quotas);
		for member in &config.members {
			let validators = MemberValidators::try_from(member.validators.clone())
				.map_err(|_| Error::<T>::TooManyValidators)?;
			let name = name::<T>(&member.name)?;
			Self::do_admit_member(member.code, name, &member.authority, &validators)?;
		}
		for institution in &config.institutions {
			let id = Self::do_admit_institution(
				institution.member,
				institution.kind,
				name::<T>(&institution.name)?,
				&institution.administrator,
			)?;
			// There is no time yet that an officer's term could be measured from.
			for officer in &institution.officers {
				let (roles, expires_at) = (officer.roles, officer.expires_at);
				Self::do_appoint_officer(id, &officer.account, roles, expires_at)?;
			}
			if institution.supervisor {
				Self::do_set_supervisor(id, true)?;
			}
		}
		Ok(())
	}
}

fn name<T: Config>(text: &str) -> Result<Name, DispatchError> {
	Ok(Name::try_from(text.as_bytes().to_vec()).map_err(|_| Error::<T>::NameInvalid)?)
}
