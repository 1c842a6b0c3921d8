//! A registry among a handful of holders, kept in storage like everything else.

use crate as pallet_registry;
use crate::*;
use frame_support::{derive_impl, parameter_types, traits::Time, Blake2_128Concat};
use frame_system::ensure_signed;
use ipcircle_primitives::{
	Commitment, Encumbrance, EncumbranceKind, HolderId, HolderKind, HolderRecord, MemberId, Moment,
	RegisteredAt, RightId, RightKind, Share, Shares, Standing, WHOLE_PPM,
};
use sp_runtime::{BuildStorage, DispatchError};

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Registry: pallet_registry,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Self>;
}

parameter_types! {
	pub storage Milliseconds: Moment = START;
}

impl Config for Test {
	type Holders = Circle;
	type Time = Clock;
	type WeightInfo = weights::SubstrateWeight<Self>;
}

/// The time of block 1: 2026-01-01 in UTC+8.
pub(crate) const START: Moment = 1_767_196_800_000;

pub(crate) const SHENYANG: MemberId = 210_100;
pub(crate) const ANSHAN: MemberId = 210_300;

/// Holders, each acting with the account of the same number; odd ones live in Shenyang, even ones in Anshan.
pub(crate) const ALICE: HolderId = 1;
pub(crate) const BOB: HolderId = 2;
pub(crate) const CAROL: HolderId = 3;
pub(crate) const STRANGER: HolderId = 99;

pub(crate) const NO_HOLDER: DispatchError = DispatchError::Other("no holder");
pub(crate) const HOLDER_SUSPENDED: DispatchError = DispatchError::Other("holder suspended");

pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Milliseconds::get()
	}
}

#[frame_support::storage_alias(verbatim)]
pub(crate) type People = StorageMap<Mock, Blake2_128Concat, HolderId, HolderRecord>;

pub struct Circle;

impl HolderLookup<RuntimeOrigin> for Circle {
	fn ensure_holder(origin: RuntimeOrigin) -> Result<HolderId, DispatchError> {
		let holder = ensure_signed(origin)?;
		let record = People::get(holder).ok_or(NO_HOLDER)?;
		match record.standing {
			Standing::Active => Ok(holder),
			Standing::Suspended => Err(HOLDER_SUSPENDED),
		}
	}

	fn holder(holder: HolderId) -> Option<HolderRecord> {
		People::get(holder)
	}
}

pub(crate) fn by(holder: HolderId) -> RuntimeOrigin {
	RuntimeOrigin::signed(holder)
}

pub(crate) fn shares(list: &[(HolderId, u32)]) -> Shares {
	list.iter()
		.map(|(holder, ppm)| Share { holder: *holder, ppm: *ppm })
		.collect::<Vec<_>>()
		.try_into()
		.unwrap()
}

/// A work that `holder` owns alone.
pub(crate) fn work(holder: HolderId, file: u8) -> Registration {
	Registration {
		kind: RightKind::Work,
		commitment: Commitment([file; 32]),
		digests: None,
		statutory_number: None,
		shares: shares(&[(holder, WHOLE_PPM)]),
		claimed_created: None,
		predecessor: None,
	}
}

pub(crate) fn right(city: MemberId, year: u16, serial: u32) -> RightId {
	RightId { city, year, serial }
}

/// The first right of Shenyang in 2026.
pub(crate) const FIRST: RightId = RightId { city: SHENYANG, year: 2026, serial: 1 };

pub(crate) fn encumbrance(kind: EncumbranceKind, document: u8) -> Encumbrance {
	Encumbrance {
		kind,
		institution: 7,
		document: Commitment([document; 32]),
		registered_at: RegisteredAt { block: 1, time: START },
		until: None,
	}
}

/// This pallet's events since the last look.
pub(crate) fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Registry(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// Builds a chain with the holders Alice, Bob and Carol.
#[derive(Default)]
pub(crate) struct World {
	suspended: Vec<HolderId>,
	registered: Vec<(HolderId, Registration)>,
}

impl World {
	pub(crate) fn suspended(mut self, holder: HolderId) -> Self {
		self.suspended.push(holder);
		self
	}

	/// Registers a work of `holder` before the story begins.
	pub(crate) fn with_work(self, holder: HolderId, file: u8) -> Self {
		self.with_right(holder, work(holder, file))
	}

	pub(crate) fn with_right(mut self, holder: HolderId, registration: Registration) -> Self {
		self.registered.push((holder, registration));
		self
	}

	/// Runs a story and checks the whole state after it.
	pub(crate) fn run(self, story: impl FnOnce()) {
		self.run_unchecked(|| {
			story();
			Registry::do_try_state().expect("the state holds after every story");
		});
	}

	/// As [`World::run`], for stories that corrupt the state on purpose.
	pub(crate) fn run_unchecked(self, story: impl FnOnce()) {
		let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		sp_io::TestExternalities::new(storage).execute_with(|| {
			System::set_block_number(1);
			for holder in [ALICE, BOB, CAROL] {
				People::insert(holder, person(holder));
			}
			for (holder, registration) in self.registered {
				Registry::register(by(holder), registration).unwrap();
			}
			for holder in self.suspended {
				suspend(holder);
			}
			System::reset_events();
			story();
		});
	}
}

pub(crate) fn suspend(holder: HolderId) {
	People::mutate(holder, |record| record.as_mut().unwrap().standing = Standing::Suspended);
}

fn person(holder: HolderId) -> HolderRecord {
	let seed = [u8::try_from(holder).unwrap(); 32];
	let at_start = RegisteredAt { block: 1, time: START };
	HolderRecord {
		kind: HolderKind::Person,
		real_name: Commitment(seed),
		registrar: 7,
		home: if holder % 2 == 1 { SHENYANG } else { ANSHAN },
		key: seed,
		key_since: at_start,
		guardians: Default::default(),
		guardian_threshold: 0,
		standing: Standing::Active,
		registered_at: at_start,
	}
}
