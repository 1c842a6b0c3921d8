//! Records which compiler builds this crate, because the runtime's wasm depends on it.

use std::{env, process::Command};

fn main() {
	println!("cargo:rerun-if-changed=build.rs");
	let rustc = env::var_os("RUSTC").expect("cargo sets RUSTC");
	let version = Command::new(rustc).arg("--version").output().expect("the compiler runs");
	let version = String::from_utf8_lossy(&version.stdout);
	println!("cargo:rustc-env=IPCIRCLE_COMPILER={}", version.trim());
}
