//! The two findings that a court keeps apart: unaltered since a time, and origin before it.

use core::fmt;
use ipcircle_primitives::{Moment, RightRecord};

/// The chain's slot, milliseconds. A block's time is the start of its slot or later, and its parent
/// was made no more than this before in an unbroken chain.
pub const SLOT_MS: Moment = 2_000;

/// How far ahead of its own clock an honest node accepts a block's time, milliseconds: the limit
/// that the timestamp inherent is checked against.
pub const MAX_DRIFT_MS: Moment = 30_000;

/// A span of time, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interval {
	/// Unix milliseconds, UTC.
	pub not_before: Moment,
	/// Unix milliseconds, UTC.
	pub not_after: Moment,
}

impl Interval {
	/// When a block with this time was really made: not before the slot in front of it, not after its
	/// time plus the accepted drift.
	pub const fn around(time: Moment) -> Self {
		Self {
			not_before: time.saturating_sub(SLOT_MS),
			not_after: time.saturating_add(MAX_DRIFT_MS),
		}
	}
}

/// What is known of the time before registration. The chain proves none of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
	/// Nothing is claimed.
	Unproven,
	/// Grade L0: the registrant's own claim.
	SelfDeclared {
		/// When the registrant says it was created, Unix milliseconds UTC.
		claimed: Moment,
	},
}

impl Origin {
	/// The grade: `unproven` or `L0`.
	pub const fn grade(&self) -> &'static str {
		match self {
			Self::Unproven => "unproven",
			Self::SelfDeclared { .. } => "L0",
		}
	}

	pub(crate) const fn of(record: &RightRecord) -> Self {
		match record.claimed_created {
			Some(claimed) => Self::SelfDeclared { claimed },
			None => Self::Unproven,
		}
	}
}

impl fmt::Display for Origin {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Unproven => f.write_str("unproven"),
			Self::SelfDeclared { .. } => f.write_str("L0, self-declared"),
		}
	}
}
