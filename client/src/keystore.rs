//! Keys at rest.
//!
//! A key file is one JSON object: what everybody may know (account, parameters) in clear, the two
//! secrets sealed under a password (Argon2id, then XChaCha20-Poly1305 with the clear part as
//! associated data). A checksum that needs no password tells a damaged file from a wrong password.
//!
//! Two secrets, because they live differently: the signing seed is replaced by a rotation, the salt
//! key stays with the holder. A file's salt is derived from the salt key and the digests, so that the
//! same holder registering the same file again gives the same commitment, and the chain can refuse it.

use crate::{
	error::{Code, Error, Result},
	signer::Signer,
	store::{self, Access, Existing},
};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
	aead::{Aead, Payload},
	KeyInit, XChaCha20Poly1305, XNonce,
};
use ipcircle_primitives::Digests;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;
use zeroize::Zeroize;

pub use zeroize::Zeroizing;

/// Name and version on the first line of every key file.
pub const FORMAT: &str = "ipcircle-key/1";

/// What every version's name begins with.
const FAMILY: &str = "ipcircle-key/";

/// A key file is about 900 bytes; nothing near this limit is one.
const MAX_FILE: u64 = 16 << 10;

/// Domain separator of [`Key::file_salt`].
const SALT_DOMAIN: &[u8] = b"ipcircle/salt/v1";

/// Domain separator of [`Key::identity_salt`].
const IDENTITY_SALT_DOMAIN: &[u8] = b"ipcircle/name-salt/v1";

/// What opening a file may cost at most: a hostile file must not eat the machine.
const MAX_MEMORY_KIB: u32 = 1 << 20;
const MAX_PASSES: u32 = 16;
const MAX_LANES: u32 = 4;

/// How dear a guess at the password is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
	/// Memory in KiB, 8 to 1,048,576.
	pub memory_kib: u32,
	/// Passes over that memory, 1 to 16.
	pub passes: u32,
	/// Parallel lanes, 1 to 4.
	pub lanes: u32,
}

impl Cost {
	/// RFC 9106's second recommended choice, 64 MiB and three passes: a fraction of a second here.
	pub const STANDARD: Self = Self { memory_kib: 64 << 10, passes: 3, lanes: 1 };

	/// For tests and throw-away circles, where the password protects nothing.
	pub const TEST: Self = Self { memory_kib: 64, passes: 1, lanes: 1 };

	fn is_bounded(self) -> bool {
		(8..=MAX_MEMORY_KIB).contains(&self.memory_kib)
			&& (1..=MAX_PASSES).contains(&self.passes)
			&& (1..=MAX_LANES).contains(&self.lanes)
	}
}

/// An opened key. Its secrets are wiped from memory when it is dropped.
pub struct Key {
	seed: Zeroizing<[u8; 32]>,
	salt_key: Zeroizing<[u8; 32]>,
}

impl Key {
	/// A new key from the operating system's random numbers.
	pub fn generate() -> Result<Self> {
		Ok(Self { seed: random()?, salt_key: random()? })
	}

	/// A key from its two secrets, for instance from a paper backup.
	pub fn from_secrets(seed: [u8; 32], salt_key: [u8; 32]) -> Self {
		Self { seed: Zeroizing::new(seed), salt_key: Zeroizing::new(salt_key) }
	}

	/// The successor of this key: new seed, same salt key.
	pub fn rotated(&self) -> Result<Self> {
		Ok(Self { seed: random()?, salt_key: self.salt_key.clone() })
	}

	/// Signs as this key's account.
	pub fn signer(&self) -> Signer {
		Signer::from_seed(&self.seed)
	}

	/// The account, which is the public key.
	pub fn account(&self) -> [u8; 32] {
		self.signer().account()
	}

	/// `SHA-256("ipcircle/salt/v1" || salt key || sha256 || sm3)`.
	pub fn file_salt(&self, digests: &Digests) -> [u8; 32] {
		let mut hasher = Sha256::new();
		hasher.update(SALT_DOMAIN);
		hasher.update(self.salt_key.as_slice());
		hasher.update(digests.sha256.0);
		hasher.update(digests.sm3.0);
		hasher.finalize().into()
	}

	/// The salt a registrar uses for one identity document: the same document gives the same salt,
	/// so that the chain can refuse a second enrolment of one person.
	pub fn identity_salt(&self, document: &[u8]) -> [u8; 32] {
		let mut hasher = Sha256::new();
		hasher.update(IDENTITY_SALT_DOMAIN);
		hasher.update(self.salt_key.as_slice());
		hasher.update(document);
		hasher.finalize().into()
	}

	/// Both secrets in clear, for a backup on paper: seed, salt key.
	pub fn secrets(&self) -> (&[u8; 32], &[u8; 32]) {
		(&self.seed, &self.salt_key)
	}
}

/// What a key file says without its password.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
	/// [`FORMAT`].
	pub format: String,
	/// What its owner calls it.
	pub label: String,
	/// The account, hexadecimal.
	pub account: String,
	/// The account as wallets write it.
	pub address: String,
	/// Argon2id's parameters.
	pub cost: Cost,
	/// Argon2id's salt, hexadecimal, 16 bytes.
	pub salt: String,
	/// XChaCha20's nonce, hexadecimal, 24 bytes.
	pub nonce: String,
	/// Seed and salt key under the password, hexadecimal, 80 bytes.
	pub sealed: String,
	/// SHA-256 over all of the above, hexadecimal.
	pub checksum: String,
}

impl KeyFile {
	/// Seals a key. `label` is a name for its owner, at most 64 bytes.
	pub fn seal(key: &Key, label: &str, password: &str, cost: Cost) -> Result<Self> {
		if label.len() > 64 {
			return Err(Error::new(Code::TooLong).with("field", "label").with("limit", 64));
		}
		if !cost.is_bounded() {
			return Err(Error::usage("password cost out of range"));
		}
		let signer = key.signer();
		let salt: Zeroizing<[u8; 16]> = random()?;
		let nonce: Zeroizing<[u8; 24]> = random()?;
		let mut file = Self {
			format: FORMAT.to_owned(),
			label: label.to_owned(),
			account: prefixed(&signer.account()),
			address: signer.address(),
			cost,
			salt: prefixed(&*salt),
			nonce: prefixed(&*nonce),
			sealed: String::new(),
			checksum: String::new(),
		};
		let mut secrets = Zeroizing::new([0u8; 64]);
		secrets[..32].copy_from_slice(key.seed.as_slice());
		secrets[32..].copy_from_slice(key.salt_key.as_slice());
		let sealed = cipher(password, &salt, cost)?
			.encrypt(
				&XNonce::from(*nonce),
				Payload { msg: secrets.as_slice(), aad: &file.associated() },
			)
			.map_err(|_| Error::usage("the key could not be sealed"))?;
		file.sealed = prefixed(&sealed);
		file.checksum = file.checksum_of();
		Ok(file)
	}

	/// Reads a key file without opening it.
	///
	/// Errors: [`Code::KeyNotFound`], [`Code::KeyMalformed`], [`Code::KeyVersion`],
	/// [`Code::KeyAltered`].
	pub fn load(path: &Path) -> Result<Self> {
		let malformed = |reason: &dyn ToString| {
			Error::new(Code::KeyMalformed).at(path).with("reason", reason.to_string())
		};
		let bytes = store::read(path, MAX_FILE, || malformed(&"larger than any key file"))
			.map_err(|error| match error.code {
				Code::FileNotFound => Error::new(Code::KeyNotFound).at(path),
				_ => error,
			})?;
		#[derive(Deserialize)]
		struct Head {
			format: String,
		}
		let head: Head = serde_json::from_slice(&bytes).map_err(|error| malformed(&error))?;
		if head.format != FORMAT {
			return Err(if head.format.starts_with(FAMILY) {
				Error::new(Code::KeyVersion).at(path).with("found", head.format)
			} else {
				malformed(&"not a key file")
			});
		}
		let file: Self = serde_json::from_slice(&bytes).map_err(|error| malformed(&error))?;
		if file.checksum != file.checksum_of() {
			return Err(Error::new(Code::KeyAltered).at(path));
		}
		let sized = bytes_of::<32>(&file.account).is_some()
			&& bytes_of::<16>(&file.salt).is_some()
			&& bytes_of::<24>(&file.nonce).is_some()
			&& bytes_of::<80>(&file.sealed).is_some();
		if !sized || !file.cost.is_bounded() {
			return Err(malformed(&"a field is out of range"));
		}
		Ok(file)
	}

	/// Opens a key. Errors: [`Code::WrongPassword`], [`Code::KeyAltered`].
	pub fn open(&self, path: &Path, password: &str) -> Result<Key> {
		let altered = || Error::new(Code::KeyAltered).at(path);
		let salt = bytes_of::<16>(&self.salt).ok_or_else(altered)?;
		let nonce = bytes_of::<24>(&self.nonce).ok_or_else(altered)?;
		let sealed = bytes_of::<80>(&self.sealed).ok_or_else(altered)?;
		let secrets = cipher(password, &salt, self.cost)?
			.decrypt(
				&XNonce::from(nonce),
				Payload { msg: sealed.as_slice(), aad: &self.associated() },
			)
			.map(Zeroizing::new)
			.map_err(|_| Error::new(Code::WrongPassword).at(path))?;
		let (seed, salt_key) = secrets.split_at_checked(32).ok_or_else(altered)?;
		let array =
			|bytes: &[u8]| <[u8; 32]>::try_from(bytes).map(Zeroizing::new).map_err(|_| altered());
		let key = Key { seed: array(seed)?, salt_key: array(salt_key)? };
		if prefixed(&key.account()) != self.account {
			return Err(altered());
		}
		Ok(key)
	}

	/// Writes the file, mode 0600. Errors: [`Code::KeyExists`] unless it may be replaced.
	pub fn save(&self, path: &Path, existing: Existing) -> Result<()> {
		let mut text = serde_json::to_string_pretty(self).map_err(Error::usage)?;
		text.push('\n');
		store::write(path, text.as_bytes(), Access::Private, existing).map_err(|error| match error
			.code
		{
			Code::FileExists => Error::new(Code::KeyExists).at(path),
			_ => error,
		})
	}

	/// The account.
	pub fn account(&self) -> [u8; 32] {
		bytes_of(&self.account).unwrap_or_default()
	}

	/// The clear part, each field with its length so that no two files have the same.
	fn associated(&self) -> Vec<u8> {
		let mut bytes = Vec::new();
		let Cost { memory_kib, passes, lanes } = self.cost;
		let cost = format!("{memory_kib}/{passes}/{lanes}");
		for field in [
			&self.format,
			&self.label,
			&self.account,
			&self.address,
			&cost,
			&self.salt,
			&self.nonce,
		] {
			bytes.extend((field.len() as u64).to_le_bytes());
			bytes.extend(field.as_bytes());
		}
		bytes
	}

	fn checksum_of(&self) -> String {
		let mut hasher = Sha256::new();
		hasher.update(self.associated());
		hasher.update(self.sealed.as_bytes());
		prefixed(hasher.finalize().as_slice())
	}
}

fn cipher(password: &str, salt: &[u8; 16], cost: Cost) -> Result<XChaCha20Poly1305> {
	let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
		.map_err(|error| Error::usage(format!("password cost: {error}")))?;
	let mut key = Zeroizing::new([0u8; 32]);
	Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
		.hash_password_into(password.as_bytes(), salt, key.as_mut_slice())
		.map_err(|error| Error::usage(format!("password cost: {error}")))?;
	Ok(XChaCha20Poly1305::new((&*key).into()))
}

fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>>
where
	[u8; N]: Zeroize,
{
	let mut bytes = Zeroizing::new([0u8; N]);
	getrandom::fill(bytes.as_mut_slice())
		.map_err(|error| Error::new(Code::NoRandomness).with("reason", error))?;
	Ok(bytes)
}

fn prefixed(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
	let mut bytes = [0u8; N];
	hex::decode_to_slice(text.strip_prefix("0x")?, &mut bytes).ok()?;
	Some(bytes)
}

#[cfg(test)]
mod tests {
	use super::*;
	use ipcircle_primitives::{Sha256Digest, Sm3Digest};
	use proptest::prelude::*;
	use std::{fs, path::PathBuf};

	struct World {
		_folder: tempfile::TempDir,
		path: PathBuf,
		key: Key,
	}

	fn world() -> World {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("key.json");
		let key = Key::generate().unwrap();
		let file = KeyFile::seal(&key, "test", "正確的密碼", Cost::TEST).unwrap();
		file.save(&path, Existing::Keep).unwrap();
		World { _folder: folder, path, key }
	}

	fn opening(path: &Path, password: &str) -> Result<Key> {
		KeyFile::load(path)?.open(path, password)
	}

	fn code(result: Result<Key>) -> Code {
		result.err().map(|error| error.code).expect("refused")
	}

	#[test]
	fn a_sealed_key_opens_with_its_password_and_signs_as_the_same_account() {
		let world = world();
		let opened = opening(&world.path, "正確的密碼").unwrap();
		assert_eq!(opened.account(), world.key.account());
		assert_eq!(opened.secrets(), world.key.secrets());
	}

	#[test]
	fn a_wrong_password_is_told_apart_from_a_damaged_file() {
		let world = world();
		assert_eq!(code(opening(&world.path, "wrong")), Code::WrongPassword);
		let text = fs::read_to_string(&world.path).unwrap();
		fs::write(&world.path, text.replace("\"label\": \"test\"", "\"label\": \"tost\"")).unwrap();
		assert_eq!(code(opening(&world.path, "正確的密碼")), Code::KeyAltered);
	}

	#[test]
	fn every_truncation_is_refused_as_malformed() {
		let world = world();
		let bytes = fs::read(&world.path).unwrap();
		for length in 0..bytes.len() - 2 {
			fs::write(&world.path, &bytes[..length]).unwrap();
			assert_eq!(code(opening(&world.path, "x")), Code::KeyMalformed, "{length} bytes");
		}
	}

	#[test]
	fn another_version_another_file_and_no_file_have_their_own_codes() {
		let world = world();
		let text = fs::read_to_string(&world.path).unwrap();
		fs::write(&world.path, text.replace(FORMAT, "ipcircle-key/2")).unwrap();
		assert_eq!(code(opening(&world.path, "x")), Code::KeyVersion);
		fs::write(&world.path, r#"{"format":"something"}"#).unwrap();
		assert_eq!(code(opening(&world.path, "x")), Code::KeyMalformed);
		fs::write(&world.path, vec![b' '; MAX_FILE as usize + 1]).unwrap();
		assert_eq!(code(opening(&world.path, "x")), Code::KeyMalformed);
		fs::remove_file(&world.path).unwrap();
		assert_eq!(code(opening(&world.path, "x")), Code::KeyNotFound);
	}

	#[test]
	fn a_file_that_asks_for_too_much_memory_is_refused_before_any_is_taken() {
		let world = world();
		let mut file = KeyFile::load(&world.path).unwrap();
		file.cost.memory_kib = u32::MAX;
		file.checksum = file.checksum_of();
		file.save(&world.path, Existing::Replace).unwrap();
		assert_eq!(code(opening(&world.path, "x")), Code::KeyMalformed);
	}

	#[test]
	fn a_key_file_is_never_overwritten() {
		let world = world();
		let file = KeyFile::load(&world.path).unwrap();
		assert_eq!(file.save(&world.path, Existing::Keep).unwrap_err().code, Code::KeyExists);
	}

	#[test]
	fn a_rotated_key_signs_as_another_account_but_salts_files_the_same_way() {
		let key = Key::generate().unwrap();
		let next = key.rotated().unwrap();
		let digests = Digests { sha256: Sha256Digest([1; 32]), sm3: Sm3Digest([2; 32]) };
		assert_ne!(key.account(), next.account());
		assert_eq!(key.file_salt(&digests), next.file_salt(&digests));
		let other = Key::generate().unwrap();
		assert_ne!(key.file_salt(&digests), other.file_salt(&digests));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]
		#[test]
		fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
			let folder = tempfile::tempdir().unwrap();
			let path = folder.path().join("key");
			fs::write(&path, bytes).unwrap();
			let _ = KeyFile::load(&path);
		}
	}
}
