//! A circle small enough to read: accounts and officers kept in storage, so that a refused call is seen to
//! change nothing.

use crate as pallet_holders;
use crate::*;
use frame_support::{derive_impl, parameter_types, traits::Time, Blake2_128Concat};
use frame_system::ensure_signed;
use ipcircle_primitives::{
	Commitment, Guardian, HolderId, HolderKind, InstitutionId, MemberId, Moment, Standing,
};
use sp_runtime::{AccountId32, BuildStorage, DispatchError, DispatchResult};

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Holders: pallet_holders,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId32;
	type Lookup = sp_runtime::traits::IdentityLookup<AccountId32>;
	type Block = frame_system::mocking::MockBlockU32<Self>;
}

parameter_types! {
	pub storage Milliseconds: Moment = START;
}

impl Config for Test {
	type Accounts = Circle;
	type Officers = Circle;
	type Time = Clock;
	type RecoveryDelay = frame_support::traits::ConstU32<DELAY>;
	type RecoveryLifetime = frame_support::traits::ConstU32<LIFETIME>;
	type WeightInfo = weights::SubstrateWeight<Self>;
}

/// The time of block 1: 2026-01-01 in UTC+8.
pub(crate) const START: Moment = 1_767_196_800_000;
pub(crate) const DELAY: u32 = 10;
pub(crate) const LIFETIME: u32 = 100;

pub(crate) const SHENYANG: MemberId = 210_100;
pub(crate) const ANSHAN: MemberId = 210_300;

/// Institutions, and the accounts that act for them.
pub(crate) const REGISTRY: InstitutionId = 1;
pub(crate) const OTHER_REGISTRY: InstitutionId = 2;
pub(crate) const COURT: InstitutionId = 3;
pub(crate) const SUSPENDED_COURT: InstitutionId = 4;
pub(crate) const REGISTRAR: u8 = 201;
pub(crate) const OTHER_REGISTRAR: u8 = 202;
pub(crate) const COURT_ADMINISTRATOR: u8 = 203;
pub(crate) const SUSPENDED_ADMINISTRATOR: u8 = 204;

pub(crate) const ACCOUNT_TAKEN: DispatchError = DispatchError::Other("account taken");
pub(crate) const KEY_RETIRED: DispatchError = DispatchError::Other("key retired");

pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Milliseconds::get()
	}
}

/// The register of accounts; no holder means retired.
#[frame_support::storage_alias(verbatim)]
pub(crate) type Standings = StorageMap<Mock, Blake2_128Concat, AccountId32, Option<HolderId>>;

pub struct Circle;

impl Accounts for Circle {
	fn ensure_fresh(account: &AccountId32) -> DispatchResult {
		let bytes: [u8; 32] = account.clone().into();
		match Standings::get(account) {
			Some(Some(_)) => Err(ACCOUNT_TAKEN),
			Some(None) => Err(KEY_RETIRED),
			None if bytes[0] > 200 => Err(ACCOUNT_TAKEN),
			None => Ok(()),
		}
	}

	fn admit(account: &AccountId32, holder: HolderId) -> DispatchResult {
		Self::ensure_fresh(account)?;
		Standings::insert(account, Some(holder));
		Ok(())
	}

	fn retire(account: &AccountId32) -> DispatchResult {
		Standings::insert(account, None::<HolderId>);
		Ok(())
	}

	fn holder(account: &AccountId32) -> Option<HolderId> {
		Standings::get(account).flatten()
	}
}

impl Officers<RuntimeOrigin> for Circle {
	fn ensure_registrar(origin: RuntimeOrigin) -> Result<(InstitutionId, MemberId), DispatchError> {
		let account = ensure_signed(origin)?;
		if account == key(REGISTRAR) {
			Ok((REGISTRY, SHENYANG))
		} else if account == key(OTHER_REGISTRAR) {
			Ok((OTHER_REGISTRY, ANSHAN))
		} else {
			Err(DispatchError::BadOrigin)
		}
	}

	fn administrator_of(account: &AccountId32) -> Option<InstitutionId> {
		(*account == key(COURT_ADMINISTRATOR)).then_some(COURT)
	}

	fn institution_exists(institution: InstitutionId) -> bool {
		(REGISTRY..=SUSPENDED_COURT).contains(&institution)
	}
}

pub(crate) fn key(seed: u8) -> AccountId32 {
	AccountId32::new([seed; 32])
}

pub(crate) fn by(seed: u8) -> RuntimeOrigin {
	RuntimeOrigin::signed(key(seed))
}

pub(crate) fn papers(seed: u8) -> Commitment {
	Commitment([seed; 32])
}

pub(crate) fn guardians(list: &[Guardian]) -> ipcircle_primitives::record::Guardians {
	list.to_vec().try_into().unwrap()
}

/// Moves to a later block.
pub(crate) fn pass(blocks: u32) {
	System::set_block_number(System::block_number() + blocks);
	Milliseconds::set(&(Milliseconds::get() + u64::from(blocks) * 2_000));
}

/// This pallet's events since the last look.
pub(crate) fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Holders(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// Builds a chain with holders 1, 2, ... whose keys are `key(1)`, `key(2)`, ...
#[derive(Default)]
pub(crate) struct World {
	holders: u8,
	guarded: Vec<(HolderId, Vec<Guardian>, u8)>,
	suspended: Vec<HolderId>,
}

impl World {
	pub(crate) fn with_holders(holders: u8) -> Self {
		Self { holders, ..Self::default() }
	}

	/// Names holder guardians.
	pub(crate) fn guarded(self, holder: HolderId, guardians: &[HolderId], threshold: u8) -> Self {
		let guardians: Vec<_> = guardians.iter().map(|id| Guardian::Holder(*id)).collect();
		self.guarded_by(holder, &guardians, threshold)
	}

	pub(crate) fn guarded_by(
		mut self,
		holder: HolderId,
		guardians: &[Guardian],
		threshold: u8,
	) -> Self {
		self.guarded.push((holder, guardians.to_vec(), threshold));
		self
	}

	pub(crate) fn suspended(mut self, holder: HolderId) -> Self {
		self.suspended.push(holder);
		self
	}

	/// Runs a story and checks the whole state after it.
	pub(crate) fn run(self, story: impl FnOnce()) {
		self.run_unchecked(|| {
			story();
			Holders::do_try_state().expect("the state holds after every story");
		});
	}

	/// As [`World::run`], for stories that corrupt the state on purpose.
	pub(crate) fn run_unchecked(self, story: impl FnOnce()) {
		let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		sp_io::TestExternalities::new(storage).execute_with(|| {
			System::set_block_number(1);
			for seed in 1..=self.holders {
				Holders::enrol(by(REGISTRAR), key(seed), HolderKind::Person, papers(seed)).unwrap();
			}
			for (holder, list, threshold) in self.guarded {
				let seed = u8::try_from(holder).unwrap();
				Holders::set_guardians(by(seed), guardians(&list), threshold).unwrap();
			}
			for holder in self.suspended {
				Holders::set_standing(by(REGISTRAR), holder, Standing::Suspended).unwrap();
			}
			System::reset_events();
			story();
		});
	}
}
