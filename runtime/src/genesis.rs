//! Genesis presets: `dev` (one city), `local` (four cities) and `circle` (the eight cities of the plan).
//!
//! Keys of `dev` and `local` come from words that everybody can read below: such a network protects
//! nothing. The keys of `circle` are hashes of labels: nobody holds a private key to them, so the
//! preset describes the network and cannot be run; a real network is generated from public keys that
//! its cities hand in (chain-spec).

use crate::AccountId;
use polkadot_sdk::{
	sp_core::{ed25519, Pair},
	sp_io::hashing::sha2_256,
	sp_runtime::traits::{IdentifyAccount, Verify},
};
use serde_json::{json, Value};

/// The presets, in order of size.
pub const NAMES: [&str; 3] = ["dev", "local", "circle"];

/// A city of a preset: 行政区划 code (GB/T 2260), Chinese name, label of its keys.
type City = (u32, &'static str, &'static str);

/// The cities of the plan. The Shenfu zone spans two cities and has no code of its own in GB/T 2260:
/// its number here is a placeholder (to verify).
const CITIES: [City; 8] = [
	(210_100, "沈阳市", "Shenyang"),
	(210_300, "鞍山市", "Anshan"),
	(210_400, "抚顺市", "Fushun"),
	(210_500, "本溪市", "Benxi"),
	(210_900, "阜新市", "Fuxin"),
	(211_000, "辽阳市", "Liaoyang"),
	(211_200, "铁岭市", "Tieling"),
	(219_900, "沈抚改革创新示范区", "Shenfu"),
];

/// 1 January 2100: officers of a preset do not expire in practice.
const NEVER_MS: u64 = 4_102_444_800_000;

/// Blocks in a session: half a minute for networks on one desk, ten minutes for cities.
const SHORT_SESSION: u32 = 15;
const LONG_SESSION: u32 = 300;

/// Blocks between the moment a motion is carried and its enactment: at once on a desk, two days
/// for cities, so that an operator can read what it is about to run.
const NO_DELAY: u32 = 0;
const TWO_DAYS: u32 = 86_400;

/// A public key for a city's role.
type KeySource = fn(&str, &str) -> ed25519::Public;

/// Key that anybody can derive: `//City//role` under the well-known development phrase.
fn development_key(city: &str, role: &str) -> ed25519::Public {
	ed25519::Pair::from_string(&format!("//{city}//{role}"), None)
		.expect("city and role are plain words; qed")
		.public()
}

/// Key that nobody can sign with: the hash of a label.
fn placeholder_key(city: &str, role: &str) -> ed25519::Public {
	ed25519::Public::from_raw(sha2_256(format!("ipcircle/circle/{city}/{role}").as_bytes()))
}

fn account(key: ed25519::Public) -> AccountId {
	<crate::Signature as Verify>::Signer::from(key).into_account()
}

/// The genesis of a preset as JSON, or `None` when there is no preset of that name.
pub fn preset(name: &str) -> Option<Value> {
	match name {
		"dev" => Some(circle(&CITIES[..1], development_key, SHORT_SESSION, NO_DELAY)),
		"local" => Some(circle(&CITIES[..4], development_key, SHORT_SESSION, NO_DELAY)),
		"circle" => Some(circle(&CITIES, placeholder_key, LONG_SESSION, TWO_DAYS)),
		_ => None,
	}
}

/// A network in which every city has one validator and a registrar, and the first also a court.
fn circle(cities: &[City], key: KeySource, session_length: u32, enactment_delay: u32) -> Value {
	let members: Vec<Value> = cities
		.iter()
		.map(|(code, name, label)| {
			json!({
				"code": code,
				"name": name,
				"authority": account(key(label, "authority")),
				"validators": [account(key(label, "validator"))],
			})
		})
		.collect();
	let registrars = cities.iter().map(|(code, name, label)| {
		json!({
			"member": code,
			"kind": "registrar",
			"name": format!("{name}知识产权登记机构"),
			"administrator": account(key(label, "administrator")),
			"supervisor": false,
			"officers": [{
				"account": account(key(label, "registrar")),
				"roles": ipcircle_primitives::Roles::REGISTRAR,
				"expiresAt": NEVER_MS,
			}],
		})
	});
	let courts = cities.iter().take(1).map(|(code, name, label)| {
		json!({
			"member": code,
			"kind": "court",
			"name": format!("{name}中级人民法院"),
			"administrator": account(key(label, "court")),
			"supervisor": true,
			"officers": [],
		})
	});
	let institutions: Vec<Value> = registrars.chain(courts).collect();
	let keys: Vec<Value> = cities
		.iter()
		.map(|(_, _, label)| {
			let validator = account(key(label, "validator"));
			json!([
				validator,
				validator,
				{ "aura": key(label, "aura"), "grandpa": key(label, "grandpa") },
			])
		})
		.collect();
	json!({
		"circle": {
			"members": members,
			"institutions": institutions,
			"sessionLength": session_length,
			"enactmentDelay": enactment_delay,
		},
		"session": { "keys": keys },
	})
}
