//! Types shared by every part of IPCircle.
//!
//! Everything a proof can show is described here: identifiers, digests, roles, times and the pinned
//! record layouts. The crate is `no_std` and knows nothing of FRAME, so that the verifier, the
//! client and the runtime read the same bytes the same way.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod digest;
pub mod id;
pub mod iso7064;
pub mod key;
pub mod patent;
pub mod record;
pub mod role;
pub mod share;

pub use digest::{commitment, Commitment, Digests, Sha256Digest, Sm3Digest};
pub use id::{AccountBytes, HolderId, InstitutionId, MemberId, Moment, MotionId, RightId};
pub use record::{
	Encumbrance, EncumbranceKind, Encumbrances, Guardian, Guardians, HolderKind, HolderRecord,
	InstitutionKind, InstitutionRecord, MemberRecord, RegisteredAt, RightKind, RightRecord,
	Standing,
};
pub use role::Roles;
pub use share::{Share, Shares, WHOLE_PPM};
