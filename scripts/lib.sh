# Sourced by scripts that a person starts: phases with elapsed time, and what to do when one fails.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck source=scripts/env.sh
. "$ROOT/scripts/env.sh"

PHASE=""
REMEDY=""
PHASE_BEGAN=0

elapsed() {
	local seconds=$1
	if [ "$seconds" -ge 60 ]; then
		printf '%d min %02d s' $((seconds / 60)) $((seconds % 60))
	else
		printf '%d s' "$seconds"
	fi
}

# phase NAME REMEDY: ends the phase before, begins this one; REMEDY is what a person can do if it fails.
phase() {
	phase_end
	PHASE="$1" REMEDY="$2" PHASE_BEGAN=$SECONDS
	printf '\n==> %s   [%s]\n' "$PHASE" "$(elapsed $SECONDS)"
}

phase_end() {
	if [ -n "$PHASE" ]; then
		printf '    done: %s, %s\n' "$PHASE" "$(elapsed $((SECONDS - PHASE_BEGAN)))"
	fi
	PHASE=""
}

# To be called from an EXIT trap with the exit code.
phase_report() {
	if [ "$1" -ne 0 ] && [ -n "$PHASE" ]; then
		printf '\n!!! 失敗 / failed: %s, after %s (exit %d)\n' \
			"$PHASE" "$(elapsed $((SECONDS - PHASE_BEGAN)))" "$1" >&2
		printf '    怎麼辦 / what to do: %s\n' "$REMEDY" >&2
	fi
}

# A failed prerequisite names its remedy.
refuse() {
	printf '!!! %s\n    怎麼辦 / what to do: %s\n' "$1" "$2" >&2
	PHASE=""
	exit 1
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

# The one build that run and test share. `--examples` selects nothing, but makes cargo resolve features
# as `cargo test` does, so that no dependency is compiled twice.
build_binaries() {
	(cd "$ROOT" && cargo build --locked --workspace --bins --examples)
}
