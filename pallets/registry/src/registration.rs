//! How a right comes into the register.

use crate::{pallet::*, *};
use frame_support::{ensure, pallet_prelude::*, traits::Time};
use ipcircle_primitives::{
	share::{self, ShareError},
	HolderId, MemberId, Moment, RegisteredAt, RightId, RightRecord, Share, Standing,
};
use sp_runtime::SaturatedConversion;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		registrant: HolderId,
		registration: Registration,
	) -> Result<RightId, DispatchError> {
		let now = RegisteredAt {
			block: frame_system::Pallet::<T>::block_number().saturated_into(),
			time: T::Time::now(),
		};
		let Registration {
			kind,
			commitment,
			digests,
			statutory_number,
			shares,
			claimed_created,
			predecessor,
		} = registration;

		let by_commitment = (registrant, commitment);
		let registered = RightsByCommitment::<T>::contains_key(by_commitment);
		ensure!(!registered, Error::<T>::AlreadyRegistered);
		Self::check_shares(registrant, &shares)?;
		if let Some(number) = &statutory_number {
			statutory::check::<T>(kind, number)?;
		}
		let claimed_in_future = claimed_created.is_some_and(|created| created > now.time);
		ensure!(!claimed_in_future, Error::<T>::ClaimedInFuture);
		if let Some(earlier) = predecessor {
			let earlier = Rights::<T>::get(earlier).ok_or(Error::<T>::PredecessorNotFound)?;
			ensure!(owns(registrant, &earlier.shares), Error::<T>::PredecessorNotShared);
		}

		let home = T::Holders::holder(registrant).ok_or(Error::<T>::HolderNotFound)?.home;
		let right = Self::next_number(home, now.time)?;
		let record = RightRecord {
			kind,
			commitment,
			digests,
			statutory_number,
			shares,
			claimed_created,
			predecessor,
			registrant,
			registered_at: now,
		};
		Rights::<T>::insert(right, record);
		RightsByCommitment::<T>::insert(by_commitment, right);
		Ok(right)
	}

	/// Shares are whole, the registrant has one, and every owner may act.
	fn check_shares(registrant: HolderId, shares: &[Share]) -> DispatchResult {
		share::check(shares).map_err(|error| match error {
			ShareError::Empty => Error::<T>::SharesEmpty,
			ShareError::Repeated => Error::<T>::HolderRepeated,
			ShareError::Sum { .. } => Error::<T>::SharesDoNotSum,
		})?;
		ensure!(owns(registrant, shares), Error::<T>::RegistrantWithoutShare);
		for share in shares {
			let owner = T::Holders::holder(share.holder).ok_or(Error::<T>::HolderNotFound)?;
			ensure!(owner.standing == Standing::Active, Error::<T>::HolderNotActive);
		}
		Ok(())
	}

	/// Takes the next number of a city in the year of `time`.
	fn next_number(city: MemberId, time: Moment) -> Result<RightId, DispatchError> {
		let year = calendar::year_of(time).ok_or(Error::<T>::YearOutOfRange)?;
		let serial = NextSerial::<T>::get((city, year));
		let next = serial.checked_add(1).ok_or(Error::<T>::SerialExhausted)?;
		NextSerial::<T>::insert((city, year), next);
		Ok(RightId { city, year, serial })
	}
}

/// Whether a holder has a share.
fn owns(holder: HolderId, shares: &[Share]) -> bool {
	shares.iter().any(|share| share.holder == holder)
}
