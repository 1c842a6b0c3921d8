"""One circle of four cities, made for this run and shared by all tests: files run in the order of their numbers."""

import json
import os
import secrets
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from circle import CITIES, Circle


@dataclass
class Registered:
    """A file that stands on the chain, and its proof."""

    file: Path
    proof: Path
    right: str


@dataclass
class Refused:
    """What `ipcircle` said when it refused: exit code, stable code, words."""

    exit: int
    code: str
    message: str


class World:
    """The circle, and what its people do in more than one test."""

    def __init__(self, circle):
        self.circle = circle
        self.folder = circle.folder
        self._files = 0

    def enrol(self, name, city="shenyang"):
        """Makes a key and has the city's registrar enrol it; gives the holder's number."""
        account = self.circle.new_key(name)
        return self.enrol_account(account, name, city)

    def enrol_account(self, account, name, city="shenyang"):
        identity = self.folder / f"{name}.identity"
        identity.write_text(f"{name}\n{secrets.token_hex(9)}\n")
        answer = self.circle.json(
            "holder", "enrol", account, "--kind", "person", "--identity", identity,
            key=f"{city}-registrar",
        )
        return answer["holder"]

    def file(self, size=70_000):
        """A real file with content of its own."""
        self._files += 1
        file = self.folder / f"work-{self._files}.bin"
        file.write_bytes(secrets.token_bytes(size))
        return file

    def register(self, key="holder", file=None, node=None, options=()):
        file = file or self.file()
        proof = file.with_name(file.name + ".ipproof.json")
        answer = self.circle.json("register", file, "-o", proof, *options, key=key, node=node)
        (registration,) = answer["registrations"]
        return Registered(file, proof, registration["right"])

    def verify(self, file, proof, genesis=None):
        """`ipcircle verify` without a node's address, in a network namespace without interfaces where allowed."""
        command = ["unshare", "-rn"] if can_unshare() else []
        command += [self.circle.programs / "ipcircle", "--json", "verify"]
        command += [file] if file else []
        command += [proof, "--genesis", genesis or self.circle.genesis]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IPCIRCLE_")}
        result = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=False, env=environment
        )
        return result.returncode, parse(result.stdout or result.stderr)

    def refused(self, *arguments, **options):
        """Runs `ipcircle`, which must refuse, and gives its refusal."""
        result = self.circle.cli(*arguments, check=False, **options)
        assert result.returncode != 0, result.stdout
        error = parse(result.stderr or result.stdout)["error"]
        assert error["message"] and error["hint"], error
        return Refused(result.returncode, error["code"], error["message"])

    def propose(self, *proposal, seat="shenyang-authority"):
        """Proposes a motion and gives its number."""
        answer = self.circle.json("circle", "motion", "propose", *proposal, key=seat)
        (fields,) = [event["fields"] for event in answer["events"] if event["name"] == "Circle.MotionProposed"]
        return fields["motion"]

    def vote(self, motion, *seats):
        """All of these vote aye, at the same time as people do."""
        with ThreadPoolExecutor(len(seats)) as together:
            votes = [
                together.submit(self.circle.json, "circle", "motion", "vote", motion, "--aye", key=seat)
                for seat in seats
            ]
            for vote in votes:
                vote.result()

    def pass_motion(self, *proposal, cities=("shenyang", "anshan", "fushun"), supervisors=("court", "regulator")):
        """Both chambers carry a motion, wait out the delay and enact it."""
        first, *others = cities
        motion = self.propose(*proposal, seat=f"{first}-authority")
        self.vote(motion, *(f"{city}-authority" for city in others), *supervisors)
        node = self.circle.any_node()
        self.circle.wait_finalized(node.best() + self.circle.record["enactment_delay"] - 1)
        self.circle.json("circle", "motion", "enact", motion, key=f"{first}-authority")


def parse(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise AssertionError(f"not JSON: {text!r}") from error


def can_unshare():
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


def pytest_report_header():
    return f"programs: {Circle('.').programs}"


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    circle = Circle(tmp_path_factory.mktemp("circle"))
    print(f"\nkeys, chain data and logs of the nodes: {circle.folder}")
    circle.init(cities=4)
    try:
        circle.start()
        circle.wait_finalized(2)
        yield World(circle)
        circle.stop()
    finally:
        for node in circle.alive():
            node.kill()


@pytest.fixture(autouse=True)
def whole(request):
    """Whatever a test did to the cities, the next one finds all of them running and finalizing."""
    yield
    if "world" not in request.fixturenames:
        return
    circle = request.getfixturevalue("world").circle
    stopped = [
        node for node in circle.nodes.values()
        if not node.pid() and node.slug not in circle.record.get("removed", [])
    ]
    for node in stopped:
        node.start()
    for node in stopped:
        circle.wait_answering(node)
        circle.wait_finalized((circle.nodes["shenyang"].finalized() or 0) + 1, node)


@pytest.fixture(scope="session")
def holder(world):
    """The holder named `holder`, enrolled in Shenyang."""
    return world.enrol("holder")


@pytest.fixture(scope="session")
def registered(world, holder):
    """A right registered while the four cities of block 0 are the circle."""
    return world.register()


@pytest.fixture(scope="session")
def fifth_city(world, registered):
    """Fuxin: admitted by both chambers, its validator running and in the authority set."""
    circle = world.circle
    slug, code, name = CITIES[4]
    node = circle.add_node(slug)
    node.start()
    circle.wait_answering(node)
    authority, validator = circle.new_key(f"{slug}-authority"), circle.new_key(f"{slug}-validator")
    world.pass_motion(
        "admit-member", code, "--name", name, "--authority", authority, "--validator", validator
    )
    circle.json("circle", "session-keys", "--validator", circle.key_file(f"{slug}-validator"), "--node", node.url)
    first = circle.nodes["shenyang"]
    for _ in range(6):
        if first.rpc("ipcircle_status")["authorities"] == 5:
            break
        circle.wait_finalized(first.finalized() + 10, first)
    assert first.rpc("ipcircle_status")["authorities"] == 5
    return node


@pytest.fixture
def scratch(tmp_path):
    """A folder of this test alone, removed when it passes."""
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)
