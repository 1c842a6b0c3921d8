//! Runs every pallet's `try_state` on the state of a running node.
//!
//! `IPCIRCLE_STATE=ws://127.0.0.1:9944 cargo test -p ipcircle-runtime --test live_state -- --ignored`

use ipcircle_runtime::try_state;
use jsonrpsee::{core::client::ClientT, rpc_params, ws_client::WsClientBuilder};
use polkadot_sdk::{
	sp_core::storage::{well_known_keys, StateVersion, Storage},
	sp_io::TestExternalities,
};
use std::env;

/// Keys asked for in one request.
const PAGE: u32 = 1_000;

fn bytes(hex_text: &str) -> Vec<u8> {
	hex::decode(hex_text.trim_start_matches("0x")).expect("a node answers in hex")
}

async fn load(url: &str) -> (Storage, u32) {
	let client = WsClientBuilder::default()
		.max_response_size(64 * 1024 * 1024)
		.build(url)
		.await
		.unwrap_or_else(|error| panic!("{url}: {error}; is the node running?"));
	let head: String =
		client.request("chain_getFinalizedHead", rpc_params![]).await.expect("finalized head");
	let header: std::collections::BTreeMap<String, serde_json::Value> =
		client.request("chain_getHeader", rpc_params![&head]).await.expect("header");
	let number = header["number"].as_str().expect("number is text").trim_start_matches("0x");
	let number = u32::from_str_radix(number, 16).expect("number is hex");

	let mut storage = Storage::default();
	let mut last = String::from("0x");
	loop {
		let keys: Vec<String> = client
			.request("state_getKeysPaged", rpc_params!["0x", PAGE, &last, &head])
			.await
			.expect("keys");
		let Some(end) = keys.last() else { break };
		last.clone_from(end);
		for key in &keys {
			let value: Option<String> =
				client.request("state_getStorage", rpc_params![key, &head]).await.expect("value");
			// The code is not needed: the checks run in this build of the runtime.
			if bytes(key) != well_known_keys::CODE {
				storage.top.insert(bytes(key), bytes(&value.expect("the key exists")));
			}
		}
	}
	(storage, number)
}

#[tokio::test]
#[ignore = "needs a running node; scripts/test starts one and sets IPCIRCLE_STATE"]
async fn the_state_of_a_running_circle_keeps_every_invariant() {
	let url =
		env::var("IPCIRCLE_STATE").expect("IPCIRCLE_STATE names the node, ws://127.0.0.1:9944");
	let (storage, number) = load(&url).await;
	let entries = storage.top.len();
	assert!(entries > 50, "{entries} entries: a circle has more state than that");
	println!("try_state on {entries} entries of block {number}");
	TestExternalities::new_with_code_and_state(&[], storage, StateVersion::V1)
		.execute_with(|| try_state(number).expect("an invariant is broken"));
}
