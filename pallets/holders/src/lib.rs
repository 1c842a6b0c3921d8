//! Holders (權利人): who owns rights, and which key acts for them now.
//!
//! ## Overview
//!
//! A holder is a person or an enterprise whose identity papers a registrar has checked. The chain keeps
//! no name: only a salted commitment to the papers, which the registrar can open before a court. The
//! holder keeps one number for life; the key that signs for it may change.
//!
//! - A holder who still has the key **rotates** to a new one at any time.
//! - A holder who lost the key is brought back by the **guardians** it named: enough of them approve one
//!   new key, a delay passes, and the new key takes over. During the delay whoever has the living key can
//!   cancel.
//! - When a key was stolen rather than lost, the registrar **suspends** the holder first. A suspended
//!   holder can neither act nor cancel, so the thief cannot stop the recovery; the registrar reinstates
//!   the holder afterwards.
//!
//! A key that was replaced never acts again, for this holder or for anybody else.
//!
//! ## Low level
//!
//! [`Holders`](pallet::Holders) is a provable record (layout `Holder/1`). Who an account is lives
//! outside this pallet behind [`Accounts`], so that one account has one standing in the whole circle;
//! officers and administrators live behind [`Officers`]. The record's own `key` is checked besides, so
//! that neither side alone can let a replaced key act.
//!
//! An open recovery that finds too few approvals, or that nobody finishes, lapses after
//! `RecoveryLifetime` blocks. The guardian who opened one that found too few approvals cannot open the
//! next: a single hostile guardian cannot keep the others from helping.

#![cfg_attr(not(feature = "std"), no_std)]

use polkadot_sdk::*;

pub mod access;
mod enrolment;
mod keys;
mod recovery;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
pub mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use access::{Accounts, Officers};
pub use pallet::*;
pub use types::Recovery;
pub use weights::WeightInfo;

#[frame_support::pallet]
// FRAME's macro insists on the full path of `frame_system::Config`, and its own attributes read as qualified.
#[allow(unused_qualifications)]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{ConstU64, Time},
	};
	use frame_system::pallet_prelude::*;
	use ipcircle_primitives::{
		record::Guardians, Commitment, Guardian, HolderId, HolderKind, HolderRecord, InstitutionId,
		Moment, Standing,
	};
	use sp_runtime::AccountId32;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The first holder's number.
	pub(crate) const FIRST_HOLDER: HolderId = 1;

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config<AccountId = AccountId32> {
		/// Who an account is: the one place where it gets and loses its standing.
		type Accounts: Accounts;

		/// Registrars and institutions.
		type Officers: Officers<Self::RuntimeOrigin>;

		/// The block's time, Unix milliseconds UTC.
		type Time: Time<Moment = Moment>;

		/// Blocks between the approval that completes a recovery and the earliest moment at which the
		/// new key may take over: the time in which the living key can cancel.
		#[pallet::constant]
		type RecoveryDelay: Get<u32>;

		/// Blocks that guardians have to complete a recovery, and then again to finish it once its
		/// delay is over.
		#[pallet::constant]
		type RecoveryLifetime: Get<u32>;

		/// What each call costs.
		type WeightInfo: WeightInfo;
	}

	// Blake2_128Concat: the verifier derives these keys, see `ipcircle_primitives::key`.
	/// Every holder that was ever enrolled, layout `Holder/1`.
	#[pallet::storage]
	pub type Holders<T: Config> = StorageMap<_, Blake2_128Concat, HolderId, HolderRecord>;

	/// The number the next holder gets. Numbers are never reused.
	#[pallet::storage]
	pub type NextHolderId<T: Config> =
		StorageValue<_, HolderId, ValueQuery, ConstU64<FIRST_HOLDER>>;

	// Blake2_128Concat: commitments are chosen outside.
	/// Which holder a real-name commitment belongs to: the same papers are not enrolled twice.
	#[pallet::storage]
	pub type RealNames<T: Config> = StorageMap<_, Blake2_128Concat, Commitment, HolderId>;

	// Blake2_128Concat: as `Holders`.
	/// Recoveries under way; at most one per holder.
	#[pallet::storage]
	pub type Recoveries<T: Config> = StorageMap<_, Blake2_128Concat, HolderId, Recovery>;

	/// What happened to holders.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A registrar checked somebody's papers and enrolled them.
		HolderEnrolled {
			/// The new holder's number.
			holder: HolderId,
			/// The key that acts for it.
			account: T::AccountId,
			/// The institution that checked the papers.
			registrar: InstitutionId,
		},
		/// A holder moved to a new key.
		KeyRotated {
			/// The holder.
			holder: HolderId,
			/// The key that never acts again.
			old: T::AccountId,
			/// The key that acts from now on.
			new: T::AccountId,
		},
		/// A holder named its guardians.
		GuardiansSet {
			/// The holder.
			holder: HolderId,
			/// Who may help it recover.
			guardians: Guardians,
			/// How many of them a recovery needs.
			threshold: u8,
		},
		/// A guardian opened a recovery.
		RecoveryProposed {
			/// The holder whose key is to be replaced.
			holder: HolderId,
			/// The guardian.
			guardian: Guardian,
			/// The key that is to take over.
			new_key: T::AccountId,
			/// From which block it may be finished, if this approval completed it.
			ready_at: Option<u32>,
		},
		/// A further guardian approved a recovery.
		RecoveryApproved {
			/// The holder whose key is to be replaced.
			holder: HolderId,
			/// The guardian.
			guardian: Guardian,
			/// The key that is to take over.
			new_key: T::AccountId,
			/// From which block it may be finished, once enough guardians have approved.
			ready_at: Option<u32>,
		},
		/// The living key ended a recovery, by cancelling it or by rotating or naming guardians.
		RecoveryCancelled {
			/// The holder.
			holder: HolderId,
		},
		/// A recovery ended with the new key in place.
		KeyRecovered {
			/// The holder.
			holder: HolderId,
			/// The key that never acts again.
			old: T::AccountId,
			/// The key that acts from now on.
			new: T::AccountId,
		},
		/// A holder was suspended or reinstated.
		StandingSet {
			/// The holder.
			holder: HolderId,
			/// Whether it may act from now on.
			standing: Standing,
			/// The registrar that decided, or none when both chambers did.
			registrar: Option<InstitutionId>,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The signer is no holder, or not the one named. Ask a registrar to enrol you, or sign with the
		/// holder's present key.
		NotHolder,
		/// The holder is suspended. Ask the registrar that enrolled it what it takes to be reinstated.
		HolderSuspended,
		/// No holder has this number. Look for a typing error.
		HolderNotFound,
		/// These identity papers are enrolled already. Look up the holder that has them; if its key was
		/// lost, recover it instead.
		RealNameTaken,
		/// All holder numbers have been given out. Nothing further can be enrolled on this chain.
		HolderIdsExhausted,
		/// Only the registrar that enrolled the holder may do this. Turn to that institution.
		NotRegistrarOfHolder,
		/// The holder has that standing already. Nothing is left to do.
		StandingUnchanged,
		/// A holder cannot be its own guardian: it would have lost the same key. Name others.
		GuardianIsSelf,
		/// A guardian is named twice. Name each once.
		GuardianRepeated,
		/// A guardian is no known holder or institution. Look for a typing error.
		GuardianNotFound,
		/// The threshold must be from 1 to the number of guardians, and 0 only without guardians.
		ThresholdOutOfRange,
		/// The signer is not a guardian of this holder. Only those it named can help.
		NotGuardian,
		/// A recovery is open. Approve that one, or wait until it is finished, cancelled or lapsed.
		RecoveryOpen,
		/// The signer opened the last recovery, and it found too few approvals. Another guardian must
		/// open the next.
		ProposerMustDiffer,
		/// No recovery is open for this holder. A guardian can propose one.
		RecoveryNotFound,
		/// The recovery lapsed before it was finished. A guardian can propose it again.
		RecoveryLapsed,
		/// The open recovery is for another key. Compare it with the one the holder gave you.
		RecoveryKeyDiffers,
		/// The signer has approved this recovery before. The others must act now.
		AlreadyApproved,
		/// Too few guardians have approved. The others must approve first.
		ApprovalsMissing,
		/// The delay in which the living key can cancel is not over. Try again after the block named in
		/// the last approval.
		DelayNotOver,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::RecoveryDelay::get() > 0, "without a delay the living key cannot cancel");
			assert!(T::RecoveryLifetime::get() > 0, "a recovery must have time to be completed");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Enrols a person or enterprise whose papers were checked.
		///
		/// Origin: an officer with the role of registrar. The holder's home becomes that registrar's
		/// city. `account` must never have had a standing in the circle; `real_name` is the salted
		/// commitment to the papers.
		///
		/// Emits [`Event::HolderEnrolled`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::enrol())]
		pub fn enrol(
			origin: OriginFor<T>,
			account: T::AccountId,
			kind: HolderKind,
			real_name: Commitment,
		) -> DispatchResult {
			let (registrar, home) = T::Officers::ensure_registrar(origin)?;
			let holder = Self::do_enrol(&account, kind, real_name, registrar, home)?;
			Self::deposit_event(Event::HolderEnrolled { holder, account, registrar });
			Ok(())
		}

		/// Moves the holder to a new key; the present one never acts again.
		///
		/// Origin: the holder, not suspended. `new` must never have had a standing in the circle. A
		/// recovery that is open ends.
		///
		/// Emits [`Event::KeyRotated`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::rotate_key())]
		pub fn rotate_key(origin: OriginFor<T>, new: T::AccountId) -> DispatchResult {
			let holder = Self::ensure_holder(origin)?;
			let old = Self::do_rotate_key(holder, &new)?;
			Self::deposit_event(Event::KeyRotated { holder, old, new });
			Ok(())
		}

		/// Names who may help the holder recover, and how many of them it takes.
		///
		/// Origin: the holder, not suspended. Replaces the former guardians; an empty list with threshold
		/// 0 removes them. A recovery that is open ends.
		///
		/// Emits [`Event::GuardiansSet`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_guardians(access::count(guardians)))]
		pub fn set_guardians(
			origin: OriginFor<T>,
			guardians: Guardians,
			threshold: u8,
		) -> DispatchResult {
			let holder = Self::ensure_holder(origin)?;
			Self::do_set_guardians(holder, &guardians, threshold)?;
			Self::deposit_event(Event::GuardiansSet { holder, guardians, threshold });
			Ok(())
		}

		/// Opens a recovery of `holder` to `new_key`, and approves it.
		///
		/// Origin: a guardian of the holder, that is the key of a holder guardian, not suspended, or the
		/// administrator of an institution guardian. `new_key` must never have had a standing in the
		/// circle. Works for a suspended holder too: that is how a stolen key is replaced.
		///
		/// Emits [`Event::RecoveryProposed`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::propose_recovery())]
		pub fn propose_recovery(
			origin: OriginFor<T>,
			holder: HolderId,
			new_key: T::AccountId,
		) -> DispatchResult {
			let guardian = Self::ensure_guardian(origin, holder)?;
			let ready_at = Self::do_propose_recovery(holder, guardian, &new_key)?;
			Self::deposit_event(Event::RecoveryProposed { holder, guardian, new_key, ready_at });
			Ok(())
		}

		/// Approves the open recovery of `holder`, which must be for `new_key`.
		///
		/// Origin: as [`Pallet::propose_recovery`], each guardian once. The approval that reaches the
		/// holder's threshold starts the delay.
		///
		/// Emits [`Event::RecoveryApproved`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::approve_recovery())]
		pub fn approve_recovery(
			origin: OriginFor<T>,
			holder: HolderId,
			new_key: T::AccountId,
		) -> DispatchResult {
			let guardian = Self::ensure_guardian(origin, holder)?;
			let ready_at = Self::do_approve_recovery(holder, guardian, &new_key)?;
			Self::deposit_event(Event::RecoveryApproved { holder, guardian, new_key, ready_at });
			Ok(())
		}

		/// Puts the recovered key in place, once enough guardians approved and the delay is over.
		///
		/// Origin: any signer. The holder's standing does not change. The replaced key never acts again.
		///
		/// Emits [`Event::KeyRecovered`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::finish_recovery())]
		pub fn finish_recovery(origin: OriginFor<T>, holder: HolderId) -> DispatchResult {
			ensure_signed(origin)?;
			let (old, new) = Self::do_finish_recovery(holder)?;
			Self::deposit_event(Event::KeyRecovered { holder, old, new });
			Ok(())
		}

		/// Ends the recovery of `holder`.
		///
		/// Origin: that holder with its living key, not suspended.
		///
		/// Emits [`Event::RecoveryCancelled`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::cancel_recovery())]
		pub fn cancel_recovery(origin: OriginFor<T>, holder: HolderId) -> DispatchResult {
			ensure!(Self::ensure_holder(origin)? == holder, Error::<T>::NotHolder);
			ensure!(Self::drop_recovery(holder), Error::<T>::RecoveryNotFound);
			Ok(())
		}

		/// Suspends or reinstates a holder.
		///
		/// Origin: a registrar of the institution that enrolled it, or both chambers (root), which is the
		/// way when that institution is gone.
		///
		/// Emits [`Event::StandingSet`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_standing())]
		pub fn set_standing(
			origin: OriginFor<T>,
			holder: HolderId,
			standing: Standing,
		) -> DispatchResult {
			let registrar = Self::ensure_supervisor_of(origin, holder)?;
			Self::do_set_standing(holder, standing)?;
			Self::deposit_event(Event::StandingSet { holder, standing, registrar });
			Ok(())
		}
	}
}
