//! Typed client for an IPCircle chain: keys, transactions, proofs.
//!
//! - [`keystore`] and [`signer`]: who signs.
//! - [`hash`]: what a file is, without the file ever leaving the machine.
//! - [`chain`]: questions to the circle, with other nodes as reserves.
//! - [`call`] and [`submit`]: transactions, from a name to finality.
//! - [`prove`] and [`records`]: proofs, and where they are kept.
//! - [`error`]: what can go wrong, as stable codes.

pub mod call;
pub mod chain;
pub mod error;
pub mod hash;
pub mod keystore;
pub mod prove;
pub mod records;
pub mod signer;
pub mod store;
pub mod submit;

pub use chain::{Chain, Options, Status};
pub use error::{Code, Error, Exit, Result};
pub use keystore::{Cost, Key, KeyFile};
pub use signer::Signer;
pub use subxt::dynamic::Value;
