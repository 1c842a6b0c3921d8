//! Verdicts and the stable codes that give their reason.

use core::fmt;

/// What a verifier can say: four states, never a bare tick.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
	/// Everything stated is proven.
	Valid,
	/// The bundle contradicts itself, the genesis hash or the file.
	Mismatch,
	/// It is proven that the chain holds no such record.
	Absent,
	/// This verifier cannot tell; the reason says what is missing.
	CannotCheck,
}

impl Verdict {
	/// The stable text: `valid`, `mismatch`, `absent`, `cannot-check`.
	pub const fn as_str(self) -> &'static str {
		match self {
			Self::Valid => "valid",
			Self::Mismatch => "mismatch",
			Self::Absent => "absent",
			Self::CannotCheck => "cannot-check",
		}
	}
}

impl fmt::Display for Verdict {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

macro_rules! reasons {
	($($name:ident, $code:literal, $verdict:ident, $text:literal;)*) => {
		/// Why a verdict was given. Codes are never reused and never change their verdict.
		#[derive(Clone, Copy, PartialEq, Eq, Debug)]
		pub enum Reason {
			$(#[doc = concat!("`", $code, "`: ", $text, ".")] $name,)*
		}

		impl Reason {
			/// Every reason, in the order of docs/proof-format.md.
			pub const ALL: &'static [Self] = &[$(Self::$name,)*];

			/// The stable code.
			pub const fn as_str(self) -> &'static str {
				match self { $(Self::$name => $code,)* }
			}

			/// The verdict that goes with it.
			pub const fn verdict(self) -> Verdict {
				match self { $(Self::$name => Verdict::$verdict,)* }
			}

			const fn text(self) -> &'static str {
				match self { $(Self::$name => $text,)* }
			}
		}
	};
}

reasons! {
	Valid, "valid", Valid, "everything stated is proven";
	Absent, "absent", Absent, "it is proven that the chain holds no such record";
	Malformed, "malformed", CannotCheck, "the bundle does not have the form of ipcircle-proof/1; it may be cut or damaged";
	Limits, "limits", CannotCheck, "the bundle is larger than the format allows";
	FormatUnknown, "format-unknown", CannotCheck, "the bundle has another format or version than ipcircle-proof/1";
	KindUnknown, "kind-unknown", CannotCheck, "a statement is about a kind of record that this verifier does not know";
	LayoutUnknown, "layout-unknown", CannotCheck, "a statement uses a record layout that this verifier does not know";
	DelayedChange, "delayed-change", CannotCheck, "a handoff takes effect after a delay, which ipcircle-proof/1 does not cover";
	ForcedChange, "forced-change", CannotCheck, "the authority set was changed by force; the signed hand-over is not known to this verifier";
	OpeningMissing, "opening-missing", CannotCheck, "the record holds only a commitment, and the bundle has no opening for it";
	NoRight, "no-right", CannotCheck, "the bundle proves no right that a file could belong to";
	GenesisMismatch, "genesis-mismatch", Mismatch, "the bundle belongs to another chain";
	GenesisHeader, "genesis-header", Mismatch, "the genesis header does not have the genesis hash";
	GenesisState, "genesis-state", Mismatch, "the first authority set does not follow from the genesis header";
	GenesisAuthorities, "genesis-authorities", Mismatch, "the first authority set is not well formed";
	HandoffHeader, "handoff-header", Mismatch, "the header of a handoff is not well formed";
	HandoffOrder, "handoff-order", Mismatch, "the handoffs are not in the order of their blocks";
	HandoffJustification, "handoff-justification", Mismatch, "a handoff is not signed by more than two thirds of the set before it";
	HandoffChange, "handoff-change", Mismatch, "the header of a handoff names no next authority set";
	FinalizedHeader, "finalized-header", Mismatch, "the finalized header is not well formed";
	FinalizedOrder, "finalized-order", Mismatch, "the finalized block does not come after the handoffs";
	FinalizedJustification, "finalized-justification", Mismatch, "the finalized block is not signed by more than two thirds of the authorities";
	State, "state", Mismatch, "the state proof does not lead from the finalized block to a stated record";
	StateSurplus, "state-surplus", Mismatch, "a state proof holds nodes that no statement needs";
	StatementValue, "statement-value", Mismatch, "the chain holds something else than what is stated";
	StatementRecord, "statement-record", Mismatch, "a proven value does not fit its record layout";
	Opening, "opening", Mismatch, "the opening does not open the commitment of any proven right";
	File, "file", Mismatch, "the file is not the one that was registered";
	PublicDigests, "public-digests", Mismatch, "the record's public digests contradict its commitment";
}

impl fmt::Display for Reason {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.text())
	}
}

/// Why a bundle was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VerifyError {
	/// The stable reason.
	pub reason: Reason,
	/// Which handoff, or which statement, counted from 0.
	pub at: Option<usize>,
}

impl VerifyError {
	/// [`Verdict::Mismatch`] or [`Verdict::CannotCheck`].
	pub const fn verdict(&self) -> Verdict {
		self.reason.verdict()
	}

	pub(crate) const fn at(reason: Reason, at: usize) -> Self {
		Self { reason, at: Some(at) }
	}
}

impl From<Reason> for VerifyError {
	fn from(reason: Reason) -> Self {
		Self { reason, at: None }
	}
}

impl fmt::Display for VerifyError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{} [{}", self.reason, self.reason.as_str())?;
		if let Some(at) = self.at {
			write!(f, ", number {}", at.saturating_add(1))?;
		}
		f.write_str("]")
	}
}

impl core::error::Error for VerifyError {}
