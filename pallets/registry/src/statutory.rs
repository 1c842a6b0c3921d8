//! Numbers given by statutory registries (法定登記號).

use crate::{pallet::*, *};
use frame_support::ensure;
use ipcircle_primitives::{
	patent::{self, PatentKind, PatentNumberError, StatutoryNumber},
	RightKind,
};

/// Checks that a number can be one of that kind of right, and is written as the chain keeps it.
///
/// Patents carry a check digit and their kind in the number itself. For the other kinds only the spelling
/// is checked: capitals, digits and hyphens, not empty.
pub fn check<T: Config>(kind: RightKind, number: &StatutoryNumber) -> Result<(), Error<T>> {
	match patent_kind(kind) {
		Some(expected) => check_patent(expected, number),
		None => {
			let spelt = !number.is_empty() && number.iter().copied().all(may_stand);
			ensure!(spelt, Error::<T>::StatutoryNumberInvalid);
			Ok(())
		},
	}
}

fn check_patent<T: Config>(expected: PatentKind, number: &StatutoryNumber) -> Result<(), Error<T>> {
	let (kind, canonical) = patent::parse(number).map_err(|error| match error {
		PatentNumberError::Check { .. } => Error::<T>::StatutoryNumberCheckDigit,
		_ => Error::<T>::StatutoryNumberInvalid,
	})?;
	ensure!(kind == expected, Error::<T>::StatutoryNumberOtherKind);
	ensure!(canonical == *number, Error::<T>::StatutoryNumberNotCanonical);
	Ok(())
}

/// The kind of patent that a right is, if it is one.
fn patent_kind(kind: RightKind) -> Option<PatentKind> {
	match kind {
		RightKind::Invention => Some(PatentKind::Invention),
		RightKind::UtilityModel => Some(PatentKind::UtilityModel),
		RightKind::Design => Some(PatentKind::Design),
		RightKind::Work
		| RightKind::Software
		| RightKind::Trademark
		| RightKind::GeographicalIndication
		| RightKind::TradeSecret
		| RightKind::CircuitLayout
		| RightKind::PlantVariety
		| RightKind::DataResource
		| RightKind::Other => None,
	}
}

fn may_stand(byte: u8) -> bool {
	byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-'
}
