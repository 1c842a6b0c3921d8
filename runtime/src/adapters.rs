//! What one pallet asks of another, answered. No pallet names another pallet.

use crate::{AccountId, Circle, Holders, Runtime, RuntimeOrigin};
use ipcircle_primitives::{HolderId, HolderRecord, InstitutionId, MemberId, Roles, Standing};
use pallet_circle::{Admission, OfficerCheck, Principal};
use polkadot_sdk::*;
use sp_runtime::{DispatchError, DispatchResult};

/// The circle's accounts, as the holders see them.
pub struct HolderAccounts;

impl pallet_holders::Accounts for HolderAccounts {
	fn ensure_fresh(account: &AccountId) -> DispatchResult {
		Circle::ensure_fresh(account)
	}

	fn admit(account: &AccountId, holder: HolderId) -> DispatchResult {
		Circle::admit(account, Principal::Holder(holder))
	}

	fn retire(account: &AccountId) -> DispatchResult {
		Circle::retire(account)
	}

	fn holder(account: &AccountId) -> Option<HolderId> {
		match Circle::principal(account) {
			Some(Principal::Holder(holder)) => Some(holder),
			_ => None,
		}
	}
}

/// The circle's registrars and administrators, as the holders see them.
pub struct HolderOfficers;

impl pallet_holders::Officers<RuntimeOrigin> for HolderOfficers {
	fn ensure_registrar(origin: RuntimeOrigin) -> Result<(InstitutionId, MemberId), DispatchError> {
		let (_, institution, member) = Circle::ensure_officer(origin, Roles::REGISTRAR)?;
		Ok((institution, member))
	}

	fn administrator_of(account: &AccountId) -> Option<InstitutionId> {
		Circle::ensure_administrator(RuntimeOrigin::signed(account.clone())).ok()
	}

	fn institution_exists(institution: InstitutionId) -> bool {
		pallet_circle::Institutions::<Runtime>::contains_key(institution)
	}
}

/// The holders' register, as admission sees it.
pub struct HolderStanding;

impl pallet_circle::HolderLookup for HolderStanding {
	fn is_active(holder: HolderId) -> bool {
		pallet_holders::Holders::<Runtime>::get(holder)
			.is_some_and(|record| record.standing == Standing::Active)
	}
}

/// The holders' register, as the registry sees it.
pub struct RegistryHolders;

impl pallet_registry::HolderLookup<RuntimeOrigin> for RegistryHolders {
	fn ensure_holder(origin: RuntimeOrigin) -> Result<HolderId, DispatchError> {
		Holders::ensure_holder(origin)
	}

	fn holder(holder: HolderId) -> Option<HolderRecord> {
		Holders::holder(holder)
	}
}

/// Whether a validator has registered its session keys.
pub struct HasSessionKeys;

impl frame_support::traits::Contains<AccountId> for HasSessionKeys {
	fn contains(account: &AccountId) -> bool {
		pallet_session::NextKeys::<Runtime>::contains_key(account)
	}
}
