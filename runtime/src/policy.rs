//! Who may send which call.
//!
//! A pallet that is missing here does not compile, and a call that is not named is nobody's: a new call
//! cannot slip past admission.

use crate::{AccountId, Runtime, RuntimeCall};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::InstanceFilter;
use pallet_circle::{CallClass, CallPolicy, Parts};
use polkadot_sdk::*;
use scale_info::TypeInfo;
use sp_runtime::MultiAddress;

/// What a holder may let an agent do.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum ProxyType {
	/// Register rights in the holder's name; never its keys or guardians.
	#[default]
	Registration,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Registration => {
				matches!(call, RuntimeCall::Registry(pallet_registry::Call::register { .. }))
			},
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		self == other
	}
}

/// The policy of this runtime.
pub struct Policy;

impl CallPolicy<RuntimeCall, AccountId> for Policy {
	fn parts(call: &RuntimeCall) -> Parts<'_, RuntimeCall, AccountId> {
		match call {
			RuntimeCall::System(call) => Parts::Leaf(system(call)),
			RuntimeCall::Session(call) => Parts::Leaf(session(call)),
			RuntimeCall::Circle(call) => Parts::Leaf(circle(call)),
			RuntimeCall::Holders(call) => Parts::Leaf(holders(call)),
			RuntimeCall::Registry(call) => Parts::Leaf(registry(call)),
			RuntimeCall::Utility(call) => utility(call),
			RuntimeCall::Proxy(call) => proxy(call),
			// Inherents and reports of equivocation arrive unsigned; signed, they are nobody's.
			RuntimeCall::Timestamp(_) | RuntimeCall::Grandpa(_) => Parts::Leaf(CallClass::Nobody),
		}
	}
}

fn system(call: &frame_system::Call<Runtime>) -> CallClass {
	match call {
		frame_system::Call::remark { .. } => CallClass::Anyone,
		// The code must match the hash that both chambers authorized.
		frame_system::Call::apply_authorized_upgrade { .. } => CallClass::Seat,
		_ => CallClass::Nobody,
	}
}

fn session(call: &pallet_session::Call<Runtime>) -> CallClass {
	match call {
		pallet_session::Call::set_keys { .. } | pallet_session::Call::purge_keys { .. } => {
			CallClass::Validator
		},
		_ => CallClass::Nobody,
	}
}

fn circle(call: &pallet_circle::Call<Runtime>) -> CallClass {
	use pallet_circle::Call;
	match call {
		Call::admit_institution { .. } | Call::set_institution_standing { .. } => {
			CallClass::Authority
		},
		Call::appoint_officer { .. }
		| Call::set_officer_standing { .. }
		| Call::dismiss_officer { .. } => CallClass::Administrator,
		Call::propose { .. } | Call::vote { .. } | Call::enact { .. } | Call::withdraw { .. } => {
			CallClass::Seat
		},
		Call::rotate_key { .. } => CallClass::Anyone,
		_ => CallClass::Nobody,
	}
}

fn holders(call: &pallet_holders::Call<Runtime>) -> CallClass {
	use pallet_holders::Call;
	match call {
		Call::enrol { .. } | Call::set_standing { .. } => CallClass::Officer,
		Call::rotate_key { .. } | Call::set_guardians { .. } | Call::cancel_recovery { .. } => {
			CallClass::Holder
		},
		// Guardians are holders or institutions; the pallet knows which.
		Call::propose_recovery { .. }
		| Call::approve_recovery { .. }
		| Call::finish_recovery { .. } => CallClass::Anyone,
		_ => CallClass::Nobody,
	}
}

fn registry(call: &pallet_registry::Call<Runtime>) -> CallClass {
	match call {
		pallet_registry::Call::register { .. } => CallClass::Holder,
		_ => CallClass::Nobody,
	}
}

fn utility(call: &pallet_utility::Call<Runtime>) -> Parts<'_, RuntimeCall, AccountId> {
	use pallet_utility::Call;
	match call {
		Call::batch { calls } | Call::batch_all { calls } | Call::force_batch { calls } => {
			Parts::Many(calls.iter().collect())
		},
		Call::if_else { main, fallback } => {
			Parts::Many(alloc::vec![main.as_ref(), fallback.as_ref()])
		},
		// Derived accounts are never admitted; the others need Root.
		_ => Parts::Leaf(CallClass::Nobody),
	}
}

fn proxy(call: &pallet_proxy::Call<Runtime>) -> Parts<'_, RuntimeCall, AccountId> {
	use pallet_proxy::Call;
	match call {
		Call::proxy { real: MultiAddress::Id(real), call, .. }
		| Call::proxy_announced { real: MultiAddress::Id(real), call, .. } => Parts::As(real, call),
		Call::add_proxy { .. }
		| Call::remove_proxy { .. }
		| Call::remove_proxies { .. }
		| Call::reject_announcement { .. } => Parts::Leaf(CallClass::Holder),
		Call::announce { .. } | Call::remove_announcement { .. } => Parts::Leaf(CallClass::Anyone),
		// Pure proxies would be accounts that nobody admitted.
		_ => Parts::Leaf(CallClass::Nobody),
	}
}
