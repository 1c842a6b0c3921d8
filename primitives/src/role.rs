//! What an officer may do.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A set of roles, one bit each. A retired bit is never given a new meaning.
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
pub struct Roles(pub u16);

impl Roles {
	/// Enrols holders after the real-name check.
	pub const REGISTRAR: Self = Self(1);
	/// Prepares an act of the institution (first of two officers).
	pub const MAKER: Self = Self(1 << 1);
	/// Confirms what a maker prepared (second of two officers).
	pub const CHECKER: Self = Self(1 << 2);
	/// Attests evidence.
	pub const WITNESS: Self = Self(1 << 3);
	/// Records valuations.
	pub const VALUER: Self = Self(1 << 4);
	/// Records court orders and administrative decisions.
	pub const ENFORCEMENT: Self = Self(1 << 5);
	/// Examines the work of others; holds no role that acts.
	pub const AUDITOR: Self = Self(1 << 6);

	/// Names in bit order, as typed on the command line.
	pub const NAMES: [(&'static str, Self); 7] = [
		("registrar", Self::REGISTRAR),
		("maker", Self::MAKER),
		("checker", Self::CHECKER),
		("witness", Self::WITNESS),
		("valuer", Self::VALUER),
		("enforcement", Self::ENFORCEMENT),
		("auditor", Self::AUDITOR),
	];

	/// Both sets together.
	pub const fn with(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// Whether every role of `other` is held.
	pub const fn holds(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// Whether the set is not empty, holds no unknown bit, and joins no two roles that control each
	/// other: a maker is not a checker, and an auditor is nothing else.
	pub fn is_lawful(self) -> bool {
		let known = Self::NAMES.iter().fold(0u16, |bits, (_, role)| bits | role.0);
		let alone = !self.holds(Self::AUDITOR) || self == Self::AUDITOR;
		let two_hands = !self.holds(Self::MAKER.with(Self::CHECKER));
		self.0 != 0 && self.0 & !known == 0 && alone && two_hands
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn roles_that_control_each_other_are_exclusive() {
		assert!(Roles::REGISTRAR.with(Roles::WITNESS).is_lawful());
		assert!(!Roles::MAKER.with(Roles::CHECKER).is_lawful());
		assert!(!Roles::AUDITOR.with(Roles::REGISTRAR).is_lawful());
		assert!(Roles::AUDITOR.is_lawful());
	}

	#[test]
	fn no_role_and_unknown_roles_are_refused() {
		assert!(!Roles::default().is_lawful());
		assert!(!Roles(1 << 15).is_lawful());
	}
}
