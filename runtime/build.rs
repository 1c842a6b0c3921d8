//! Builds the wasm that chains execute.
//!
//! This stands in for `substrate-wasm-builder`, which compiles Binaryen (a quarter of a cold build on
//! two cores) only to run passes that shrink the blob by four per cent. The steps are the same: build
//! this crate for `wasm32v1-none` without default features, then compress it.
//!
//! `SKIP_WASM_BUILD=1` leaves the wasm out, for lints and unit tests.

use polkadot_sdk::sp_maybe_compressed_blob;
use std::{
	env, fs,
	path::{Path, PathBuf},
	process::Command,
};

/// The target of the runtime: WebAssembly 1.0, no operating system.
const TARGET: &str = "wasm32v1-none";

/// Upper bound of the uncompressed blob, the same that the executor enforces (50 MiB).
const MAX_BLOB_BYTES: usize = sp_maybe_compressed_blob::CODE_BLOB_BOMB_LIMIT;

/// What the wasm is made from, beside this crate.
const SOURCES: [&str; 4] = ["../Cargo.lock", "../Cargo.toml", "../primitives", "../pallets"];

fn main() {
	println!("cargo:rerun-if-env-changed=SKIP_WASM_BUILD");
	for source in ["src", "Cargo.toml", "build.rs"].into_iter().chain(SOURCES) {
		println!("cargo:rerun-if-changed={source}");
	}
	// The wasm build runs this script too, and needs nothing from it. Its features cannot tell: the
	// outer build's variables are inherited.
	if env::var("TARGET").as_deref() == Ok(TARGET) {
		return;
	}
	let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
	let constant = if env::var_os("SKIP_WASM_BUILD").is_some() {
		"None".to_string()
	} else {
		let blob = out.join("ipcircle_runtime.compact.compressed.wasm");
		compress(&build(&out), &blob);
		format!("Some(include_bytes!({:?}))", blob.display().to_string())
	};
	let text = format!(
		"/// The compressed wasm runtime; `None` when it was built with `SKIP_WASM_BUILD=1`.\n\
		 pub const WASM_BINARY: Option<&[u8]> = {constant};\n"
	);
	fs::write(out.join("wasm_binary.rs"), text).expect("OUT_DIR is writable");
}

/// Compiles this crate for the runtime target and returns the path of the raw wasm.
fn build(out: &Path) -> PathBuf {
	// OUT_DIR is `<target>/<profile>/build/<package>/out`: the wasm shares one folder for all profiles.
	let target_dir = out.ancestors().nth(4).expect("OUT_DIR has this depth").join("wbuild");
	let flags = [
		"--cfg",
		"substrate_runtime",
		"-Clink-arg=--export-table",
		"-Clink-arg=--export=__heap_base",
		"-Clink-arg=--import-memory",
		// Paths in panic messages would make the blob, and so the genesis, differ from machine to
		// machine. Our own crates are compiled by relative path and need no such line; one would
		// also recompile every dependency in each new checkout.
		&format!("--remap-path-prefix={}=/cargo", cargo_home().display()),
	]
	.join("\x1f");
	let mut command = Command::new(env::var_os("CARGO").expect("cargo sets CARGO"));
	command
		.args(["rustc", "--lib", "--crate-type", "cdylib", "--no-default-features", "--release"])
		.args(["--target", TARGET, "--locked", "--manifest-path"])
		.arg(
			Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"))
				.join("Cargo.toml"),
		)
		.arg("--target-dir")
		.arg(&target_dir)
		.env("CARGO_ENCODED_RUSTFLAGS", flags);
	// What the outer build set for the host must not reach the wasm.
	for name in [
		"RUSTFLAGS",
		"RUSTC_WORKSPACE_WRAPPER",
		"RUSTC_WRAPPER",
		"CARGO_BUILD_TARGET",
		"CARGO_TARGET_DIR",
	] {
		command.env_remove(name);
	}
	let status = command.status().expect("cargo can be started");
	assert!(
		status.success(),
		"the runtime did not build for {TARGET}; if the target is missing, run scripts/setup"
	);
	target_dir.join(TARGET).join("release/ipcircle_runtime.wasm")
}

fn compress(raw: &Path, to: &Path) {
	let blob = fs::read(raw).unwrap_or_else(|error| panic!("{}: {error}", raw.display()));
	let compressed = sp_maybe_compressed_blob::compress_strongly(&blob, MAX_BLOB_BYTES)
		.expect("a runtime is far smaller than the executor's bound");
	fs::write(to, compressed).expect("OUT_DIR is writable");
}

fn cargo_home() -> PathBuf {
	env::var_os("CARGO_HOME")
		.map(PathBuf::from)
		.unwrap_or_else(|| PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cargo"))
}
