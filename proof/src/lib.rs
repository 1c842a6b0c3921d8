//! The IPCircle proof bundle: format, builder, verifier.
//!
//! A bundle is a small file that shows what the chain recorded, or that it recorded nothing. Whoever
//! holds the 32-byte genesis hash checks it offline: [`verify`] needs no network, clock or log, and
//! no metadata of the chain. `docs/proof-format.md` specifies every step and byte; a second verifier
//! in another language (`proof/second-verifier`) is written from that document alone, and both must
//! agree on every file of `proof/corpus`.
//!
//! Nothing here panics on foreign bytes, and everything is bounded before it is allocated
//! ([`limits`]).

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod builder;
pub mod bundle;
pub mod file;
pub mod finding;
pub mod limits;
pub mod reason;
pub mod subject;
pub mod verify;

mod authorities;
mod blake2_256;
mod header;
mod justification;
mod scale;
mod trie;

pub use builder::{header_hash, header_number, BuildError, BundleBuilder};
pub use bundle::{
	Anchor, Bundle, Bytes, GenesisProof, Hash, Justified, Opening, Statement, FORMAT,
};
pub use file::{open_file, FileFinding};
pub use finding::{Interval, Origin};
pub use reason::{Reason, Verdict, VerifyError};
pub use subject::{Record, Subject};
pub use verify::{verify, verify_bundle, AnchorFinding, Proven, Verified};

#[cfg(test)]
mod tests;
