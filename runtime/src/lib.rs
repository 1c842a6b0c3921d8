//! The IPCircle runtime: what every city's node executes.
//!
//! There is no currency: admission and quotas stand where other chains have fees, and two chambers
//! stand where others have a superuser. See docs/layout.md for the map and docs/decisions for why.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]
// What the runtime macros generate carries no documentation and repeats its own name.
#![allow(missing_docs, clippy::use_self)]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

mod adapters;
mod apis;
mod configs;
#[cfg(feature = "std")]
pub mod genesis;
mod no_currency;
mod policy;

pub use apis::{api, RuntimeApi};
pub use configs::{EPOCH_SESSIONS_KEPT, SLOT_MS};
pub use policy::ProxyType;

use alloc::{borrow::Cow, vec::Vec};
use polkadot_sdk::{sp_runtime::impl_opaque_keys, *};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::{runtime_version, RuntimeVersion};

/// A signature by any scheme an ordinary wallet has; our own tools use ed25519.
pub type Signature = MultiSignature;
/// The account behind a signature.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// A hash, BLAKE2b-256.
pub type Hash = sp_core::H256;
/// A block's number.
pub type BlockNumber = u32;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What every signed transaction passes, in this order. `CheckAdmission` adds no signed bytes, so
/// that any ordinary client works.
pub type TxExtension = (
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_circle::CheckAdmission<Runtime>,
);

/// A transaction or inherent as it stands in a block.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// What executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// Types for the node, which handles transactions without looking inside.
pub mod opaque {
	use super::*;
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// A block whose transactions are bytes.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
}

impl_opaque_keys! {
	/// A validator's keys for one session.
	pub struct SessionKeys {
		pub aura: Aura,
		pub grandpa: Grandpa,
	}
}

/// The runtime's version. `system_version` is fixed at genesis: state and extrinsics root use version 1.
#[runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("ipcircle"),
	impl_name: Cow::Borrowed("ipcircle"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: apis::VERSIONS,
	transaction_version: 1,
	system_version: 2,
};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// The index is also the order in which genesis is built and hooks run: Circle stands before
	// Session, which asks it for the first validators.
	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(4)]
	pub type Circle = pallet_circle;
	#[runtime::pallet_index(5)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(6)]
	pub type Historical = pallet_session::historical;
	#[runtime::pallet_index(7)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(8)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(9)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(10)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(20)]
	pub type Holders = pallet_holders;
	#[runtime::pallet_index(21)]
	pub type Registry = pallet_registry;
}

/// Runs every pallet's `try_state` on the current state.
#[cfg(feature = "try-runtime")]
pub fn try_state(block: BlockNumber) -> Result<(), sp_runtime::TryRuntimeError> {
	use frame_support::traits::{TryState, TryStateSelect};
	<AllPalletsWithSystem as TryState<BlockNumber>>::try_state(block, TryStateSelect::All)
}

#[cfg(test)]
mod tests;
