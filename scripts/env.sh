# Sourced by every script: where the compiler and the shared build artifacts are.
# shellcheck shell=bash

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$HOME/.cache/ipcircle/target}"
# The system's OpenSSL: building it from source costs five minutes.
export OPENSSL_NO_VENDOR=1
# One compiler for everything. Debian's own comes first where scripts/setup had to install it for the wasm target.
if [ -x /usr/bin/rustc ] && [ -d /usr/lib/rustlib/wasm32v1-none ]; then
	export PATH="/usr/bin:$PATH"
fi
