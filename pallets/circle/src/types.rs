//! What the circle's records hold. No storage access here.

use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use ipcircle_primitives::{
	HolderId, InstitutionId, InstitutionKind, MemberId, Moment, MotionId, Roles, Standing,
};
use polkadot_sdk::{
	frame_support::{traits::ConstU32, BoundedVec},
	sp_runtime::AccountId32,
};
use scale_info::TypeInfo;

/// Most cities in the circle: far above any metropolitan circle, and 64 x 4 bytes of votes stay small.
pub const MAX_MEMBERS: u32 = 64;

/// Most validators of one member: one in use, one spare, and room to rotate both.
pub const MAX_VALIDATORS_PER_MEMBER: u32 = 4;

/// Most validators in all. GRANDPA's justifications and our proofs grow with each.
pub const MAX_VALIDATORS: u32 = 64;

/// Most seats in the supervisors' chamber.
pub const MAX_SUPERVISORS: u32 = 32;

/// Most votes on one motion: one for each seat of both chambers.
pub const MAX_VOTES: u32 = MAX_MEMBERS + MAX_SUPERVISORS;

/// Most open motions of one seat, so that no seat can crowd out the others.
pub const MAX_MOTIONS_PER_SEAT: u32 = 4;

/// Most bytes of a motion's encoded call. An upgrade is authorised by its hash, so calls stay short.
pub const MAX_MOTION_CALL: u32 = 4_096;

/// Blocks after which a motion can neither be voted on nor enacted: 7 days of 2 s blocks.
pub const MOTION_LIFETIME: u32 = 302_400;

/// Longest enactment delay: half a motion's life, so that a carried motion can always be enacted.
pub const MAX_ENACTMENT_DELAY: u32 = MOTION_LIFETIME / 2;

/// Longest emergency stop: one day of 2 s blocks. It ends by itself.
pub const MAX_STOP: u32 = 43_200;

/// Longest appointment of an officer, in milliseconds: two years of 366 days.
pub const MAX_APPOINTMENT_MS: Moment = 2 * 366 * 24 * 60 * 60 * 1_000;

/// Lowest byte quota: a motion of the longest call always fits into an empty bucket.
pub const MIN_QUOTA_BYTES: u32 = 2 * MAX_MOTION_CALL;

/// The validators of one member.
pub type MemberValidators = BoundedVec<AccountId32, ConstU32<MAX_VALIDATORS_PER_MEMBER>>;

/// All validators, each with the member that runs it.
pub type ValidatorSet = BoundedVec<(AccountId32, MemberId), ConstU32<MAX_VALIDATORS>>;

/// The institutions with a seat in the supervisors' chamber.
pub type SupervisorSet = BoundedVec<InstitutionId, ConstU32<MAX_SUPERVISORS>>;

/// The open motions of one seat.
pub type MotionList = BoundedVec<MotionId, ConstU32<MAX_MOTIONS_PER_SEAT>>;

/// Who an account is. One account has one standing.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Principal {
	/// Votes for a member city and admits its institutions.
	Authority(MemberId),
	/// Runs a validator of a member city.
	Validator(MemberId),
	/// Administers an institution.
	Administrator(InstitutionId),
	/// Acts for an institution.
	Officer(InstitutionId),
	/// The current key of a holder.
	Holder(HolderId),
	/// Was one of the above. It never acts again; its nonce stays, so nothing can be replayed.
	Retired,
}

/// An account that acts for an institution.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Officer {
	/// For whom it acts.
	pub institution: InstitutionId,
	/// What it may do.
	pub roles: Roles,
	/// From when on it may no longer act, Unix milliseconds UTC.
	pub expires_at: Moment,
	/// Whether it may act.
	pub standing: Standing,
}

/// A vote in one of the chambers. It belongs to the body, not to the key that casts it.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Seat {
	/// A member city, in the operators' chamber.
	Operator(MemberId),
	/// A court or regulator, in the supervisors' chamber.
	Supervisor(InstitutionId),
}

/// How a seat voted.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Vote {
	/// Whose vote it is.
	pub seat: Seat,
	/// For or against.
	pub aye: bool,
	/// The block of the vote. A city that was removed and admitted again votes anew.
	pub at: u32,
}

/// A call that both chambers may carry. It is then dispatched as root.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Motion {
	/// Who proposed it.
	pub proposer: Seat,
	/// The call, in SCALE.
	pub call: BoundedVec<u8, ConstU32<MAX_MOTION_CALL>>,
	/// Whether it is an emergency stop: fewer votes, no delay.
	pub urgent: bool,
	/// The runtime for which `call` was encoded. Another one might read it as another call.
	pub spec_version: u32,
	/// The block of the proposal.
	pub proposed_at: u32,
	/// Since which block both chambers approve, as of the last vote.
	pub carried_at: Option<u32>,
	/// The votes, one for each seat at most.
	pub votes: BoundedVec<Vote, ConstU32<MAX_VOTES>>,
}

impl Motion {
	/// Whether it can no longer be voted on at block `now`.
	pub const fn is_expired(&self, now: u32) -> bool {
		now > self.proposed_at.saturating_add(MOTION_LIFETIME)
	}
}

/// Votes of one chamber.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
	/// Seats that approve.
	pub ayes: u32,
	/// All seats.
	pub seats: u32,
}

impl Tally {
	/// Whether at least two thirds approve. A chamber without seats approves nothing.
	pub const fn reaches_two_thirds(self) -> bool {
		self.seats > 0 && self.ayes.saturating_mul(3) >= self.seats.saturating_mul(2)
	}

	/// Whether more than a third approve. A chamber without seats approves nothing.
	pub const fn exceeds_one_third(self) -> bool {
		self.ayes.saturating_mul(3) > self.seats
	}
}

/// What one party may send in each window; also the most it may send at once.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quota {
	/// Calls, each call inside a batch counted. At least 1.
	pub transactions: u32,
	/// Bytes of whole transactions. At least [`MIN_QUOTA_BYTES`].
	pub bytes: u32,
}

impl Quota {
	const fn is_usable(&self) -> bool {
		self.transactions > 0 && self.bytes >= MIN_QUOTA_BYTES
	}
}

/// All quotas.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuotaSet {
	/// Blocks in which an exhausted quota is full again. At least 1.
	pub window: u32,
	/// For the authority and validators of a member together, and for each seat's governance calls.
	pub per_member: Quota,
	/// For the administrator and officers of an institution together.
	pub per_institution: Quota,
	/// For each holder.
	pub per_holder: Quota,
	/// For everybody together, governance aside: it bounds how fast the state can grow.
	pub chain_wide: Quota,
}

impl QuotaSet {
	/// Whether every party can send something and nothing divides by zero.
	pub fn are_usable(&self) -> bool {
		self.window > 0
			&& [self.per_member, self.per_institution, self.per_holder, self.chain_wide]
				.iter()
				.all(Quota::is_usable)
	}
}

impl Default for QuotaSet {
	/// An hour of 2 s blocks; a chain-wide 100 calls a second of 400 bytes, 3.5 GB a day at worst.
	fn default() -> Self {
		Self {
			window: 1_800,
			// An authority must be able to send a new runtime.
			per_member: Quota { transactions: 1_000, bytes: 8_388_608 },
			per_institution: Quota { transactions: 20_000, bytes: 8_388_608 },
			per_holder: Quota { transactions: 1_000, bytes: 1_048_576 },
			chain_wide: Quota { transactions: 360_000, bytes: 144_000_000 },
		}
	}
}

/// Whose quota a transaction uses.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum BucketId {
	/// An institution's administrator and officers.
	Institution(InstitutionId),
	/// A holder.
	Holder(HolderId),
	/// A member's authority and validators.
	Member(MemberId),
	/// The governance calls of a seat, apart, so that nobody of the same body can use them up.
	Seat(Seat),
}

/// A member city at genesis.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisMember {
	/// Its 行政區劃 code.
	pub code: MemberId,
	/// Its public name.
	pub name: String,
	/// Its authority's account.
	pub authority: AccountId32,
	/// Its validators' accounts, at most [`MAX_VALIDATORS_PER_MEMBER`].
	pub validators: Vec<AccountId32>,
}

/// An institution at genesis. Ids count from 1 in the order of the list.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisInstitution {
	/// The member to which it belongs.
	pub member: MemberId,
	/// What it is.
	pub kind: InstitutionKind,
	/// Its public name.
	pub name: String,
	/// Its administrator's account.
	pub administrator: AccountId32,
	/// Its officers.
	pub officers: Vec<GenesisOfficer>,
	/// Whether it has a seat in the supervisors' chamber.
	pub supervisor: bool,
}

/// An officer at genesis.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisOfficer {
	/// Its account.
	pub account: AccountId32,
	/// What it may do.
	pub roles: Roles,
	/// From when on it may no longer act, Unix milliseconds UTC.
	pub expires_at: Moment,
}
