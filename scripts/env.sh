# Sourced by every script: where the compiler and the shared build artifacts are.
# shellcheck shell=bash

# Everything that outlives a checkout: compiled dependencies, test tools, the choice of compiler.
export IPCIRCLE_CACHE="${IPCIRCLE_CACHE:-$HOME/.cache/ipcircle}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$IPCIRCLE_CACHE/target}"
# The system's OpenSSL: building it from source costs five minutes.
export OPENSSL_NO_VENDOR=1
# One compiler for everything: another one would rebuild every dependency. scripts/setup records its choice.
if [ -r "$IPCIRCLE_CACHE/compiler" ]; then
	PATH="$(cat "$IPCIRCLE_CACHE/compiler"):$PATH"
	export PATH
elif [ -x /usr/bin/rustc ] && [ -d /usr/lib/rustlib/wasm32v1-none ]; then
	export PATH="/usr/bin:$PATH"
fi
