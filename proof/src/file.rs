//! Whether a file is the one that a proven right stands for.

use crate::{
	bundle::Opening,
	finding::{Interval, Origin},
	reason::{Reason, Verdict},
	subject::{Record, Subject},
	verify::Verified,
};
use ipcircle_primitives::{commitment, Digests, RightId, RightRecord, Sha256Digest, Sm3Digest};

/// What a bundle says about a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FileFinding {
	/// [`Reason::Valid`] when the file belongs to [`Self::right`].
	pub reason: Reason,
	/// The right it belongs to.
	pub right: Option<RightId>,
	/// Since when it is unaltered: proven by the chain.
	pub unaltered: Option<Interval>,
	/// What is claimed of the time before: not proven by the chain.
	pub origin: Origin,
}

impl FileFinding {
	/// The verdict on the file.
	pub const fn verdict(&self) -> Verdict {
		self.reason.verdict()
	}

	const fn none(reason: Reason) -> Self {
		Self { reason, right: None, unaltered: None, origin: Origin::Unproven }
	}
}

impl Opening {
	/// The digests inside.
	pub const fn digests(&self) -> Digests {
		Digests { sha256: Sha256Digest(self.sha256.0), sm3: Sm3Digest(self.sm3.0) }
	}
}

/// Compares a file, by its digests, with the rights that `verified` proves.
///
/// With an opening, it must hold these digests and open the commitment of a right. Without one, only
/// digests that the holder published can be compared. A record whose published digests contradict
/// its own commitment is a mismatch. To ask whether bundle and opening fit without a file, pass the
/// opening's own [`Opening::digests`].
pub fn open_file(verified: &Verified, opening: Option<&Opening>, file: &Digests) -> FileFinding {
	let rights = || {
		verified.statements.iter().filter_map(|proven| match (&proven.subject, &proven.record) {
			(Subject::Right(id), Some(Record::Right(record))) => Some((*id, record)),
			_ => None,
		})
	};
	let found = |right: RightId, record: &RightRecord| FileFinding {
		reason: Reason::Valid,
		right: Some(right),
		unaltered: Some(Interval::around(record.registered_at.time)),
		origin: Origin::of(record),
	};
	if rights().next().is_none() {
		return FileFinding::none(Reason::NoRight);
	}
	if let Some(opening) = opening {
		if opening.digests() != *file {
			return FileFinding::none(Reason::File);
		}
		let commitment = commitment(&opening.salt.0, file);
		return match rights().find(|(_, record)| record.commitment == commitment) {
			Some((_, record)) if record.digests.is_some_and(|public| public != *file) => {
				FileFinding::none(Reason::PublicDigests)
			},
			Some((right, record)) => found(right, record),
			None => FileFinding::none(Reason::Opening),
		};
	}
	match rights().find(|(_, record)| record.digests == Some(*file)) {
		Some((right, record)) => found(right, record),
		None if rights().all(|(_, record)| record.digests.is_some()) => {
			FileFinding::none(Reason::File)
		},
		None => FileFinding::none(Reason::OpeningMissing),
	}
}
