"""Cities fail, and nothing that was final is lost."""

import json
import signal
import time

CITIES = ("shenyang", "anshan", "fushun", "benxi")


def test_with_one_of_four_killed_finality_goes_on_and_it_rejoins(world, holder):
    circle = world.circle
    killed, first = circle.nodes["benxi"], circle.nodes["shenyang"]
    before = first.finalized()
    killed.kill()
    circle.wait_finalized(before + 6, first, seconds=60)
    assert world.register().right
    killed.start()
    circle.wait_answering(killed)
    caught_up = circle.wait_finalized(first.finalized(), killed, seconds=60)
    assert killed.rpc("chain_getBlockHash", caught_up) == first.rpc("chain_getBlockHash", caught_up)


def test_with_two_of_four_killed_nothing_is_final_and_the_command_says_so(world, holder):
    circle = world.circle
    first = circle.nodes["shenyang"]
    for slug in ("fushun", "benxi"):
        circle.nodes[slug].kill()
    # Votes that were already under way may still finalize a block or two.
    time.sleep(6)
    stalled_at = first.finalized()
    deadline = time.monotonic() + 60
    while (status := circle.cli("status", node=first, check=False)).returncode == 0:
        assert time.monotonic() < deadline, status.stdout
        time.sleep(2)
    assert (status.returncode, json.loads(status.stdout)["finality"]) == (4, "stalled"), status.stdout
    assert first.best() > stalled_at + 2
    # A registration is taken, but nobody is told that it is final.
    refusal = world.refused("--patience", 6, "register", world.file(), key="holder", node=first)
    assert (refusal.exit, refusal.code) == (4, "not-final"), refusal
    assert first.finalized() == stalled_at


def test_after_a_restart_finality_resumes_and_what_was_final_is_still_there(world, holder):
    circle = world.circle
    first = circle.nodes["shenyang"]
    acknowledged = world.register()
    final = first.finalized()
    hashes = {number: first.rpc("chain_getBlockHash", number) for number in range(final + 1)}
    for node in circle.nodes.values():
        node.signal(signal.SIGKILL)
    for node in circle.nodes.values():
        node.wait_stopped()
    circle.start()
    for slug in CITIES:
        node = circle.nodes[slug]
        circle.wait_finalized(final + 2, node, seconds=90)
        assert {number: node.rpc("chain_getBlockHash", number) for number in hashes} == hashes
    assert acknowledged.right in circle.cli("show", acknowledged.right).stdout
    code, answer = world.verify(acknowledged.file, acknowledged.proof)
    assert (code, answer["verdict"]) == (0, "valid"), answer


def test_a_clean_stop_ends_every_process_and_the_chain_goes_on_where_it_was(world):
    circle = world.circle
    final = circle.nodes["shenyang"].finalized()
    began = time.monotonic()
    circle.stop()
    assert not circle.alive()
    assert time.monotonic() - began < 30
    circle.start()
    assert circle.wait_finalized(final + 1, seconds=90) > final
