//! Registered rights (知識產權): what was registered, by whom, who owns how much, and what stands on it.
//!
//! ## Overview
//!
//! A holder registers a right (登記存證) by committing to a file. The file never comes here: the chain keeps
//! a salted commitment, the kind, the owners' shares, a statutory number where there is one, and the block
//! and time of registration. The time is the chain's. When the holder says a work was created is kept beside
//! it as a claim.
//!
//! Every right has a number that people can read, `IPC-<city>-<year>-<serial>-<check>`; city and year are
//! the registrant's home and the calendar year in UTC+8 at registration, and serials count from one within
//! both.
//!
//! A registration is neither a grant nor a pledge: those arise at the statutory registry. What stands on a
//! right (權利負擔: pledge, freeze, dispute, exclusive licence, lease, pool) is kept in one place. A right
//! without an entry there is clear, and the absence of the entry can be proven.
//!
//! ## Low level
//!
//! [`Rights`](pallet::Rights) and [`Encumbrances`](pallet::Encumbrances) are provable records (layouts
//! `Right/1` and `Encumbrances/1`). Holders are known through [`HolderLookup`]; other pallets write
//! encumbrances through [`EncumbranceLedger`], and never leave an empty list behind.
//!
//! The salted commitment hides the file, so the chain cannot compare it with the plain digests that a holder
//! may publish; whoever knows the salt can.

#![cfg_attr(not(feature = "std"), no_std)]

use polkadot_sdk::*;

pub mod access;
pub mod calendar;
mod encumbrance;
mod registration;
pub mod statutory;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
pub mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use access::{EncumbranceLedger, HolderLookup};
pub use pallet::*;
pub use types::Registration;
pub use weights::WeightInfo;

#[frame_support::pallet]
// FRAME's macro insists on the full path of `frame_system::Config`, and its own attributes read as qualified.
#[allow(unused_qualifications)]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{ConstU32, Time},
	};
	use frame_system::pallet_prelude::*;
	use ipcircle_primitives::{
		Commitment, EncumbranceKind, HolderId, MemberId, Moment, RightId, RightRecord,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The first serial of a city and year.
	pub(crate) const FIRST_SERIAL: u32 = 1;

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Who is a holder.
		type Holders: HolderLookup<Self::RuntimeOrigin>;

		/// The block's time, Unix milliseconds UTC.
		type Time: Time<Moment = Moment>;

		/// What each call costs.
		type WeightInfo: WeightInfo;
	}

	// Blake2_128Concat: the verifier derives these keys, see `ipcircle_primitives::key`.
	/// Every right that was ever registered, layout `Right/1`.
	#[pallet::storage]
	pub type Rights<T: Config> = StorageMap<_, Blake2_128Concat, RightId, RightRecord>;

	// Twox64Concat: cities are admitted by the chambers and years by the calendar, nobody can choose either.
	/// The serial of the next right of a city and year. Serials are never reused.
	#[pallet::storage]
	pub type NextSerial<T: Config> =
		StorageMap<_, Twox64Concat, (MemberId, u16), u32, ValueQuery, ConstU32<FIRST_SERIAL>>;

	// Blake2_128Concat: commitments are chosen outside.
	/// The right that a holder registered under a commitment: one holder registers the same file once.
	#[pallet::storage]
	pub type RightsByCommitment<T: Config> =
		StorageMap<_, Blake2_128Concat, (HolderId, Commitment), RightId>;

	// Blake2_128Concat: as `Rights`; the absence of a key is what a certificate of clearance proves.
	/// What stands on a right, layout `Encumbrances/1`. A right without an entry is clear.
	#[pallet::storage]
	pub type Encumbrances<T: Config> =
		StorageMap<_, Blake2_128Concat, RightId, ipcircle_primitives::Encumbrances, ValueQuery>;

	/// What happened to rights.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A holder registered a right.
		RightRegistered {
			/// Its number.
			right: RightId,
			/// Who registered it.
			holder: HolderId,
			/// The commitment to the file.
			commitment: Commitment,
		},
		/// Something stands on a right from now on.
		EncumbrancePlaced {
			/// The right.
			right: RightId,
			/// What it is.
			kind: EncumbranceKind,
			/// Digest of the document it rests on.
			document: Commitment,
		},
		/// Something no longer stands on a right.
		EncumbranceLifted {
			/// The right.
			right: RightId,
			/// What it was.
			kind: EncumbranceKind,
			/// Digest of the document it rested on.
			document: Commitment,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The list of shares is empty, or somebody has a share of nothing. Give every owner a share of at
		/// least one part per million.
		SharesEmpty,
		/// The shares do not sum to 1,000,000 parts per million. Correct them so that they do.
		SharesDoNotSum,
		/// A holder is named twice among the shares. Add its shares together.
		HolderRepeated,
		/// A share names a holder that is not enrolled. Look for a typing error, or have it enrolled first.
		HolderNotFound,
		/// A share names a holder that is suspended. Its registrar can say what it takes to be reinstated.
		HolderNotActive,
		/// The registrant has no share in the right. Only an owner registers.
		RegistrantWithoutShare,
		/// The registrant has registered this file before. Look up that right; a new version of the file
		/// is registered with the old right as predecessor.
		AlreadyRegistered,
		/// The predecessor is no registered right. Look for a typing error.
		PredecessorNotFound,
		/// The registrant has no share in the predecessor. Only its owners register a next version.
		PredecessorNotShared,
		/// The statutory number is empty, too short or long, or holds a character that cannot stand in it.
		/// Patents need 13 characters (9 before October 2003), others capitals, digits and hyphens.
		StatutoryNumberInvalid,
		/// The last character of the patent number does not fit the others. Look for a typing error.
		StatutoryNumberCheckDigit,
		/// The patent number belongs to another kind of patent than the one registered.
		StatutoryNumberOtherKind,
		/// The statutory number is not written as the chain keeps it. Leave out ZL, spaces and the dot, and
		/// use capitals.
		StatutoryNumberNotCanonical,
		/// The claimed time of creation is later than the block's time. Nobody creates in the future.
		ClaimedInFuture,
		/// All serials of this city and year have been given out. Register next year.
		SerialExhausted,
		/// The chain's clock shows a year that no right number can hold. The operators must set it right.
		YearOutOfRange,
		/// No right has this number. Look for a typing error.
		RightNotFound,
		/// An encumbrance of this kind and document stands on the right already. It is not placed twice.
		EncumbranceRepeated,
		/// As much stands on this right as can be recorded. Lift what has ended first.
		MaxEncumbrancesExceeded,
		/// The encumbrance would have ended before it began. Give a later end.
		EncumbranceAlreadyOver,
		/// No encumbrance of this kind and document stands on the right. Nothing is left to lift.
		EncumbranceNotFound,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a right.
		///
		/// Origin: a holder, not suspended, that has a share in it. All owners must be enrolled and active.
		/// The right is numbered within the registrant's home city and the present year.
		///
		/// Emits [`Event::RightRegistered`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register(registration.owners()))]
		pub fn register(origin: OriginFor<T>, registration: Registration) -> DispatchResult {
			let holder = T::Holders::ensure_holder(origin)?;
			let commitment = registration.commitment;
			let right = Self::do_register(holder, registration)?;
			Self::deposit_event(Event::RightRegistered { right, holder, commitment });
			Ok(())
		}
	}
}
