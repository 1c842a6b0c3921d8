//! What stands on a right.

use crate::{pallet::*, *};
use frame_support::{ensure, pallet_prelude::*, traits::Time};
use ipcircle_primitives::{Commitment, Encumbrance, EncumbranceKind, RightId};

impl<T: Config> EncumbranceLedger for Pallet<T> {
	fn place(right: RightId, encumbrance: Encumbrance) -> DispatchResult {
		ensure!(Rights::<T>::contains_key(right), Error::<T>::RightNotFound);
		let over = encumbrance.until.is_some_and(|until| until <= T::Time::now());
		ensure!(!over, Error::<T>::EncumbranceAlreadyOver);
		let Encumbrance { kind, document, .. } = encumbrance;
		let mut standing = Self::of(right);
		ensure!(position(&standing, kind, document).is_none(), Error::<T>::EncumbranceRepeated);
		standing.try_push(encumbrance).map_err(|_| Error::<T>::MaxEncumbrancesExceeded)?;
		Encumbrances::<T>::insert(right, standing);
		Self::deposit_event(Event::EncumbrancePlaced { right, kind, document });
		Ok(())
	}

	fn lift(right: RightId, kind: EncumbranceKind, document: Commitment) -> DispatchResult {
		let mut standing = Self::of(right);
		let at = position(&standing, kind, document).ok_or(Error::<T>::EncumbranceNotFound)?;
		standing.remove(at);
		if standing.is_empty() {
			// An empty list would read as an encumbered right: clearance is the absence of the key.
			Encumbrances::<T>::remove(right);
		} else {
			Encumbrances::<T>::insert(right, standing);
		}
		Self::deposit_event(Event::EncumbranceLifted { right, kind, document });
		Ok(())
	}

	fn of(right: RightId) -> ipcircle_primitives::Encumbrances {
		Encumbrances::<T>::get(right)
	}
}

/// Where the encumbrance of that kind and document stands in the list.
pub(crate) fn position(
	standing: &[Encumbrance],
	kind: EncumbranceKind,
	document: Commitment,
) -> Option<usize> {
	standing.iter().position(|one| one.kind == kind && one.document == document)
}
