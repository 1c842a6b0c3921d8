//! Digests and the commitment that stands for a file on chain.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sha2::{Digest, Sha256};

/// SHA-256 of a file (FIPS 180-4).
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sha256Digest(pub [u8; 32]);

/// SM3 of a file (GB/T 32905-2016).
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sm3Digest(pub [u8; 32]);

/// A salted commitment: what the chain shows instead of the thing itself.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Commitment(pub [u8; 32]);

/// Both digests of one file, published only when the holder opts in to public duplicate search.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Digests {
	/// SHA-256 of the file.
	pub sha256: Sha256Digest,
	/// SM3 of the file.
	pub sm3: Sm3Digest,
}

/// Domain separator of [`commitment`].
pub const COMMITMENT_DOMAIN: &[u8] = b"ipcircle/v1";

/// Domain separator of [`real_name_commitment`].
pub const REAL_NAME_DOMAIN: &[u8] = b"ipcircle/name/v1";

/// `SHA-256("ipcircle/v1" || salt || sha256 || sm3)`: binds a file without revealing it.
pub fn commitment(salt: &[u8; 32], digests: &Digests) -> Commitment {
	let mut hasher = Sha256::new();
	hasher.update(COMMITMENT_DOMAIN);
	hasher.update(salt);
	hasher.update(digests.sha256.0);
	hasher.update(digests.sm3.0);
	Commitment(hasher.finalize().into())
}

/// `SHA-256("ipcircle/name/v1" || salt || document)`: binds the identity document a registrar checked.
///
/// `document` is the UTF-8 text that the registrar keeps: name, a line feed, document number.
pub fn real_name_commitment(salt: &[u8; 32], document: &[u8]) -> Commitment {
	let mut hasher = Sha256::new();
	hasher.update(REAL_NAME_DOMAIN);
	hasher.update(salt);
	hasher.update(document);
	Commitment(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn another_salt_or_digest_gives_another_commitment() {
		let digests = Digests { sha256: Sha256Digest([1; 32]), sm3: Sm3Digest([2; 32]) };
		let base = commitment(&[0; 32], &digests);
		assert_ne!(base, commitment(&[1; 32], &digests));
		let swapped = Digests { sha256: Sha256Digest([2; 32]), sm3: Sm3Digest([1; 32]) };
		assert_ne!(base, commitment(&[0; 32], &swapped));
	}

	#[test]
	fn a_name_commitment_is_never_a_file_commitment() {
		let digests = Digests { sha256: Sha256Digest([1; 32]), sm3: Sm3Digest([2; 32]) };
		let document = [[1u8; 32], [2u8; 32]].concat();
		assert_ne!(commitment(&[0; 32], &digests), real_name_commitment(&[0; 32], &document));
	}
}
