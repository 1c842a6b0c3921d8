//! Admission of transactions.

use crate::{pallet::*, quota::Charge, refusal::Refusal, BucketId, Principal, Seat, WeightInfo};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use polkadot_sdk::{
	frame_support::{dispatch::DispatchInfo, ensure, traits::IsType, weights::Weight},
	frame_system,
	sp_runtime::{
		traits::{
			AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, Implication,
			TransactionExtension, ValidateResult,
		},
		transaction_validity::{TransactionSource, TransactionValidityError, ValidTransaction},
		AccountId32,
	},
};
use scale_info::TypeInfo;

/// Most wrappers around a call: an agent's proxy call for a batch, inside a batch, and one to spare.
pub const MAX_DEPTH: u32 = 4;

/// Most calls in a transaction, wrappers included. It bounds what a refused transaction costs the pool.
pub const MAX_PARTS: u32 = 256;

/// Pool priority of the chambers' transactions: before everything that is queued.
pub const GOVERNANCE_PRIORITY: u64 = u64::MAX / 2;

/// For whom a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallClass {
	/// A holder.
	Holder,
	/// An institution's officer.
	Officer,
	/// An institution's administrator.
	Administrator,
	/// A member's authority.
	Authority,
	/// A member's validator.
	Validator,
	/// A member's authority or a seated supervisor's administrator. The only class that an emergency
	/// stop lets through.
	Seat,
	/// Every account in good standing; the call itself checks the rest.
	Anyone,
	/// No account: inherents, root's calls, and whatever the runtime does not offer.
	Nobody,
}

/// What a call is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Parts<'a, Call, AccountId> {
	/// Nothing else.
	Leaf(CallClass),
	/// Calls that are dispatched with the same origin.
	Many(Vec<&'a Call>),
	/// A call that is dispatched with the origin of another account. It is judged as that account's; the
	/// signer pays.
	As(&'a AccountId, &'a Call),
}

/// Tells for whom each call is. Whatever dispatches other calls must show them here.
pub trait CallPolicy<Call, AccountId> {
	/// What `call` is made of.
	fn parts(call: &Call) -> Parts<'_, Call, AccountId>;
}

/// Lets a transaction in only if its signer is in good standing, every call in it is for the account as
/// which it is dispatched, and the signer's quota covers it.
///
/// Errors are `InvalidTransaction::Custom` with a code of [`crate::refusal`]. It adds no signed bytes, so
/// that any ordinary client works. Transactions without a signer (inherents, reports) pass: whatever
/// authorises them is not here.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, PartialEq, Eq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckAdmission<T>(PhantomData<T>);

impl<T> CheckAdmission<T> {
	/// The extension; it carries nothing.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

impl<T> Default for CheckAdmission<T> {
	fn default() -> Self {
		Self::new()
	}
}

impl<T> fmt::Debug for CheckAdmission<T> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("CheckAdmission")
	}
}

impl<T> TransactionExtension<<T as frame_system::Config>::RuntimeCall> for CheckAdmission<T>
where
	T: Config + Send + Sync,
	<T as frame_system::Config>::RuntimeCall: Dispatchable<Info = DispatchInfo>,
	DispatchOriginOf<<T as frame_system::Config>::RuntimeCall>:
		AsSystemOriginSigner<AccountId32> + Clone,
{
	const IDENTIFIER: &'static str = "CheckAdmission";
	type Implicit = ();
	type Val = Option<Charge>;
	type Pre = ();

	fn weight(&self, call: &<T as frame_system::Config>::RuntimeCall) -> Weight {
		let mut size = Size::default();
		size.measure::<T>(IsType::from_ref(call), 0);
		T::WeightInfo::check_admission(size.parts, size.agents)
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<<T as frame_system::Config>::RuntimeCall>,
		call: &<T as frame_system::Config>::RuntimeCall,
		_: &DispatchInfoOf<<T as frame_system::Config>::RuntimeCall>,
		len: usize,
		_: Self::Implicit,
		_: &impl Implication,
		_: TransactionSource,
	) -> ValidateResult<Self::Val, <T as frame_system::Config>::RuntimeCall> {
		let Some(signer) = origin.as_system_origin_signer() else {
			return Ok((ValidTransaction::default(), None, origin));
		};
		let charge = Pallet::<T>::admit_transaction(signer, IsType::from_ref(call), len)?;
		Pallet::<T>::ensure_quota(&charge)?;
		let priority = match charge.bucket {
			BucketId::Seat(_) => GOVERNANCE_PRIORITY,
			_ => 0,
		};
		Ok((ValidTransaction { priority, ..Default::default() }, Some(charge), origin))
	}

	fn prepare(
		self,
		charge: Self::Val,
		_: &DispatchOriginOf<<T as frame_system::Config>::RuntimeCall>,
		_: &<T as frame_system::Config>::RuntimeCall,
		_: &DispatchInfoOf<<T as frame_system::Config>::RuntimeCall>,
		_: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		match charge {
			Some(charge) => Ok(Pallet::<T>::charge(&charge)?),
			None => Ok(()),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// What a transaction costs, if its signer may send it.
	fn admit_transaction(
		signer: &AccountId32,
		call: &<T as Config>::RuntimeCall,
		len: usize,
	) -> Result<Charge, Refusal> {
		let actor = Actor::of::<T>(signer)?;
		let mut walk = Walk { parts: 0, leaves: 0, only_governance: true };
		walk.examine::<T>(call, actor, 0)?;
		let governance = walk.only_governance && walk.leaves > 0;
		ensure!(governance || !Self::is_stopped(), Refusal::Stopped);
		Ok(Charge {
			bucket: actor.bucket(governance)?,
			transactions: walk.leaves.max(1),
			bytes: u32::try_from(len).unwrap_or(u32::MAX),
		})
	}
}

/// An account in good standing.
#[derive(Clone, Copy)]
struct Actor {
	principal: Principal,
	seat: Option<Seat>,
}

impl Actor {
	fn of<T: Config>(account: &AccountId32) -> Result<Self, Refusal> {
		let principal = Pallet::<T>::standing(account)?;
		Ok(Self { principal, seat: Pallet::<T>::seat_of(principal) })
	}

	fn may_send(&self, class: CallClass) -> bool {
		match class {
			CallClass::Holder => matches!(self.principal, Principal::Holder(_)),
			CallClass::Officer => matches!(self.principal, Principal::Officer(_)),
			CallClass::Administrator => matches!(self.principal, Principal::Administrator(_)),
			CallClass::Authority => matches!(self.principal, Principal::Authority(_)),
			CallClass::Validator => matches!(self.principal, Principal::Validator(_)),
			CallClass::Seat => self.seat.is_some(),
			CallClass::Anyone => true,
			CallClass::Nobody => false,
		}
	}

	/// Whose quota it uses.
	fn bucket(&self, governance: bool) -> Result<BucketId, Refusal> {
		if let Some(seat) = self.seat.filter(|_| governance) {
			return Ok(BucketId::Seat(seat));
		}
		match self.principal {
			Principal::Authority(member) | Principal::Validator(member) => {
				Ok(BucketId::Member(member))
			},
			Principal::Administrator(institution) | Principal::Officer(institution) => {
				Ok(BucketId::Institution(institution))
			},
			Principal::Holder(holder) => Ok(BucketId::Holder(holder)),
			Principal::Retired => Err(Refusal::RetiredKey),
		}
	}
}

/// What was seen of a transaction's calls.
struct Walk {
	parts: u32,
	leaves: u32,
	only_governance: bool,
}

impl Walk {
	/// Judges `call` as one that `actor` sends, and every call in it likewise.
	fn examine<T: Config>(
		&mut self,
		call: &<T as Config>::RuntimeCall,
		actor: Actor,
		depth: u32,
	) -> Result<(), Refusal> {
		self.parts = self.parts.saturating_add(1);
		ensure!(self.parts <= MAX_PARTS, Refusal::TooManyCalls);
		let parts = T::CallPolicy::parts(call);
		let inner = depth.saturating_add(1);
		ensure!(inner <= MAX_DEPTH || matches!(parts, Parts::Leaf(_)), Refusal::TooDeep);
		match parts {
			Parts::Leaf(class) => {
				ensure!(actor.may_send(class), Refusal::CallNotAllowed);
				self.leaves = self.leaves.saturating_add(1);
				self.only_governance &= class == CallClass::Seat;
				Ok(())
			},
			Parts::Many(calls) => {
				calls.into_iter().try_for_each(|call| self.examine::<T>(call, actor, inner))
			},
			Parts::As(account, call) => self.examine::<T>(call, Actor::of::<T>(account)?, inner),
		}
	}
}

/// What [`Walk::examine`] would look at.
#[derive(Default)]
struct Size {
	/// Calls, wrappers included.
	parts: u32,
	/// Calls that are judged as another account's.
	agents: u32,
}

impl Size {
	fn measure<T: Config>(&mut self, call: &<T as Config>::RuntimeCall, depth: u32) {
		if depth > MAX_DEPTH || self.parts >= MAX_PARTS {
			return;
		}
		self.parts = self.parts.saturating_add(1);
		let inner = depth.saturating_add(1);
		match T::CallPolicy::parts(call) {
			Parts::Leaf(_) => {},
			Parts::Many(calls) => {
				calls.into_iter().for_each(|call| self.measure::<T>(call, inner));
			},
			Parts::As(_, call) => {
				self.agents = self.agents.saturating_add(1);
				self.measure::<T>(call, inner);
			},
		}
	}
}
