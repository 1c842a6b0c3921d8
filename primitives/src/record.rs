//! Record layouts: the SCALE structures that proofs carry.
//!
//! A layout is named `Name/version` and never edited once a chain has used it; a change is a new
//! version beside the old one. docs/proof-format.md describes each byte.

use crate::{
	patent::StatutoryNumber, AccountBytes, Commitment, Digests, HolderId, InstitutionId, MemberId,
	Moment, RightId, Shares,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most bytes in the UTF-8 public name of a city or an institution.
pub const MAX_NAME: u32 = 128;

/// Most guardians a holder may name: enough for a quorum, few enough to read in one go.
pub const MAX_GUARDIANS: u32 = 7;

/// Most encumbrances that can stand on one right at a time.
pub const MAX_ENCUMBRANCES: u32 = 64;

/// UTF-8 public name of a city or an institution.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;

/// The block in which a record was made. Any later finalized block therefore proves it.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RegisteredAt {
	/// Block number.
	pub block: u32,
	/// The block's time, Unix milliseconds UTC.
	pub time: Moment,
}

/// Layout `Member/1`: a city in the circle.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct MemberRecord {
	/// The city's public name, UTF-8.
	pub name: Name,
	/// Votes in the operators' chamber, admits the city's institutions.
	pub authority: AccountBytes,
	/// When it was admitted.
	pub registered_at: RegisteredAt,
}

/// What kind of body an institution is.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum InstitutionKind {
	/// 登記機構.
	Registrar,
	/// 公證處.
	Notary,
	/// 法院.
	Court,
	/// 銀行.
	Bank,
	/// 評估機構.
	Valuer,
	/// 行政執法機關.
	Enforcement,
	/// 保險機構.
	Insurer,
	/// 融資租賃公司.
	Lessor,
	/// 受託機構.
	Trustee,
	/// 代理機構.
	Agency,
	/// 監管機構.
	Regulator,
}

/// Layout `Institution/1`: a body that belongs to a city and acts through its officers.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct InstitutionRecord {
	/// The city that admitted it.
	pub member: MemberId,
	/// What it is.
	pub kind: InstitutionKind,
	/// Its public name, UTF-8.
	pub name: Name,
	/// The account that appoints its officers and, with a seat, votes among the supervisors.
	pub administrator: AccountBytes,
	/// Whether it may act.
	pub standing: Standing,
	/// When it was admitted.
	pub registered_at: RegisteredAt,
}

/// Whether a party may act.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Standing {
	/// It may.
	Active,
	/// It may not, until reinstated.
	Suspended,
}

/// What kind of person a holder is.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum HolderKind {
	/// 自然人.
	Person,
	/// 法人或非法人組織.
	Enterprise,
}

/// Somebody who can help a holder back to a lost key.
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
pub enum Guardian {
	/// Another holder.
	Holder(HolderId),
	/// An institution, through its administrator.
	Institution(InstitutionId),
}

/// A holder's guardians.
pub type Guardians = BoundedVec<Guardian, ConstU32<MAX_GUARDIANS>>;

/// Layout `Holder/1`: a person or enterprise whose identity a registrar has checked.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct HolderRecord {
	/// Person or enterprise.
	pub kind: HolderKind,
	/// Salted commitment to the identity document.
	pub real_name: Commitment,
	/// Who checked it.
	pub registrar: InstitutionId,
	/// The city of that registrar.
	pub home: MemberId,
	/// The account that acts now.
	pub key: AccountBytes,
	/// Since when that key acts.
	pub key_since: RegisteredAt,
	/// Who may help recover.
	pub guardians: Guardians,
	/// How many guardians a recovery needs; 0 when there are none.
	pub guardian_threshold: u8,
	/// Whether it may act.
	pub standing: Standing,
	/// When it was enrolled.
	pub registered_at: RegisteredAt,
}

/// What is protected (Shenyang IP regulation art. 3, and data resources).
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum RightKind {
	/// 作品.
	Work,
	/// 計算機軟件, a subtype of work.
	Software,
	/// 發明.
	Invention,
	/// 實用新型.
	UtilityModel,
	/// 外觀設計.
	Design,
	/// 商標.
	Trademark,
	/// 地理標誌.
	GeographicalIndication,
	/// 商業秘密.
	TradeSecret,
	/// 集成電路布圖設計.
	CircuitLayout,
	/// 植物新品種.
	PlantVariety,
	/// 數據資源.
	DataResource,
	/// 法律規定的其他客體.
	Other,
}

impl RightKind {
	/// Names as typed on the command line and shown in JSON.
	pub const NAMES: [(&'static str, Self); 12] = [
		("work", Self::Work),
		("software", Self::Software),
		("invention", Self::Invention),
		("utility-model", Self::UtilityModel),
		("design", Self::Design),
		("trademark", Self::Trademark),
		("geographical-indication", Self::GeographicalIndication),
		("trade-secret", Self::TradeSecret),
		("circuit-layout", Self::CircuitLayout),
		("plant-variety", Self::PlantVariety),
		("data-resource", Self::DataResource),
		("other", Self::Other),
	];
}

/// Layout `Right/1`: a registered right (登記存證).
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct RightRecord {
	/// What is protected.
	pub kind: RightKind,
	/// Salted commitment to the file.
	pub commitment: Commitment,
	/// The plain digests, if the holder opted in to public duplicate search.
	pub digests: Option<Digests>,
	/// The number given by the statutory registry, if there is one.
	pub statutory_number: Option<StatutoryNumber>,
	/// Who owns how much.
	pub shares: Shares,
	/// When the registrant says it was created: a claim, never proven by the chain.
	pub claimed_created: Option<Moment>,
	/// The version before this one.
	pub predecessor: Option<RightId>,
	/// Who registered it.
	pub registrant: HolderId,
	/// When it was registered.
	pub registered_at: RegisteredAt,
}

/// What can stand on a right (權利負擔).
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum EncumbranceKind {
	/// 質押.
	Pledge,
	/// 保全查封.
	Freeze,
	/// 權屬爭議.
	Dispute,
	/// 獨占許可.
	ExclusiveLicence,
	/// 融資租賃.
	Lease,
	/// 資產池.
	Pool,
}

/// One encumbrance.
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
pub struct Encumbrance {
	/// What it is.
	pub kind: EncumbranceKind,
	/// The institution that placed it.
	pub institution: InstitutionId,
	/// Digest of the document it rests on.
	pub document: Commitment,
	/// When it was placed.
	pub registered_at: RegisteredAt,
	/// When it lapses by itself, Unix milliseconds UTC.
	pub until: Option<Moment>,
}

/// Layout `Encumbrances/1`: everything that stands on one right. A right without an entry is clear.
pub type Encumbrances = BoundedVec<Encumbrance, ConstU32<MAX_ENCUMBRANCES>>;
