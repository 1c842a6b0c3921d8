//! What a statement is about, and the record it may hold.

use crate::reason::Reason;
use alloc::{
	string::{String, ToString},
	vec::Vec,
};
use codec::{Decode, DecodeAll};
use core::str::FromStr;
use ipcircle_primitives::{
	key, Encumbrances, HolderId, HolderRecord, InstitutionId, InstitutionRecord, MemberId,
	MemberRecord, RegisteredAt, RightId, RightRecord,
};

/// One record of the chain, present or absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
	/// A member city.
	Member(MemberId),
	/// An institution.
	Institution(InstitutionId),
	/// A holder.
	Holder(HolderId),
	/// A right.
	Right(RightId),
	/// What stands on a right; absence means that it is clear.
	Encumbrances(RightId),
}

/// A record, read under the layout of its subject.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
	/// Layout `Member/1`.
	Member(MemberRecord),
	/// Layout `Institution/1`.
	Institution(InstitutionRecord),
	/// Layout `Holder/1`.
	Holder(HolderRecord),
	/// Layout `Right/1`.
	Right(RightRecord),
	/// Layout `Encumbrances/1`.
	Encumbrances(Encumbrances),
}

impl Subject {
	/// The `kind` of a statement about it.
	pub const fn kind(&self) -> &'static str {
		match self {
			Self::Member(_) => "member",
			Self::Institution(_) => "institution",
			Self::Holder(_) => "holder",
			Self::Right(_) => "right",
			Self::Encumbrances(_) => "encumbrances",
		}
	}

	/// The `id` of a statement about it: a decimal number, or a right number with its check character.
	pub fn id(&self) -> String {
		match self {
			Self::Member(id) => id.to_string(),
			Self::Institution(id) => id.to_string(),
			Self::Holder(id) => id.to_string(),
			Self::Right(id) | Self::Encumbrances(id) => id.to_string(),
		}
	}

	/// The layout in which the chain keeps its record.
	pub const fn layout(&self) -> &'static str {
		match self {
			Self::Member(_) => "Member/1",
			Self::Institution(_) => "Institution/1",
			Self::Holder(_) => "Holder/1",
			Self::Right(_) => "Right/1",
			Self::Encumbrances(_) => "Encumbrances/1",
		}
	}

	/// Where the state trie keeps its record.
	pub fn key(&self) -> Vec<u8> {
		match self {
			Self::Member(id) => key::member(*id),
			Self::Institution(id) => key::institution(*id),
			Self::Holder(id) => key::holder(*id),
			Self::Right(id) => key::right(*id),
			Self::Encumbrances(id) => key::encumbrances(*id),
		}
	}

	/// Reads `kind` and `id` as a statement has them.
	///
	/// [`Reason::KindUnknown`] for another kind, [`Reason::Malformed`] for an id in any but its one
	/// spelling.
	pub fn parse(kind: &str, id: &str) -> Result<Self, Reason> {
		match kind {
			"member" => canonical(id).map(Self::Member),
			"institution" => canonical(id).map(Self::Institution),
			"holder" => canonical(id).map(Self::Holder),
			"right" => canonical(id).map(Self::Right),
			"encumbrances" => canonical(id).map(Self::Encumbrances),
			_ => Err(Reason::KindUnknown),
		}
	}

	/// Reads a value under the subject's layout; every byte must be used.
	pub(crate) fn decode(&self, value: &[u8]) -> Result<Record, Reason> {
		fn all<T: Decode>(mut value: &[u8]) -> Result<T, Reason> {
			T::decode_all(&mut value).map_err(|_| Reason::StatementRecord)
		}
		Ok(match self {
			Self::Member(_) => Record::Member(all(value)?),
			Self::Institution(_) => Record::Institution(all(value)?),
			Self::Holder(_) => Record::Holder(all(value)?),
			Self::Right(_) => Record::Right(all(value)?),
			Self::Encumbrances(_) => Record::Encumbrances(all(value)?),
		})
	}
}

impl Record {
	/// The block in which the record was made; a list of encumbrances has one for each entry instead.
	pub const fn registered_at(&self) -> Option<RegisteredAt> {
		match self {
			Self::Member(record) => Some(record.registered_at),
			Self::Institution(record) => Some(record.registered_at),
			Self::Holder(record) => Some(record.registered_at),
			Self::Right(record) => Some(record.registered_at),
			Self::Encumbrances(_) => None,
		}
	}
}

/// Reads an id that is written exactly as it would be printed.
fn canonical<T: FromStr + ToString>(text: &str) -> Result<T, Reason> {
	text.parse::<T>().ok().filter(|id| id.to_string() == text).ok_or(Reason::Malformed)
}
