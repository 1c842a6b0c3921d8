//! # Circle pallet
//!
//! Who takes part in the circle, who speaks for whom, and what each account may send.
//!
//! ## Terminology
//!
//! - **Member** (成員城市): a city. It has an authority, validators, and a seat in the operators' chamber.
//! - **Institution** (機構): a body that belongs to a member and acts through officers.
//! - **Officer** (經辦人): an account that acts for an institution, with roles and an expiry.
//! - **Supervisor**: a court or regulator with a seat in the supervisors' chamber.
//! - **Motion**: a call that the chambers vote on; once carried it is dispatched as root.
//!
//! ## Overview
//!
//! Nobody rules alone. Cities operate the chain, courts and regulators supervise it, and what changes the
//! circle itself (a city, its validators, the code) needs two thirds of both chambers and a delay in which
//! everybody can see it coming. An emergency stop needs more than a third of both, takes effect at once, and
//! ends by itself.
//!
//! A member's authority admits the member's institutions; an institution's administrator appoints its
//! officers; a registrar's officers enrol holders. Each level can suspend only the one below it.
//!
//! There is no currency. [`CheckAdmission`] takes its place: it refuses unknown, retired, suspended and
//! expired accounts, refuses calls that are not for the account's kind, however deeply they are wrapped, and
//! charges a quota that refills by itself.
//!
//! ## Low level
//!
//! - [`Accounts`] is the only place that says who an account is. A key is admitted once in its life; when it
//!   is retired it keeps its provider reference, so its nonce stays and nothing it signed can be replayed.
//! - The votes of a motion belong to bodies ([`Seat`]), not keys. They are counted against the seats of the
//!   moment, so that removing a member changes the thresholds of open motions at once.
//! - The runtime must declare this pallet before `pallet-session`, whose genesis asks it for validators.
//! - Heights are kept as `u32`, the block number of the chain.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod admission;
mod extension;
mod genesis;
mod institutions;
mod members;
mod motions;
mod quota;
pub mod refusal;
mod session;
mod types;
pub mod weights;

#[cfg(any(feature = "try-runtime", test))]
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use admission::{Admission, HolderLookup, OfficerCheck};
pub use extension::{
	CallClass, CallPolicy, CheckAdmission, Parts, GOVERNANCE_PRIORITY, MAX_DEPTH, MAX_PARTS,
};
pub use pallet::*;
pub use quota::Bucket;
pub use session::MemberOf;
pub use types::*;
pub use weights::WeightInfo;

use polkadot_sdk::{frame_support, frame_system, sp_runtime};

/// Where this pallet logs.
pub(crate) const LOG_TARGET: &str = "runtime::circle";

#[frame_support::pallet]
// The macros expand to code that these lints would question.
#[allow(unreachable_pub, unused_qualifications, clippy::use_self)]
pub mod pallet {
	use super::*;
	use alloc::{boxed::Box, vec::Vec};
	use frame_support::{
		dispatch::{DispatchInfo, GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{Contains, IsSubType, IsType, Time},
	};
	use frame_system::pallet_prelude::*;
	use ipcircle_primitives::{
		record::Name, InstitutionId, InstitutionKind, InstitutionRecord, MemberId, MemberRecord,
		Moment, MotionId, Roles, Standing,
	};
	use sp_runtime::{traits::Dispatchable, AccountId32};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config<AccountId = AccountId32> {
		/// The runtime's call. A motion holds one.
		type RuntimeCall: Parameter
			+ Dispatchable<
				RuntimeOrigin = Self::RuntimeOrigin,
				Info = DispatchInfo,
				PostInfo = PostDispatchInfo,
			> + GetDispatchInfo
			+ IsSubType<Call<Self>>
			+ IsType<<Self as frame_system::Config>::RuntimeCall>;

		/// For whom each call is, and which calls carry others.
		type CallPolicy: CallPolicy<<Self as Config>::RuntimeCall, Self::AccountId>;

		/// The time of the block, Unix milliseconds UTC.
		type Time: Time<Moment = Moment>;

		/// Whether an account has registered session keys; without them it cannot validate.
		type HasSessionKeys: Contains<Self::AccountId>;

		/// Whether a holder may act.
		type HolderStanding: HolderLookup;

		/// Most weight of a motion's call. It is reserved whenever a motion is enacted.
		#[pallet::constant]
		type MaxMotionWeight: Get<Weight>;

		/// Weights of this pallet's calls and of the admission check.
		type WeightInfo: WeightInfo;
	}

	/// The member cities.
	// Blake2_128Concat: the layout of provable records, see `ipcircle_primitives::key`.
	#[pallet::storage]
	pub type Members<T: Config> = CountedStorageMap<_, Blake2_128Concat, MemberId, MemberRecord>;

	/// The institutions. A record stays for ever; it acts only while it is active and its member exists.
	// Blake2_128Concat: the layout of provable records, see `ipcircle_primitives::key`.
	#[pallet::storage]
	pub type Institutions<T: Config> =
		StorageMap<_, Blake2_128Concat, InstitutionId, InstitutionRecord>;

	/// The id that the next institution gets. Ids count from 1.
	#[pallet::storage]
	pub type NextInstitutionId<T: Config> = StorageValue<_, InstitutionId, ValueQuery, ConstU32<1>>;

	/// Who each account is. Entries are never removed.
	// Blake2_128Concat: accounts are chosen by those who hold the keys.
	#[pallet::storage]
	pub type Accounts<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Principal>;

	/// The officers.
	// Blake2_128Concat: accounts are chosen by those who hold the keys.
	#[pallet::storage]
	pub type Officers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Officer>;

	/// The validators that the members named, with or without session keys.
	#[pallet::storage]
	pub type Validators<T: Config> = StorageValue<_, ValidatorSet, ValueQuery>;

	/// The validators last handed to the session pallet.
	#[pallet::storage]
	pub type LastSet<T: Config> = StorageValue<_, ValidatorSet, ValueQuery>;

	/// The institutions with a seat in the supervisors' chamber. All of them are active.
	#[pallet::storage]
	pub type Supervisors<T: Config> = StorageValue<_, SupervisorSet, ValueQuery>;

	/// The open motions, and expired ones until their seat proposes again.
	// Twox64Concat: ids are counted here.
	#[pallet::storage]
	pub type Motions<T: Config> = StorageMap<_, Twox64Concat, MotionId, Motion>;

	/// The id that the next motion gets. Ids count from 0.
	#[pallet::storage]
	pub type NextMotionId<T: Config> = StorageValue<_, MotionId, ValueQuery>;

	/// The motions of each seat in [`Motions`].
	// Twox64Concat: seats are approved by the chambers.
	#[pallet::storage]
	pub type MotionsBySeat<T: Config> = StorageMap<_, Twox64Concat, Seat, MotionList, ValueQuery>;

	/// The first block after the last emergency stop. In the past: no stop is on.
	#[pallet::storage]
	pub type StoppedUntil<T: Config> = StorageValue<_, u32>;

	/// Blocks in a session, fixed at genesis.
	#[pallet::storage]
	pub type SessionLength<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Blocks between the carrying of a motion and its enactment, fixed at genesis.
	#[pallet::storage]
	pub type EnactmentDelay<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// What each party may send.
	#[pallet::storage]
	pub type Quotas<T: Config> = StorageValue<_, QuotaSet, ValueQuery>;

	/// What each party has used of its quota. Absent: nothing.
	// Twox64Concat: ids are counted by the chain, or approved by the chambers.
	#[pallet::storage]
	pub type Buckets<T: Config> = StorageMap<_, Twox64Concat, BucketId, Bucket, ValueQuery>;

	/// What everybody together has used of the chain's quota.
	#[pallet::storage]
	pub type ChainBucket<T: Config> = StorageValue<_, Bucket, ValueQuery>;

	/// The first circle.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// The first members.
		pub members: Vec<GenesisMember>,
		/// The first institutions; their ids count from 1.
		pub institutions: Vec<GenesisInstitution>,
		/// Blocks in a session, at least 1.
		pub session_length: u32,
		/// Blocks between the carrying of a motion and its enactment, at most
		/// [`MAX_ENACTMENT_DELAY`].
		pub enactment_delay: u32,
		/// What each party may send.
		#[serde(default)]
		pub quotas: QuotaSet,
		#[doc(hidden)]
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		/// Nobody yet; sessions of ten minutes and a delay of two days, in 2 s blocks.
		fn default() -> Self {
			Self {
				members: Vec::new(),
				institutions: Vec::new(),
				session_length: 300,
				enactment_delay: 86_400,
				quotas: Default::default(),
				_config: PhantomData,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis(self).expect("the genesis configuration must be lawful");
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A city joined the circle.
		MemberAdmitted {
			/// The city.
			member: MemberId,
			/// The account that votes for it.
			authority: T::AccountId,
		},
		/// A city left the circle. Its keys are retired and its institutions cannot act.
		MemberRemoved {
			/// The city.
			member: MemberId,
		},
		/// A city's validators are now these; those with session keys validate from the session after next.
		ValidatorsSet {
			/// The city.
			member: MemberId,
			/// All its validators.
			validators: MemberValidators,
		},
		/// A city admitted an institution.
		InstitutionAdmitted {
			/// The institution.
			institution: InstitutionId,
			/// The city.
			member: MemberId,
			/// What it is.
			kind: InstitutionKind,
			/// The account that administers it.
			administrator: T::AccountId,
		},
		/// A city suspended or reinstated one of its institutions.
		InstitutionStandingSet {
			/// The institution.
			institution: InstitutionId,
			/// Whether it may act now.
			standing: Standing,
		},
		/// An officer was appointed, or its roles and term changed.
		OfficerAppointed {
			/// The officer.
			account: T::AccountId,
			/// The institution.
			institution: InstitutionId,
			/// What the officer may do.
			roles: Roles,
			/// From when on it may no longer act, Unix milliseconds UTC.
			expires_at: Moment,
		},
		/// An officer was suspended or reinstated.
		OfficerStandingSet {
			/// The officer.
			account: T::AccountId,
			/// Whether it may act now.
			standing: Standing,
		},
		/// An officer was dismissed and its key retired.
		OfficerDismissed {
			/// The former officer.
			account: T::AccountId,
			/// The institution.
			institution: InstitutionId,
		},
		/// A key was replaced and retired.
		KeyRotated {
			/// The retired key.
			old: T::AccountId,
			/// The key that takes its place.
			new: T::AccountId,
		},
		/// An institution took a seat in the supervisors' chamber.
		SupervisorSeated {
			/// The institution.
			institution: InstitutionId,
		},
		/// An institution lost its seat in the supervisors' chamber.
		SupervisorUnseated {
			/// The institution.
			institution: InstitutionId,
		},
		/// The quotas changed.
		QuotasSet {
			/// The quotas from now on.
			quotas: QuotaSet,
		},
		/// A motion was brought before the chambers.
		MotionProposed {
			/// The motion.
			motion: MotionId,
			/// Who proposed it.
			seat: Seat,
			/// Hash of the encoded call.
			call_hash: T::Hash,
			/// Whether it is an emergency stop.
			urgent: bool,
		},
		/// A seat voted.
		MotionVoted {
			/// The motion.
			motion: MotionId,
			/// Who voted.
			seat: Seat,
			/// For or against.
			aye: bool,
		},
		/// Both chambers approve.
		MotionCarried {
			/// The motion.
			motion: MotionId,
			/// The first block in which it can be enacted, if both chambers still approve.
			enactable_at: u32,
		},
		/// The approval of a carried motion was withdrawn.
		MotionLapsed {
			/// The motion.
			motion: MotionId,
		},
		/// A motion was dispatched as root.
		MotionEnacted {
			/// The motion.
			motion: MotionId,
			/// What came of it.
			result: DispatchResult,
		},
		/// A motion was withdrawn by its seat.
		MotionWithdrawn {
			/// The motion.
			motion: MotionId,
		},
		/// An emergency stop began. Only the chambers may act.
		Stopped {
			/// The first block after it.
			until: u32,
		},
		/// An emergency stop was lifted early.
		Resumed,
	}

	/// Why a call failed.
	#[pallet::error]
	pub enum Error<T> {
		/// The account already has a standing, or is named twice. Use a key that was never admitted.
		AccountTaken,
		/// The key was retired and never acts again. Use a new key.
		KeyRetired,
		/// The account has no standing that could be retired.
		AccountNotFound,
		/// The signer has no right to this.
		NotAuthorized,
		/// The signer, its institution or its holder is suspended, or its city left the circle.
		Suspended,
		/// The officer's appointment has run out. The administrator can renew it.
		OfficerExpired,
		/// The officer lacks the role.
		RoleMissing,
		/// The city is a member already.
		MemberExists,
		/// The city is no member.
		MemberNotFound,
		/// A city code has six digits and does not begin with 0.
		MemberCodeInvalid,
		/// A name is UTF-8 and not empty.
		NameInvalid,
		/// There are [`MAX_MEMBERS`] members already.
		TooManyMembers,
		/// The last member cannot be removed: nobody could govern.
		LastMember,
		/// There are [`MAX_VALIDATORS`] validators already.
		TooManyValidators,
		/// The last validator cannot be removed: nobody could make blocks.
		LastValidator,
		/// No institution has this id.
		InstitutionNotFound,
		/// The institution belongs to another city.
		NotItsMember,
		/// The institution supervises; its city cannot suspend it. Both chambers can unseat it first.
		SupervisorSeated,
		/// Only courts and regulators supervise.
		NotSupervisoryKind,
		/// The institution has a seat already.
		AlreadySeated,
		/// The institution has no seat.
		NotSeated,
		/// There are [`MAX_SUPERVISORS`] seats already.
		TooManySupervisors,
		/// The last supervisor cannot be removed: no motion could ever be carried.
		LastSupervisor,
		/// The account is no officer.
		OfficerNotFound,
		/// The officer belongs to another institution.
		OtherInstitution,
		/// The roles are empty, unknown, or control each other.
		RolesUnlawful,
		/// An institution of this kind has no such role.
		RoleNotForKind,
		/// The appointment would have run out already.
		ExpiryPast,
		/// An appointment lasts [`MAX_APPOINTMENT_MS`] at most.
		ExpiryTooFar,
		/// A quota allows nothing, or less than a motion needs, or its window is empty.
		QuotasInvalid,
		/// No motion has this id. It may have been enacted or withdrawn.
		MotionNotFound,
		/// The motion's time is over. It can be proposed anew.
		MotionExpired,
		/// The encoded call is longer than [`MAX_MOTION_CALL`] bytes.
		MotionTooLong,
		/// The call weighs more than a motion may.
		MotionTooHeavy,
		/// The seat has [`MAX_MOTIONS_PER_SEAT`] open motions. It can withdraw one.
		TooManyMotions,
		/// The chambers do not both approve.
		NotCarried,
		/// The motion is carried, but its delay is not over.
		TooEarly,
		/// The runtime changed since the proposal; the call might mean something else. Propose it anew.
		RuntimeChanged,
		/// Only the seat that proposed a motion can withdraw it.
		NotProposer,
		/// A stop lasts 1 to [`MAX_STOP`] blocks.
		StopLengthInvalid,
		/// A stop is on already.
		AlreadyStopped,
		/// No stop is on.
		NotStopped,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxMotionWeight::get().ref_time() > 0, "no motion could be enacted");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Admits a city.
		///
		/// Origin: root, by a motion. `member` is its six-digit code; `authority` and `validators` are
		/// keys that were never admitted. The validators start once they have session keys.
		///
		/// Emits [`Event::MemberAdmitted`] and [`Event::ValidatorsSet`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::admit_member())]
		pub fn admit_member(
			origin: OriginFor<T>,
			member: MemberId,
			name: Name,
			authority: T::AccountId,
			validators: MemberValidators,
		) -> DispatchResult {
			ensure_root(origin)?;
			Self::do_admit_member(member, name, &authority, &validators)?;
			Self::deposit_event(Event::MemberAdmitted { member, authority });
			Self::deposit_event(Event::ValidatorsSet { member, validators });
			Ok(())
		}

		/// Removes a city. Its keys are retired, its motions dropped, its supervisors unseated, and its
		/// institutions cannot act unless the city is admitted again.
		///
		/// Origin: root, by a motion. Refused if nobody could govern or make blocks afterwards.
		///
		/// Emits [`Event::MemberRemoved`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::remove_member())]
		pub fn remove_member(origin: OriginFor<T>, member: MemberId) -> DispatchResult {
			ensure_root(origin)?;
			Self::do_remove_member(member)?;
			Self::deposit_event(Event::MemberRemoved { member });
			Ok(())
		}

		/// Replaces a city's validators. Keys that are no longer listed are retired.
		///
		/// Origin: root, by a motion.
		///
		/// Emits [`Event::ValidatorsSet`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_validators())]
		pub fn set_validators(
			origin: OriginFor<T>,
			member: MemberId,
			validators: MemberValidators,
		) -> DispatchResult {
			ensure_root(origin)?;
			Self::do_set_validators(member, &validators)?;
			Self::deposit_event(Event::ValidatorsSet { member, validators });
			Ok(())
		}

		/// Admits an institution of the signer's city.
		///
		/// Origin: a member's authority. `administrator` is a key that was never admitted.
		///
		/// Emits [`Event::InstitutionAdmitted`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::admit_institution())]
		pub fn admit_institution(
			origin: OriginFor<T>,
			kind: InstitutionKind,
			name: Name,
			administrator: T::AccountId,
		) -> DispatchResult {
			let member = Self::ensure_authority(origin)?;
			let institution = Self::do_admit_institution(member, kind, name, &administrator)?;
			Self::deposit_event(Event::InstitutionAdmitted {
				institution,
				member,
				kind,
				administrator,
			});
			Ok(())
		}

		/// Suspends or reinstates an institution of the signer's city.
		///
		/// Origin: the member's authority. A supervisor with a seat cannot be suspended by its city.
		///
		/// Emits [`Event::InstitutionStandingSet`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_institution_standing())]
		pub fn set_institution_standing(
			origin: OriginFor<T>,
			institution: InstitutionId,
			standing: Standing,
		) -> DispatchResult {
			let member = Self::ensure_authority(origin)?;
			Self::do_set_institution_standing(member, institution, standing)?;
			Self::deposit_event(Event::InstitutionStandingSet { institution, standing });
			Ok(())
		}

		/// Appoints an officer, or changes the roles and the term of an officer of the same institution.
		///
		/// Origin: the institution's administrator. A new officer's key was never admitted; `expires_at`
		/// lies in the future, [`MAX_APPOINTMENT_MS`] ahead at most. A suspended officer stays suspended.
		///
		/// Emits [`Event::OfficerAppointed`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::appoint_officer())]
		pub fn appoint_officer(
			origin: OriginFor<T>,
			account: T::AccountId,
			roles: Roles,
			expires_at: Moment,
		) -> DispatchResult {
			let institution = Self::ensure_administrator(origin)?;
			Self::ensure_term(expires_at)?;
			Self::do_appoint_officer(institution, &account, roles, expires_at)?;
			Self::deposit_event(Event::OfficerAppointed {
				account,
				institution,
				roles,
				expires_at,
			});
			Ok(())
		}

		/// Suspends or reinstates an officer.
		///
		/// Origin: the administrator of the officer's institution.
		///
		/// Emits [`Event::OfficerStandingSet`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_officer_standing())]
		pub fn set_officer_standing(
			origin: OriginFor<T>,
			account: T::AccountId,
			standing: Standing,
		) -> DispatchResult {
			let institution = Self::ensure_administrator(origin)?;
			Self::do_set_officer_standing(institution, &account, standing)?;
			Self::deposit_event(Event::OfficerStandingSet { account, standing });
			Ok(())
		}

		/// Dismisses an officer and retires its key.
		///
		/// Origin: the administrator of the officer's institution.
		///
		/// Emits [`Event::OfficerDismissed`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::dismiss_officer())]
		pub fn dismiss_officer(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let institution = Self::ensure_administrator(origin)?;
			Self::do_dismiss_officer(institution, &account)?;
			Self::deposit_event(Event::OfficerDismissed { account, institution });
			Ok(())
		}

		/// Replaces the signer's key and retires it. A validator must then register session keys anew.
		///
		/// Origin: an authority, an administrator or a validator. `new` was never admitted.
		///
		/// Emits [`Event::KeyRotated`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::rotate_key())]
		pub fn rotate_key(origin: OriginFor<T>, new: T::AccountId) -> DispatchResult {
			let old = ensure_signed(origin)?;
			Self::do_rotate_key(&old, &new)?;
			Self::deposit_event(Event::KeyRotated { old, new });
			Ok(())
		}

		/// Gives an institution a seat in the supervisors' chamber, or takes it away.
		///
		/// Origin: root, by a motion. Courts and regulators only. The last seat cannot be taken away.
		///
		/// Emits [`Event::SupervisorSeated`] or [`Event::SupervisorUnseated`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::set_supervisor())]
		pub fn set_supervisor(
			origin: OriginFor<T>,
			institution: InstitutionId,
			seated: bool,
		) -> DispatchResult {
			ensure_root(origin)?;
			Self::do_set_supervisor(institution, seated)
		}

		/// Changes the quotas. What is used stays used.
		///
		/// Origin: root, by a motion.
		///
		/// Emits [`Event::QuotasSet`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::set_quotas())]
		pub fn set_quotas(origin: OriginFor<T>, quotas: QuotaSet) -> DispatchResult {
			ensure_root(origin)?;
			ensure!(quotas.are_usable(), Error::<T>::QuotasInvalid);
			Quotas::<T>::put(quotas);
			Self::deposit_event(Event::QuotasSet { quotas });
			Ok(())
		}

		/// Brings a call before the chambers. The proposal is the seat's aye.
		///
		/// Origin: a member's authority, or the administrator of a seated supervisor. A motion to
		/// [`Pallet::stop`] is urgent: more than a third of both chambers carry it, and there is no delay.
		///
		/// Emits [`Event::MotionProposed`], and [`Event::MotionCarried`] if one vote is enough.
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::propose(), DispatchClass::Operational))]
		pub fn propose(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResult {
			let seat = Self::ensure_seat(origin)?;
			Self::do_propose(seat, &call)
		}

		/// Votes on a motion, or changes the vote.
		///
		/// Origin: as for [`Pallet::propose`].
		///
		/// Emits [`Event::MotionVoted`], then [`Event::MotionCarried`] or [`Event::MotionLapsed`] if
		/// the vote decided it.
		#[pallet::call_index(12)]
		#[pallet::weight((T::WeightInfo::vote(), DispatchClass::Operational))]
		pub fn vote(origin: OriginFor<T>, motion: MotionId, aye: bool) -> DispatchResult {
			let seat = Self::ensure_seat(origin)?;
			Self::do_vote(seat, motion, aye)
		}

		/// Dispatches a carried motion as root, once its delay is over and if both chambers still approve.
		///
		/// Origin: as for [`Pallet::propose`]. The motion is gone afterwards, whatever came of it.
		///
		/// Emits [`Event::MotionEnacted`] with the result.
		#[pallet::call_index(13)]
		#[pallet::weight((
			T::WeightInfo::enact().saturating_add(T::MaxMotionWeight::get()),
			DispatchClass::Operational,
		))]
		pub fn enact(origin: OriginFor<T>, motion: MotionId) -> DispatchResultWithPostInfo {
			Self::ensure_seat(origin)?;
			Self::do_enact(motion)
		}

		/// Stops the chain for everybody but the chambers, for 1 to [`MAX_STOP`] blocks.
		///
		/// Origin: root, by an urgent motion.
		///
		/// Emits [`Event::Stopped`].
		#[pallet::call_index(14)]
		#[pallet::weight((T::WeightInfo::stop(), DispatchClass::Operational))]
		pub fn stop(origin: OriginFor<T>, blocks: u32) -> DispatchResult {
			ensure_root(origin)?;
			let until = Self::do_stop(blocks)?;
			Self::deposit_event(Event::Stopped { until });
			Ok(())
		}

		/// Lifts a stop before it ends by itself.
		///
		/// Origin: root, by a motion.
		///
		/// Emits [`Event::Resumed`].
		#[pallet::call_index(15)]
		#[pallet::weight((T::WeightInfo::resume(), DispatchClass::Operational))]
		pub fn resume(origin: OriginFor<T>) -> DispatchResult {
			ensure_root(origin)?;
			ensure!(Self::is_stopped(), Error::<T>::NotStopped);
			StoppedUntil::<T>::kill();
			Self::deposit_event(Event::Resumed);
			Ok(())
		}

		/// Withdraws a motion.
		///
		/// Origin: the seat that proposed it.
		///
		/// Emits [`Event::MotionWithdrawn`].
		#[pallet::call_index(16)]
		#[pallet::weight((T::WeightInfo::withdraw(), DispatchClass::Operational))]
		pub fn withdraw(origin: OriginFor<T>, motion: MotionId) -> DispatchResult {
			let seat = Self::ensure_seat(origin)?;
			Self::do_withdraw(seat, motion)?;
			Self::deposit_event(Event::MotionWithdrawn { motion });
			Ok(())
		}
	}
}
