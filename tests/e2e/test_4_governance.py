"""A fifth city joins by vote of both chambers, and a removed one is cut off."""

import json
import time

from test_1_proof import altered, flip


def handoffs(registered):
    return json.loads(registered.proof.read_text())["handoffs"]


def test_a_motion_that_only_the_cities_support_is_not_enacted(world):
    motion = world.propose("remove-member", 210500)
    world.vote(motion, "anshan-authority", "fushun-authority", "benxi-authority")
    refusal = world.refused("circle", "motion", "enact", motion, key="shenyang-authority")
    assert (refusal.exit, refusal.code) == (2, "Circle.NotCarried"), refusal


def test_a_fifth_city_joins_and_old_and_new_proofs_verify_from_the_same_genesis(world, registered, fifth_city):
    new = world.register()
    assert len(handoffs(new)) >= 1
    for each in (registered, new):
        code, answer = world.verify(each.file, each.proof)
        assert (code, answer["verdict"]) == (0, "valid"), answer


def test_the_fifth_citys_node_follows_the_chain_and_takes_registrations(world, fifth_city):
    first = world.circle.nodes["shenyang"]
    final = world.circle.wait_finalized(first.finalized(), fifth_city)
    assert fifth_city.rpc("chain_getBlockHash", final) == first.rpc("chain_getBlockHash", final)
    assert world.register(node=fifth_city).right


def test_a_removed_handoff_is_a_mismatch(world, fifth_city, scratch):
    new = world.register()
    code, answer = world.verify(new.file, altered(new, scratch, lambda bundle: bundle["handoffs"].pop()))
    assert (code, answer["verdict"]) == (1, "mismatch"), answer
    assert answer["reason"] in ("finalized-justification", "handoff-justification"), answer


def test_a_changed_byte_in_a_handoff_is_a_mismatch(world, fifth_city, scratch):
    new = world.register()

    def change(bundle):
        bundle["handoffs"][0]["header"] = flip(bundle["handoffs"][0]["header"], 40)

    code, answer = world.verify(new.file, altered(new, scratch, change))
    assert (code, answer["verdict"]) == (1, "mismatch"), answer


def test_a_removed_citys_node_is_cut_off_from_its_peers(world, fifth_city):
    circle = world.circle
    world.pass_motion("remove-member", 210900, cities=("shenyang", "anshan", "fushun", "benxi"))
    first = circle.nodes["shenyang"]
    for _ in range(6):
        if first.rpc("ipcircle_status")["authorities"] == 4:
            break
        circle.wait_finalized(first.finalized() + 10, first)
    assert first.rpc("ipcircle_status")["authorities"] == 4

    own_list = fifth_city.peers.read_text()
    circle.permit([slug for slug in circle.nodes if slug != "fuxin"])
    # The removed city itself still wants to talk to the others.
    fifth_city.peers.write_text(own_list)
    deadline = time.monotonic() + 60
    while fifth_city.peer_count() > 0:
        assert time.monotonic() < deadline, "the removed city's node still has peers"
        time.sleep(0.5)
    time.sleep(4)
    stopped_at = fifth_city.best()
    circle.wait_finalized(first.best() + 5, first)
    assert fifth_city.peer_count() == 0
    assert fifth_city.best() <= stopped_at
    removed = circle.record["nodes"]["fuxin"]["peer_id"]
    for slug in ("shenyang", "anshan", "fushun", "benxi"):
        assert removed not in [peer["peerId"] for peer in circle.nodes[slug].rpc("system_peers")]

    circle.record["removed"] = ["fuxin"]
    fifth_city.stop()
