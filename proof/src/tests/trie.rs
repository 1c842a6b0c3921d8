use crate::{blake2_256::blake2_256, trie::Nodes};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use polkadot_sdk::{
	sp_core::{storage::StateVersion, Blake2Hasher},
	sp_state_machine::{backend::AsTrieBackend, prove_read, InMemoryBackend},
};
use proptest::prelude::*;

type Map = BTreeMap<Vec<u8>, Vec<u8>>;

fn backend(map: &Map, version: StateVersion) -> InMemoryBackend<Blake2Hasher> {
	(map.clone(), version).into()
}

fn read<'a>(root: &[u8], nodes: &'a [Vec<u8>], key: &[u8]) -> Result<Option<&'a [u8]>, ()> {
	Nodes::new(nodes.iter().map(Vec::as_slice)).get(root, key).map_err(|_| ())
}

/// Keys with long common beginnings, so that every shape of node occurs.
fn keys() -> impl Strategy<Value = Vec<u8>> {
	prop_oneof![
		prop::collection::vec(prop::sample::select(vec![0u8, 1, 0x10, 0x11, 0xff]), 0..6),
		(0usize..300, any::<u8>()).prop_map(|(length, last)| {
			let mut key = vec![7; length];
			key.push(last);
			key
		}),
		prop::collection::vec(any::<u8>(), 0..40),
	]
}

fn maps() -> impl Strategy<Value = Map> {
	let value = prop_oneof![
		prop::collection::vec(any::<u8>(), 0..4),
		prop::collection::vec(any::<u8>(), 30..36),
		prop::collection::vec(any::<u8>(), 0..200),
	];
	prop::collection::btree_map(keys(), value, 0..60)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn every_key_reads_as_in_the_map_and_never_otherwise_when_nodes_are_lost(
		map in maps(),
		strange in prop::collection::vec(keys(), 1..8),
		hashed in any::<bool>(),
	) {
		let version = if hashed { StateVersion::V1 } else { StateVersion::V0 };
		let root = *backend(&map, version).as_trie_backend().root();
		for key in map.keys().take(20).chain(&strange) {
			let proof = prove_read(backend(&map, version), [key]).unwrap();
			let nodes: Vec<_> = proof.into_iter_nodes().collect();
			let truth = map.get(key).map(Vec::as_slice);
			let mut set = Nodes::new(nodes.iter().map(Vec::as_slice));
			prop_assert_eq!(set.get(root.as_ref(), key), Ok(truth));
			prop_assert!(!set.has_surplus() || map.is_empty());
			if map.is_empty() {
				continue;
			}
			for lost in 0..nodes.len() {
				let mut rest = nodes.clone();
				rest.remove(lost);
				prop_assert_eq!(read(root.as_ref(), &rest, key), Err(()));
			}
		}
	}

	#[test]
	fn any_bytes_as_root_node_are_read_without_panic(node in prop::collection::vec(any::<u8>(), 0..80), key in keys()) {
		let _ = read(&blake2_256(&node), &[node], &key);
	}
}

#[test]
fn the_empty_trie_holds_nothing() {
	let root = *backend(&Map::new(), StateVersion::V1).as_trie_backend().root();
	assert_eq!(read(root.as_ref(), &[], b"key"), Ok(None));
	assert_eq!(read(root.as_ref(), &[], b""), Ok(None));
}

#[test]
fn an_unknown_root_proves_nothing() {
	assert_eq!(read(&[0; 32], &[vec![0]], b"key"), Err(()));
	assert_eq!(read(&[0; 32], &[], b"key"), Err(()));
}

#[test]
fn nodes_in_another_encoding_are_refused() {
	// Each but the first differs in one thing from the leaf with the odd nibbles of the key 0x_a.
	let leaf = vec![0b0100_0001, 0x0a, 4, 9];
	for (node, good) in [
		(leaf.clone(), true),
		([leaf.as_slice(), &[0]].concat(), false),
		(leaf[..3].to_vec(), false),
		(vec![0b0100_0001, 0x1a, 4, 9], false),
		(vec![0b0100_0001, 0x0a, 0b101, 0, 9], false),
		// A branch without a child, one with a child that is too long, and reserved headers.
		(vec![0b1000_0000, 0, 0], false),
		([vec![0b1000_0000, 1, 0, 33 << 2], vec![0; 33]].concat(), false),
		(vec![1], false),
		(vec![0b0000_1111], false),
		(vec![0, 0], false),
		(vec![], false),
	] {
		assert_eq!(
			read(&blake2_256(&node), core::slice::from_ref(&node), b"").is_ok(),
			good,
			"{node:?}"
		);
	}
}
