//! Ed25519 accounts.

use crate::{
	chain::ChainConfig,
	error::{Code, Error, Result},
};
use codec::Encode;
use ed25519_dalek::{Signer as _, SigningKey};
use subxt::{
	config::{substrate::BlakeTwo256, Hasher},
	utils::{AccountId32, MultiSignature},
};

/// Signs transactions as one account. The secret is wiped from memory when it is dropped.
#[derive(Clone)]
pub struct Signer(SigningKey);

impl Signer {
	/// The account of a 32-byte ed25519 seed.
	pub fn from_seed(seed: &[u8; 32]) -> Self {
		Self(SigningKey::from_bytes(seed))
	}

	/// A well-known account of the presets `dev` and `local`, named by a derivation path such as
	/// `//Shenyang`. Its secret is public: such an account works in no other network.
	pub fn well_known(path: &str) -> Result<Self> {
		Ok(Self::from_seed(&well_known_seed(path)?))
	}

	/// The account, which is the public key.
	pub fn account(&self) -> [u8; 32] {
		self.0.verifying_key().to_bytes()
	}

	/// The account as wallets write it.
	pub fn address(&self) -> String {
		address(&self.account())
	}

	/// A signature over bytes.
	pub fn sign_bytes(&self, bytes: &[u8]) -> [u8; 64] {
		self.0.sign(bytes).to_bytes()
	}
}

impl subxt::transactions::Signer<ChainConfig> for Signer {
	fn account_id(&self) -> AccountId32 {
		AccountId32(self.account())
	}

	fn sign(&self, payload: &[u8]) -> MultiSignature {
		MultiSignature::Ed25519(self.sign_bytes(payload))
	}
}

/// An account as wallets write it (SS58, prefix 42).
pub fn address(account: &[u8; 32]) -> String {
	AccountId32(*account).to_string()
}

/// Reads an account: `0x` and 64 hexadecimal digits, or SS58. Errors: [`Code::Account`].
pub fn parse_account(text: &str) -> Result<[u8; 32]> {
	let text = text.trim();
	let refused = || Error::new(Code::Account).with("text", text);
	if let Some(digits) = text.strip_prefix("0x") {
		let mut account = [0u8; 32];
		hex::decode_to_slice(digits, &mut account).map_err(|_| refused())?;
		return Ok(account);
	}
	text.parse::<AccountId32>().map(|account| account.0).map_err(|_| refused())
}

/// The mini secret of the development phrase that every Substrate tool ships.
const WELL_KNOWN_ROOT: [u8; 32] = [
	0xfa, 0xc7, 0x95, 0x9d, 0xbf, 0xe7, 0x2f, 0x05, 0x2e, 0x5a, 0x0c, 0x3c, 0x8d, 0x65, 0x30, 0xf2,
	0x02, 0xb0, 0x2f, 0xd8, 0xf9, 0xf5, 0xca, 0x35, 0x80, 0xec, 0x8d, 0xeb, 0x77, 0x97, 0x47, 0x9e,
];

/// The seed of a well-known account: hard derivations of the development phrase, as Substrate's
/// `//Name` does for ed25519.
pub fn well_known_seed(path: &str) -> Result<[u8; 32]> {
	let refused = || Error::new(Code::Account).with("text", path);
	let junctions = path.strip_prefix("//").ok_or_else(refused)?;
	let mut seed = WELL_KNOWN_ROOT;
	for junction in junctions.split("//") {
		if junction.is_empty() || junction.contains('/') {
			return Err(refused());
		}
		seed = BlakeTwo256.hash(&("Ed25519HDKD", seed, chain_code(junction)).encode()).0;
	}
	Ok(seed)
}

/// A number is its little-endian bytes, a name its SCALE encoding; hashed when longer than 32 bytes.
fn chain_code(junction: &str) -> [u8; 32] {
	let encoded = match junction.parse::<u64>() {
		Ok(number) => number.encode(),
		Err(_) => junction.encode(),
	};
	let mut code = [0u8; 32];
	match code.get_mut(..encoded.len()) {
		Some(start) => start.copy_from_slice(&encoded),
		None => code = BlakeTwo256.hash(&encoded).0,
	}
	code
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn well_known_accounts_are_those_of_every_other_tool() {
		// Published in Substrate's documentation of the development accounts (ed25519).
		let alice = Signer::well_known("//Alice").unwrap();
		assert_eq!(
			hex::encode(alice.account()),
			"88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee"
		);
		assert_eq!(alice.address(), "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu");
		assert_ne!(
			Signer::well_known("//Alice//stash").unwrap().account(),
			Signer::well_known("//Alice").unwrap().account()
		);
	}

	#[test]
	fn a_path_without_hard_junctions_is_refused() {
		for path in ["", "Alice", "/Alice", "//", "//Alice/soft", "////"] {
			assert!(well_known_seed(path).is_err(), "{path}");
		}
	}

	#[test]
	fn an_account_reads_back_in_both_spellings() {
		let account = Signer::from_seed(&[7; 32]).account();
		assert_eq!(parse_account(&address(&account)), Ok(account));
		assert_eq!(parse_account(&format!("0x{}", hex::encode(account))), Ok(account));
		for text in ["", "0x", "0x00", "alice", "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpv"]
		{
			assert_eq!(parse_account(text).unwrap_err().code, Code::Account, "{text}");
		}
	}
}
