"""A real file is registered, and a stranger verifies it with the network gone."""

import json

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


def test_one_changed_byte_of_the_file_is_a_mismatch(world, registered, scratch):
    content = bytearray(registered.file.read_bytes())
    content[len(content) // 2] ^= 1
    copy = scratch / registered.file.name
    copy.write_bytes(content)
    code, answer = world.verify(copy, registered.proof)
    assert (code, answer["verdict"], answer["reason"]["code"]) == (1, "mismatch", "file"), answer


def test_one_changed_byte_of_the_record_is_a_mismatch(world, registered, scratch):
    def change(bundle):
        (right,) = [each for each in bundle["statements"] if each["kind"] == "right"]
        right["value"] = flip(right["value"], 10)

    code, answer = world.verify(registered.file, altered(registered, scratch, change))
    assert (code, answer["verdict"], answer["reason"]["code"]) == (1, "mismatch", "statement-value"), answer


def test_a_changed_byte_in_every_signature_region_is_a_mismatch(world, registered, scratch):
    # Invalid votes are skipped, so with four votes of which three suffice one byte need not matter. The justification
    # ends with its votes and their ancestries: of the votes here, as many are spoilt as break the threshold.
    def change(bundle):
        text = bundle["finalized"]["justification"]
        # Each vote: target hash and number (36 bytes), signature (64), voter (32).
        vote = 2 * (36 + 64 + 32)
        votes = 4 if len(text) > 2 * 44 + 4 * vote else 3
        start = 2 + 2 * (8 + 36 + 1)
        for place in range(votes):
            text = flip(text, start + place * vote + 2 * 36 + 8)
        bundle["finalized"]["justification"] = text

    code, answer = world.verify(registered.file, altered(registered, scratch, change))
    assert (code, answer["verdict"], answer["reason"]["code"]) == (1, "mismatch", "finalized-justification"), answer


def test_another_genesis_hash_is_a_mismatch(world, registered):
    code, answer = world.verify(registered.file, registered.proof, flip(world.circle.genesis, -1))
    assert (code, answer["verdict"], answer["reason"]["code"]) == (1, "mismatch", "genesis-mismatch"), answer


@pytest.mark.parametrize("length", [0, 1, 500])
def test_a_malformed_bundle_cannot_be_checked(world, registered, scratch, length):
    cut = scratch / "cut.ipproof.json"
    cut.write_text(registered.proof.read_text()[:length])
    code, answer = world.verify(registered.file, cut)
    assert (code, answer["verdict"], answer["reason"]["code"]) == (5, "cannot-check", "malformed"), answer


def test_a_right_is_shown_and_proven_again_by_its_number(world, registered, scratch):
    shown = world.circle.json("show", registered.right)
    assert registered.right in json.dumps(shown)
    proof = scratch / "again.ipproof.json"
    world.circle.json("prove", registered.right, "-o", proof)
    code, answer = world.verify(None, proof)
    assert (code, answer["verdict"]) == (0, "valid"), answer
