//! How each pallet is set up, and why each number is what it is.

use crate::{
	adapters, no_currency::NoCurrency, policy, AccountId, Aura, Block, BlockNumber, Circle,
	Historical, Offences, PalletInfo, ProxyType, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
	RuntimeTask, Session, SessionKeys, System, Timestamp, UncheckedExtrinsic, VERSION,
};
use alloc::vec::Vec;
use polkadot_sdk::*;

use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstBool, ConstU32, ConstU64},
	weights::{
		constants::{ParityDbWeight, WEIGHT_REF_TIME_PER_SECOND},
		Weight,
	},
};
use frame_system::limits::{BlockLength, BlockWeights};
use pallet_session::historical::NoteHistoricalRoot;
use sp_consensus_aura::ed25519::AuthorityId as AuraId;
use sp_runtime::{
	traits::{ConvertInto, Get},
	Perbill,
};

/// Length of a slot. Fixed at genesis: docs/build.md has the measurement that chose it.
pub const SLOT_MS: u64 = 2_000;

/// Most validators of the circle; the same bound that pallet-circle keeps.
const MAX_VALIDATORS: u32 = pallet_circle::MAX_VALIDATORS;

/// How many sessions an equivocation can still be proven for.
///
/// With sessions of ten minutes this is a week: long enough for an operator to notice, short enough
/// to bound the state.
pub const EPOCH_SESSIONS_KEPT: u32 = 1_008;

/// Half of a slot's time, so that a slow city's node still imports in time.
const MAX_BLOCK_WEIGHT: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, u64::MAX);

/// What ordinary transactions may fill; the rest is for governance and inherents.
const NORMAL_RATIO: Perbill = Perbill::from_percent(75);

/// Bytes in a block: room for a runtime upgrade (under 2 MiB) as one ordinary transaction.
const MAX_BLOCK_BYTES: u32 = 4 * 1024 * 1024;

parameter_types! {
	pub const BlockHashCount: BlockNumber = 2_400;
	pub const Version: sp_version::RuntimeVersion = VERSION;
	pub const Ss58Prefix: u16 = 42;
	pub RuntimeBlockWeights: BlockWeights =
		BlockWeights::with_sensible_defaults(MAX_BLOCK_WEIGHT, NORMAL_RATIO);
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAX_BLOCK_BYTES)
		.modify_max_length_for_class(frame_support::dispatch::DispatchClass::Normal, |max| {
			*max = NORMAL_RATIO * MAX_BLOCK_BYTES;
		})
		.build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type Block = Block;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type BlockHashCount = BlockHashCount;
	type DbWeight = ParityDbWeight;
	type Version = Version;
	type SS58Prefix = Ss58Prefix;
	type MaxConsumers = ConstU32<16>;
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = Aura;
	type MinimumPeriod = ConstU64<{ SLOT_MS / 2 }>;
	type WeightInfo = ();
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type DisabledValidators = Session;
	type MaxAuthorities = ConstU32<MAX_VALIDATORS>;
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type SlotDuration = ConstU64<SLOT_MS>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
	type EventHandler = ();
}

/// Blocks in a session, as the genesis of this network says.
pub struct SessionLength;

impl Get<BlockNumber> for SessionLength {
	fn get() -> BlockNumber {
		pallet_circle::SessionLength::<Runtime>::get().max(1)
	}
}

parameter_types! {
	pub const SessionOffset: BlockNumber = 0;
}

/// The circle's validator set, with the history that equivocation reports are checked against.
pub struct Sessions;

type HistoricalSessions = NoteHistoricalRoot<Runtime, Circle>;

impl pallet_session::SessionManager<AccountId> for Sessions {
	fn new_session(index: u32) -> Option<Vec<AccountId>> {
		<HistoricalSessions as pallet_session::SessionManager<AccountId>>::new_session(index)
	}

	fn new_session_genesis(index: u32) -> Option<Vec<AccountId>> {
		<HistoricalSessions as pallet_session::SessionManager<AccountId>>::new_session_genesis(
			index,
		)
	}

	fn start_session(index: u32) {
		<HistoricalSessions as pallet_session::SessionManager<AccountId>>::start_session(index);
	}

	fn end_session(index: u32) {
		<HistoricalSessions as pallet_session::SessionManager<AccountId>>::end_session(index);
		if let Some(oldest) = index.checked_sub(EPOCH_SESSIONS_KEPT) {
			Historical::prune_up_to(oldest);
		}
	}
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;
	type SessionManager = Sessions;
	type SessionHandler = <SessionKeys as sp_runtime::traits::OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	// A validator that equivocates is reported; the chambers decide about it.
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = NoCurrency;
	type KeyDeposit = ConstU64<0>;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ipcircle_primitives::MemberId;
	type FullIdentificationOf = pallet_circle::MemberOf<Self>;
}

parameter_types! {
	/// How long an equivocation can be reported, in blocks.
	pub ReportLongevity: u64 =
		u64::from(EPOCH_SESSIONS_KEPT).saturating_mul(u64::from(SessionLength::get()));
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_VALIDATORS>;
	type MaxNominators = ConstU32<0>;
	// One entry per set change; a circle changes its set a few times a year.
	type MaxSetIdSessionEntries = ConstU64<256>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = ();
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Runtime
where
	RuntimeCall: From<C>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<C> frame_system::offchain::CreateBare<C> for Runtime
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = crate::OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Self>;
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = NoCurrency;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ConstU64<0>;
	type ProxyDepositFactor = ConstU64<0>;
	// A holder's agents; a firm rarely keeps more than two.
	type MaxProxies = ConstU32<8>;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Self>;
	type MaxPending = ConstU32<8>;
	type CallHasher = sp_runtime::traits::BlakeTwo256;
	type AnnouncementDepositBase = ConstU64<0>;
	type AnnouncementDepositFactor = ConstU64<0>;
	type BlockNumberProvider = System;
}

/// Weight of the most expensive motion: one that replaces the code or a city's validators.
const MAX_MOTION_WEIGHT: Weight = MAX_BLOCK_WEIGHT.saturating_div(4);

/// Blocks between a completed recovery and the earliest takeover: a day in which the living key can
/// cancel.
const RECOVERY_DELAY: BlockNumber = 43_200;

/// Blocks that guardians have to agree, and again to finish: thirty days.
const RECOVERY_LIFETIME: BlockNumber = 1_296_000;

parameter_types! {
	pub const MaxMotionWeight: Weight = MAX_MOTION_WEIGHT;
}

impl pallet_circle::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type CallPolicy = policy::Policy;
	type Time = Timestamp;
	type HasSessionKeys = adapters::HasSessionKeys;
	type HolderStanding = adapters::HolderStanding;
	type MaxMotionWeight = MaxMotionWeight;
	type WeightInfo = pallet_circle::weights::SubstrateWeight<Self>;
}

impl pallet_holders::Config for Runtime {
	type Accounts = adapters::HolderAccounts;
	type Officers = adapters::HolderOfficers;
	type Time = Timestamp;
	type RecoveryDelay = ConstU32<RECOVERY_DELAY>;
	type RecoveryLifetime = ConstU32<RECOVERY_LIFETIME>;
	type WeightInfo = pallet_holders::weights::SubstrateWeight<Self>;
}

impl pallet_registry::Config for Runtime {
	type Holders = adapters::RegistryHolders;
	type Time = Timestamp;
	type WeightInfo = pallet_registry::weights::SubstrateWeight<Self>;
}
