//! What this pallet asks of the holders' register, and what it offers to pallets that encumber rights.

use crate::*;
use frame_support::pallet_prelude::*;
use ipcircle_primitives::{
	Commitment, Encumbrance, EncumbranceKind, HolderId, HolderRecord, RightId,
};

/// Who is a holder.
pub trait HolderLookup<Origin> {
	/// The holder that signed, if it may act now.
	fn ensure_holder(origin: Origin) -> Result<HolderId, DispatchError>;

	/// A holder's record, whether active or not.
	fn holder(holder: HolderId) -> Option<HolderRecord>;
}

/// The one place that says what stands on a right.
///
/// The caller decides who may place and lift; the ledger keeps the list lawful.
pub trait EncumbranceLedger {
	/// Puts an encumbrance on a right. Refused if the right does not exist, if one of that kind and document
	/// stands already, if it would have ended already, or if the list is full.
	fn place(right: RightId, encumbrance: Encumbrance) -> DispatchResult;

	/// Takes an encumbrance off a right. Refused if none of that kind and document stands on it.
	fn lift(right: RightId, kind: EncumbranceKind, document: Commitment) -> DispatchResult;

	/// Everything that was placed on a right and not lifted, also what has ended by its own date since.
	fn of(right: RightId) -> ipcircle_primitives::Encumbrances;
}
