//! A small circle to test in: four cities, three supervisors, a registrar and a bank.

use crate::{
	self as pallet_circle, CallClass, CallPolicy, CheckAdmission, GenesisConfig,
	GenesisInstitution, GenesisMember, GenesisOfficer, HolderLookup, Parts, Quota, QuotaSet,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use ipcircle_primitives::{HolderId, InstitutionId, InstitutionKind, MemberId, Moment, Roles};
use polkadot_sdk::{
	frame_support::{
		derive_impl,
		dispatch::{DispatchResult, GetDispatchInfo},
		parameter_types,
		traits::{ConstU32, Contains, Get, InstanceFilter, Time},
		weights::Weight,
	},
	sp_io::{hashing::blake2_256, TestExternalities},
	sp_runtime::{
		traits::{BlakeTwo256, DispatchTransaction, Dispatchable, IdentityLookup},
		transaction_validity::{
			InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
		},
		AccountId32, BuildStorage,
	},
	sp_version::RuntimeVersion,
	*,
};
use scale_info::TypeInfo;

pub(crate) const SHENYANG: MemberId = 210_100;
pub(crate) const ANSHAN: MemberId = 210_300;
pub(crate) const FUSHUN: MemberId = 210_400;
pub(crate) const BENXI: MemberId = 210_500;
pub(crate) const CITIES: [MemberId; 4] = [SHENYANG, ANSHAN, FUSHUN, BENXI];

/// Of Shenyang, with the officer `registrar`.
pub(crate) const REGISTRAR: InstitutionId = 1;
/// Of Shenyang, a supervisor.
pub(crate) const COURT: InstitutionId = 2;
/// Of Anshan, a supervisor.
pub(crate) const REGULATOR: InstitutionId = 3;
/// Of Fushun, a supervisor.
pub(crate) const SECOND_COURT: InstitutionId = 4;
/// Of Benxi.
pub(crate) const BANK: InstitutionId = 5;

/// 1 January 2026, UTC.
pub(crate) const START: Moment = 1_767_225_600_000;
pub(crate) const DAY_MS: Moment = 86_400_000;
pub(crate) const DELAY: u32 = 10;

parameter_types! {
	pub static Now: Moment = START;
	pub static SpecVersion: u32 = 1;
	pub static WithoutSessionKeys: Vec<AccountId32> = Vec::new();
	pub static SuspendedHolders: Vec<HolderId> = Vec::new();
	pub MaxMotionWeight: Weight = Weight::from_parts(100_000_000_000, u64::MAX);
}

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Circle = pallet_circle;
	#[runtime::pallet_index(2)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(3)]
	pub type Proxy = pallet_proxy;
}

type Block = frame_system::mocking::MockBlockU32<Test>;

/// A runtime version that tests can raise.
pub struct Version;

impl Get<RuntimeVersion> for Version {
	fn get() -> RuntimeVersion {
		RuntimeVersion { spec_version: SpecVersion::get(), ..Default::default() }
	}
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type Lookup = IdentityLookup<AccountId32>;
	type Version = Version;
}

/// The time that tests set.
pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Now::get()
	}
}

/// Everybody has session keys, except those that tests name.
pub struct SessionKeys;

impl Contains<AccountId32> for SessionKeys {
	fn contains(account: &AccountId32) -> bool {
		!WithoutSessionKeys::get().contains(account)
	}
}

/// Every holder is active, except those that tests name.
pub struct Holders;

impl HolderLookup for Holders {
	fn is_active(holder: HolderId) -> bool {
		!SuspendedHolders::get().contains(&holder)
	}
}

impl pallet_circle::Config for Test {
	type RuntimeCall = RuntimeCall;
	type CallPolicy = Policy;
	type Time = Clock;
	type HasSessionKeys = SessionKeys;
	type HolderStanding = Holders;
	type MaxMotionWeight = MaxMotionWeight;
	type WeightInfo = pallet_circle::weights::SubstrateWeight<Self>;
}

impl pallet_utility::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = ();
}

/// Agents may send everything.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct AnyCall;

impl InstanceFilter<RuntimeCall> for AnyCall {
	fn filter(&self, _: &RuntimeCall) -> bool {
		true
	}
}

impl pallet_proxy::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = ();
	type ProxyType = AnyCall;
	type ProxyDepositBase = ConstU32<0>;
	type ProxyDepositFactor = ConstU32<0>;
	type MaxProxies = ConstU32<4>;
	type WeightInfo = ();
	type MaxPending = ConstU32<4>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = ConstU32<0>;
	type AnnouncementDepositFactor = ConstU32<0>;
	type BlockNumberProvider = System;
}

/// For tests, remarks are the holders' calls and remarks with an event the officers'.
pub struct Policy;

impl CallPolicy<RuntimeCall, AccountId32> for Policy {
	fn parts(call: &RuntimeCall) -> Parts<'_, RuntimeCall, AccountId32> {
		use pallet_circle::Call;
		match call {
			RuntimeCall::System(frame_system::Call::remark { .. }) => {
				Parts::Leaf(CallClass::Holder)
			},
			RuntimeCall::System(frame_system::Call::remark_with_event { .. }) => {
				Parts::Leaf(CallClass::Officer)
			},
			RuntimeCall::Circle(call) => Parts::Leaf(match call {
				Call::admit_institution { .. } | Call::set_institution_standing { .. } => {
					CallClass::Authority
				},
				Call::appoint_officer { .. }
				| Call::set_officer_standing { .. }
				| Call::dismiss_officer { .. } => CallClass::Administrator,
				Call::propose { .. }
				| Call::vote { .. }
				| Call::enact { .. }
				| Call::withdraw { .. } => CallClass::Seat,
				Call::rotate_key { .. } => CallClass::Anyone,
				_ => CallClass::Nobody,
			}),
			RuntimeCall::Utility(
				pallet_utility::Call::batch { calls } | pallet_utility::Call::batch_all { calls },
			) => Parts::Many(calls.iter().collect()),
			RuntimeCall::Proxy(pallet_proxy::Call::proxy { real, call, .. }) => {
				Parts::As(real, call)
			},
			RuntimeCall::Proxy(pallet_proxy::Call::add_proxy { .. }) => {
				Parts::Leaf(CallClass::Anyone)
			},
			_ => Parts::Leaf(CallClass::Nobody),
		}
	}
}

/// The account of a name. Cities' accounts are `authority-210100` and `validator-210100`;
/// administrators' `administrator-1`.
pub(crate) fn key(name: &str) -> AccountId32 {
	AccountId32::new(blake2_256(name.as_bytes()))
}

pub(crate) fn authority(member: MemberId) -> AccountId32 {
	key(&format!("authority-{member}"))
}

pub(crate) fn validator(member: MemberId) -> AccountId32 {
	key(&format!("validator-{member}"))
}

pub(crate) fn administrator(institution: InstitutionId) -> AccountId32 {
	key(&format!("administrator-{institution}"))
}

/// A circle that is checked when the story ends.
#[derive(Default)]
pub(crate) struct World {
	quotas: QuotaSet,
}

impl World {
	/// With `transactions` calls in 100 blocks for each holder, and no other limit.
	pub(crate) fn with_holder_quota(transactions: u32) -> Self {
		let much = Quota { transactions: u32::MAX, bytes: u32::MAX };
		Self {
			quotas: QuotaSet {
				window: 100,
				per_member: much,
				per_institution: much,
				per_holder: Quota { transactions, ..much },
				chain_wide: much,
			},
		}
	}

	pub(crate) fn with_chain_quota(mut self, chain_wide: Quota) -> Self {
		self.quotas.chain_wide = chain_wide;
		self
	}

	/// Tells a story from block 1 on, then checks the invariants.
	pub(crate) fn run(self, story: impl FnOnce()) {
		self.run_broken(|| {
			story();
			Circle::do_try_state().expect("the invariants hold");
		});
	}

	/// Tells a story that breaks the invariants on purpose.
	pub(crate) fn run_broken(self, story: impl FnOnce()) {
		Now::set(START);
		SpecVersion::set(1);
		WithoutSessionKeys::set(Vec::new());
		SuspendedHolders::set(Vec::new());
		let genesis = RuntimeGenesisConfig { circle: self.genesis(), ..Default::default() };
		let storage = genesis.build_storage().expect("the genesis is lawful");
		TestExternalities::new(storage).execute_with(|| {
			System::set_block_number(1);
			story();
		});
	}

	pub(crate) fn genesis(&self) -> GenesisConfig<Test> {
		let institution = |id, member, kind, supervisor| GenesisInstitution {
			member,
			kind,
			name: format!("institution {id}"),
			administrator: administrator(id),
			officers: Vec::new(),
			supervisor,
		};
		let mut institutions = vec![
			institution(REGISTRAR, SHENYANG, InstitutionKind::Registrar, false),
			institution(COURT, SHENYANG, InstitutionKind::Court, true),
			institution(REGULATOR, ANSHAN, InstitutionKind::Regulator, true),
			institution(SECOND_COURT, FUSHUN, InstitutionKind::Court, true),
			institution(BANK, BENXI, InstitutionKind::Bank, false),
		];
		institutions[0].officers.push(GenesisOfficer {
			account: key("registrar"),
			roles: Roles::REGISTRAR,
			expires_at: START + 30 * DAY_MS,
		});
		GenesisConfig {
			members: CITIES
				.iter()
				.map(|code| GenesisMember {
					code: *code,
					name: format!("city {code}"),
					authority: authority(*code),
					validators: vec![validator(*code)],
				})
				.collect(),
			institutions,
			session_length: 20,
			enactment_delay: DELAY,
			quotas: self.quotas,
			..Default::default()
		}
	}
}

/// Moves `blocks` ahead.
pub(crate) fn wait(blocks: u32) {
	System::set_block_number(System::block_number() + blocks);
}

/// Dispatches a call past admission, as an account.
pub(crate) fn by(account: &AccountId32, call: impl Into<RuntimeCall>) -> DispatchResult {
	dispatch(RuntimeOrigin::signed(account.clone()), call)
}

/// Dispatches a call as root.
pub(crate) fn root(call: impl Into<RuntimeCall>) -> DispatchResult {
	dispatch(RuntimeOrigin::root(), call)
}

fn dispatch(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
	call.into().dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

/// Length of the mock's transactions besides their calls.
pub(crate) const ENVELOPE: usize = 100;

/// What the pool does with a transaction.
pub(crate) fn validate(
	account: &AccountId32,
	call: &RuntimeCall,
) -> Result<ValidTransaction, TransactionValidityError> {
	let origin = RuntimeOrigin::signed(account.clone());
	let len = call.encoded_size() + ENVELOPE;
	CheckAdmission::<Test>::new()
		.validate_only(origin, call, &call.get_dispatch_info(), len, TransactionSource::External, 0)
		.map(|(validity, ..)| validity)
}

/// What a block does with a transaction before it dispatches the call.
pub(crate) fn admit(
	account: &AccountId32,
	call: &RuntimeCall,
) -> Result<(), TransactionValidityError> {
	let origin = RuntimeOrigin::signed(account.clone());
	let len = call.encoded_size() + ENVELOPE;
	CheckAdmission::<Test>::new()
		.validate_and_prepare(origin, call, &call.get_dispatch_info(), len, 0)
		.map(|_| ())
}

/// A refusal as the pool sees it.
pub(crate) fn refused(code: u8) -> TransactionValidityError {
	InvalidTransaction::Custom(code).into()
}

/// A holder's call.
pub(crate) fn holder_call() -> RuntimeCall {
	frame_system::Call::remark { remark: vec![1; 16] }.into()
}

/// An officer's call.
pub(crate) fn officer_call() -> RuntimeCall {
	frame_system::Call::remark_with_event { remark: vec![1; 16] }.into()
}

pub(crate) fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch { calls }.into()
}

pub(crate) fn as_agent_of(real: &AccountId32, call: RuntimeCall) -> RuntimeCall {
	pallet_proxy::Call::proxy { real: real.clone(), force_proxy_type: None, call: Box::new(call) }
		.into()
}
