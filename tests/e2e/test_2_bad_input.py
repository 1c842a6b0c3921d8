"""Every foreseeable mistake has its own code and words, and changes nothing."""

import json
import os
import socket
import subprocess
import time
from pathlib import Path

import pytest

from third_party import keypair, raw_resubmit, substrate


def test_an_unknown_signer_is_refused(world):
    world.circle.new_key("stranger")
    refusal = world.refused("register", world.file(), key="stranger")
    assert (refusal.exit, refusal.code) == (2, "unknown-signer"), refusal


def test_a_suspended_officer_is_refused_until_reinstated(world):
    account = world.circle.account("anshan-registrar")
    world.circle.json("circle", "officer", "suspend", account, key="anshan-registry")
    world.circle.new_key("late")
    identity = world.folder / "late.identity"
    identity.write_text("late\n210300199001011234\n")
    enrol = ("holder", "enrol", world.circle.account("late"), "--kind", "person", "--identity", identity)
    refusal = world.refused(*enrol, key="anshan-registrar")
    assert (refusal.exit, refusal.code) == (2, "suspended"), refusal
    world.circle.json("circle", "officer", "reinstate", account, key="anshan-registry")
    assert world.circle.json(*enrol, key="anshan-registrar")["holder"]


def test_an_expired_officer_is_refused(world):
    circle = world.circle
    officer = circle.new_key("interim")
    chain = substrate(circle.any_node())
    expires_at = int(time.time() * 1000) + 10_000
    chain.submit(
        keypair(circle, "benxi-registry"), "Circle", "appoint_officer",
        {"account": officer, "roles": 1, "expires_at": expires_at},
    )
    while chain.query("Timestamp", "Now").value < expires_at:
        time.sleep(1)
    account = circle.new_key("too-late")
    identity = world.folder / "too-late.identity"
    identity.write_text("too late\n210500199001011234\n")
    refusal = world.refused(
        "holder", "enrol", account, "--kind", "person", "--identity", identity, key="interim"
    )
    assert (refusal.exit, refusal.code) == (2, "officer-expired"), refusal


def test_a_suspended_holder_is_refused(world):
    number = world.enrol("suspended")
    world.circle.json("holder", "suspend", number, key="shenyang-registrar")
    refusal = world.refused("register", world.file(), key="suspended")
    assert (refusal.exit, refusal.code) == (2, "suspended"), refusal


def test_a_holder_may_not_do_what_is_a_registrars(world, holder):
    identity = world.folder / "friend.identity"
    identity.write_text("friend\n210100199001011234\n")
    account = world.circle.new_key("friend")
    refusal = world.refused(
        "holder", "enrol", account, "--kind", "person", "--identity", identity, key="holder"
    )
    assert (refusal.exit, refusal.code) == (2, "call-not-allowed"), refusal


def test_an_exhausted_quota_is_refused_and_others_are_not_affected(world, holder):
    world.enrol("eager")
    chain = substrate(world.circle.any_node())
    eager = keypair(world.circle, "eager")
    # Each call inside a batch counts, and what refills in the meantime is far less than a batch.
    calls = chain.query("Circle", "Quotas").value["per_holder"]["transactions"]
    remarks = [chain.call("System", "remark", {"remark": "0x00"}) for _ in range(240)]
    batch = chain.call("Utility", "batch", {"calls": remarks})
    code, text = None, ""
    for sent in range(calls // len(remarks) + 2):
        code, text = chain.try_submit(chain.signed(eager, batch, sent))
        if code:
            break
        while chain.nonce(eager) == sent:
            time.sleep(0.2)
    assert code == 1010 and "Custom error: 7" in text, text
    assert world.register().right


def test_a_replayed_transaction_counts_once(world, holder):
    circle = world.circle
    chain = substrate(circle.nodes["shenyang"])
    signer = keypair(circle, "holder")
    extrinsic = chain.signed(signer, chain.call("System", "remark", {"remark": "0x01"}))
    chain.include(extrinsic)
    nonce = chain.nonce(signer)
    for slug in ("shenyang", "anshan"):
        code, text = raw_resubmit(circle.nodes[slug], extrinsic)
        # Outdated, or still remembered by the node as one that it has just included.
        assert code in (1010, 1012), text
        assert code == 1012 or "outdated" in text, text
    assert chain.nonce(signer) == nonce


def test_a_transaction_for_another_network_is_refused(world, holder):
    circle = world.circle
    chain = substrate(circle.any_node())
    chain.pretend_genesis("0x" + "11" * 32)
    extrinsic = chain.signed(keypair(circle, "holder"), chain.call("System", "remark", {"remark": "0x02"}))
    code, text = raw_resubmit(circle.any_node(), extrinsic)
    assert code == 1010 and "bad signature" in text, text


def test_a_node_of_another_network_is_refused(world, holder):
    refusal = world.refused("--genesis", "0x" + "11" * 32, "register", world.file(), key="holder")
    assert (refusal.exit, refusal.code) == (2, "wrong-genesis"), refusal


def test_the_same_file_is_registered_only_once_by_the_same_holder(world, registered):
    refusal = world.refused("register", registered.file, "-o", world.folder / "second.json", key="holder")
    assert (refusal.exit, refusal.code) == (2, "Registry.AlreadyRegistered"), refusal


def test_shares_that_do_not_sum_are_refused(world, holder):
    refusal = world.refused("register", world.file(), "--share", f"{holder}=999999", key="holder")
    assert refusal.exit == 2 and refusal.code in ("shares", "Registry.SharesDoNotSum"), refusal


def test_oversized_fields_are_refused(world, holder):
    refusal = world.refused(
        "register", world.file(), "--kind", "trademark", "--number", "1" * 200, key="holder"
    )
    assert refusal.exit == 2 and refusal.code in ("too-long", "statutory-number"), refusal


def test_a_mistyped_patent_number_is_refused_with_the_digit_that_fits(world, holder):
    # 7 is the check digit of 201810123456.
    refusal = world.refused(
        "register", world.file(), "--kind", "invention", "--number", "ZL201810123456.9", key="holder"
    )
    assert (refusal.exit, refusal.code) == (2, "statutory-number"), refusal
    assert "expected" in refusal.message, refusal


def test_a_truncated_key_file_is_told_from_a_wrong_password(world, holder):
    circle = world.circle
    cut = circle.keys / "cut.json"
    cut.write_text(circle.key_file("holder").read_text()[:300])
    refusal = world.refused("register", world.file(), key="cut")
    assert (refusal.exit, refusal.code) == (2, "key-malformed"), refusal

    wrong = world.folder / "wrong-password"
    wrong.write_text("not the password\n")
    refusal = world.refused("register", world.file(), key="holder", password=wrong)
    assert (refusal.exit, refusal.code) == (2, "wrong-password"), refusal


def test_a_node_that_cannot_be_reached_is_named(world, holder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"ws://127.0.0.1:{probe.getsockname()[1]}"
        refusal = world.refused("status", url=url)
    assert (refusal.exit, refusal.code) == (3, "unreachable"), refusal


@pytest.mark.parametrize("use", ["rpc", "p2p", "prometheus"])
def test_an_occupied_port_is_named_and_the_node_does_not_start(world, scratch, use):
    circle = world.circle
    record = circle.nodes["shenyang"].record
    ports = {name: 0 for name in ("rpc", "p2p", "prometheus")}
    for name in ports:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            ports[name] = probe.getsockname()[1]
    ports[use] = record[use]
    result = subprocess.run(
        [
            circle.programs / "ipcircle-node", "--chain", circle.spec, "--base-path", scratch,
            "--listen-addr", f"/ip4/127.0.0.1/tcp/{ports['p2p']}", "--rpc-port", str(ports["rpc"]),
            "--prometheus-port", str(ports["prometheus"]),
        ],
        capture_output=True, text=True, timeout=60, check=False,
    )
    assert result.returncode == 1
    assert "port-occupied" in result.stderr and str(record[use]) in result.stderr, result.stderr


needs_mount = pytest.mark.skipif(os.geteuid() != 0, reason="a small disk is mounted as root")


@pytest.fixture
def small_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64M", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", disk], check=True)


@needs_mount
def test_a_full_disk_is_named_and_the_proof_can_be_had_later(world, holder, small_disk):
    file = world.file()
    with open(small_disk / "filler", "wb", buffering=0) as filler:
        for block in (1 << 20, 4096):
            try:
                while filler.write(bytes(block)) == block:
                    pass
            except OSError:
                pass
    refusal = world.refused("register", file, "-o", small_disk / "proof.json", key="holder")
    assert (refusal.exit, refusal.code) == (2, "disk-full"), refusal


@needs_mount
def test_a_node_on_a_full_disk_stops_before_its_database_suffers(world, small_disk):
    circle = world.circle
    result = subprocess.run(
        [
            circle.programs / "ipcircle-node", "--chain", circle.spec, "--base-path", small_disk,
            "--listen-addr", "/ip4/127.0.0.1/tcp/0", "--rpc-port", "0", "--no-prometheus",
        ],
        capture_output=True, text=True, timeout=120, check=False,
    )
    assert result.returncode != 0
    words = result.stderr.lower()
    assert "space" in words or "no space left" in words, result.stderr[-2000:]


def shifted_clock(offset):
    """The environment of a program whose clock is wrong. Offsets only: waiting goes on as usual."""
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    return {"LD_PRELOAD": str(library), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@pytest.mark.parametrize("offset", ["-60s", "+60s"])
def test_a_clock_off_by_a_minute_is_found_by_the_doctor(world, offset):
    circle = world.circle
    result = subprocess.run(
        [circle.programs / "ipcircle", "--json", "--url", circle.any_node().url, "doctor"],
        capture_output=True, text=True, check=False, env={**os.environ, **shifted_clock(offset)},
    )
    checks = {check["check"]: check for check in json.loads(result.stdout)["checks"]}
    assert (checks["clock"]["code"], checks["clock"]["status"]) == ("clock-off", "fail"), checks
    assert checks["clock"]["remedy"] and result.returncode == 2, checks


@pytest.mark.parametrize("offset", ["-60s", "+60s"])
def test_one_city_with_its_clock_off_by_a_minute_neither_stops_nor_shifts_the_chain(world, offset):
    circle = world.circle
    wrong, first = circle.nodes["benxi"], circle.nodes["shenyang"]
    wrong.stop()
    wrong.start(environment=shifted_clock(offset))
    circle.wait_answering(wrong)
    final = circle.wait_finalized(first.finalized() + 8, first, seconds=90)
    chain = substrate(first)
    drift = chain.time_of(final) - time.time()
    assert -60 < drift < 5, f"the chain's time is {drift} s off"
    wrong.stop()
