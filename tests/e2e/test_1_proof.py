"""A real file is registered, and a stranger verifies it with the network gone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def altered(registered, folder, change):
    """A copy of the proof with one thing changed."""
    bundle = json.loads(registered.proof.read_text())
    change(bundle)
    copy = folder / "altered.ipproof.json"
    copy.write_text(json.dumps(bundle))
    return copy


def flip(text, at):
    """Another hex digit at one place of a hex string (a negative place counts from the end)."""
    at %= len(text)
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


def test_a_real_file_is_registered_and_verifies_with_all_validators_stopped(world, registered):
    world.circle.stop()
    assert not world.circle.alive()
    code, answer = world.verify(registered.file, registered.proof)
    assert (code, answer["verdict"]) == (0, "valid"), answer


def test_a_proof_without_the_file_still_shows_the_record(world, registered):
    code, answer = world.verify(None, registered.proof)
    assert (code, answer["verdict"]) == (0, "valid"), answer


def test_the_second_verifier_finds_the_same(world, registered):
    verifier = Path(__file__).resolve().parents[2] / "proof/second-verifier/verify.py"
    command = [sys.executable, "-B", verifier, registered.proof, world.circle.genesis]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0 and result.stdout.startswith("valid"), result.stdout + result.stderr


def test_one_changed_byte_of_the_file_is_a_mismatch(world, registered, scratch):
    content = bytearray(registered.file.read_bytes())
    content[len(content) // 2] ^= 1
    copy = scratch / registered.file.name
    copy.write_bytes(content)
    code, answer = world.verify(copy, registered.proof)
    assert (code, answer["verdict"], answer["reason"]) == (1, "mismatch", "file"), answer


def test_one_changed_byte_of_the_record_is_a_mismatch(world, registered, scratch):
    def change(bundle):
        (right,) = [each for each in bundle["statements"] if each["kind"] == "right"]
        right["value"] = flip(right["value"], 10)

    code, answer = world.verify(registered.file, altered(registered, scratch, change))
    assert (code, answer["verdict"], answer["reason"]) == (1, "mismatch", "statement-value"), answer


def test_one_changed_byte_of_a_signature_that_is_needed_is_a_mismatch(world, registered, scratch):
    # Invalid votes are skipped, so first only as many votes are left as two thirds of four cities need.
    # A justification: round (8 bytes), target (36), number of votes (1), then each vote: target (36), signature (64),
    # voter (32); then the headers in between.
    def keep_three(bundle):
        text = bundle["finalized"]["justification"]
        head, votes = 2 + 2 * 44, 2 * 132
        count = int(text[head : head + 2], 16) >> 2
        assert count >= 3
        start = head + 2
        bundle["finalized"]["justification"] = (
            text[:head] + f"{3 << 2:02x}" + text[start : start + 3 * votes] + text[start + count * votes :]
        )

    def change(bundle):
        keep_three(bundle)
        signature = 2 + 2 * (45 + 36)
        bundle["finalized"]["justification"] = flip(bundle["finalized"]["justification"], signature + 9)

    code, answer = world.verify(registered.file, altered(registered, scratch, keep_three))
    assert (code, answer["verdict"]) == (0, "valid"), answer
    code, answer = world.verify(registered.file, altered(registered, scratch, change))
    assert (code, answer["verdict"], answer["reason"]) == (1, "mismatch", "finalized-justification"), answer


def test_another_genesis_hash_is_a_mismatch(world, registered):
    code, answer = world.verify(registered.file, registered.proof, flip(world.circle.genesis, -1))
    assert (code, answer["verdict"], answer["reason"]) == (1, "mismatch", "genesis-mismatch"), answer


@pytest.mark.parametrize("length", [0, 1, 500])
def test_a_malformed_bundle_cannot_be_checked(world, registered, scratch, length):
    cut = scratch / "cut.ipproof.json"
    cut.write_text(registered.proof.read_text()[:length])
    code, answer = world.verify(registered.file, cut)
    assert (code, answer["verdict"], answer["reason"]) == (5, "cannot-check", "malformed"), answer


def test_a_right_is_shown_and_proven_again_by_its_number(world, registered, scratch):
    shown = world.circle.json("show", registered.right)
    assert registered.right in json.dumps(shown)
    proof = scratch / "again.ipproof.json"
    world.circle.json("prove", registered.right, "-o", proof)
    code, answer = world.verify(None, proof)
    assert (code, answer["verdict"]) == (0, "valid"), answer
