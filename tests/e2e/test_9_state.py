"""Last of all: the state that this run left behind keeps every invariant."""

import os
import subprocess
from pathlib import Path


def test_try_state_holds_on_the_live_state(world, registered):
    node = world.circle.any_node()
    root = Path(__file__).resolve().parents[2]
    result = subprocess.run(
        ["cargo", "test", "--locked", "--workspace", "--test", "live_state", "--", "--ignored", "--nocapture"],
        cwd=root, env={**os.environ, "IPCIRCLE_STATE": node.url},
        capture_output=True, text=True, check=False,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-4000:]
    assert "1 passed" in result.stdout, result.stdout[-2000:]


def test_all_cities_agree_on_the_finalized_chain(world):
    running = world.circle.alive()
    final = min(node.finalized() for node in running)
    for number in (1, final // 2, final):
        assert len({node.rpc("chain_getBlockHash", number) for node in running}) == 1
    head = running[0].rpc("chain_getBlockHash", final)
    assert len({node.rpc("chain_getHeader", head)["stateRoot"] for node in running}) == 1
