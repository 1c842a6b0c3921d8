//! Any text, verified against the genesis hash that it names itself, so that the fuzzer gets past the
//! first steps. Seeds: `cargo fuzz run verify fuzz/corpus/verify corpus`.

#![no_main]

use ipcircle_proof::{verify, verify_bundle, Bundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
	let Ok(bundle) = Bundle::from_json(text) else { return };
	let genesis = ipcircle_proof::header_hash(bundle.genesis_proof.header.as_ref());
	let _ = verify_bundle(&bundle, &bundle.genesis.0);
	let _ = verify(text, &genesis);
	assert_eq!(Bundle::from_json(bundle.to_json().as_bytes()).as_ref(), Ok(&bundle));
});
