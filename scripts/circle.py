#!/usr/bin/env python3
"""Runs a circle of cities on this machine: one validator process a city, each with keys, ports and data of its own.

    circle.py DIR init [--cities 4]      make keys, network file and chain specification (once)
    circle.py DIR start | stop | status | url | genesis
    circle.py DIR wait NUMBER            until that block is final
    circle.py DIR holder                 a holder's key, enrolled by a registrar (once)
    circle.py DIR register FILE PROOF    registers FILE for that holder and writes PROOF

Nothing here is pretended: the network file, the keys and the processes are what separate cities would use, only that one
folder holds all of them. Standard library only; the tests import it.
"""

import argparse
import datetime
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

# Cities of the Shenyang metropolitan circle with their 行政區劃 codes (GB/T 2260).
CITIES = [
    ("shenyang", 210100, "沈阳市"),
    ("anshan", 210300, "鞍山市"),
    ("fushun", 210400, "抚顺市"),
    ("benxi", 210500, "本溪市"),
    ("fuxin", 210900, "阜新市"),
    ("liaoyang", 211000, "辽阳市"),
    ("tieling", 211200, "铁岭市"),
]

# The holder that scripts/run registers for.
HOLDER = "holder"

# The first ports tried: peers, RPC, Prometheus.
FIRST_PORTS = {"p2p": 30333, "rpc": 9944, "prometheus": 9615}

# Short, so that a city that is admitted joins while one watches. A real network uses hours and days.
SESSION_LENGTH = 10
ENACTMENT_DELAY = 2

# A node that is asked to stop writes its database first.
STOP_SECONDS = 60


class CircleError(Exception):
    """Something a person can act on: what happened, and what to do."""

    def __init__(self, message, remedy):
        super().__init__(f"{message}; {remedy}")


class CommandFailed(CircleError):
    """A program of ours ended with an error."""

    def __init__(self, arguments, result):
        self.code = result.returncode
        super().__init__(
            f"{' '.join(map(str, arguments))}: exit {result.returncode}\n{result.stdout}{result.stderr}",
            "its message says what to do",
        )


def binaries():
    """The folder that the build writes programs to."""
    cache = os.environ.get("IPCIRCLE_CACHE", str(Path.home() / ".cache/ipcircle"))
    return Path(os.environ.get("CARGO_TARGET_DIR", cache + "/target")) / "debug"


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def write_private(path, text):
    """Writes a file that only its owner reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


class Node:
    """One city's node: a process, its data folder and its ports."""

    def __init__(self, circle, slug):
        self.circle = circle
        self.slug = slug
        self.folder = circle.folder / "nodes" / slug
        self.log = self.folder / "node.log"
        self.peers = self.folder / "peers.txt"
        self.node_key = self.folder / "node-key"
        self._pid_file = self.folder / "pid"
        self._process = None

    @property
    def record(self):
        return self.circle.record["nodes"][self.slug]

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.record['rpc']}"

    def prepare(self, validator):
        """Makes the node's identity, and its session keys if it is a validator from block 0."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_private(self.node_key, secrets.token_hex(32))
        peer_id = self.circle.node_program("key", "inspect-node-key", "--file", self.node_key).stdout.strip()
        record = {"peer_id": peer_id}
        if validator:
            record["session"] = {role: self._session_key(role) for role in ("aura", "grandpa")}
        self.circle.record["nodes"][self.slug] = record

    def _session_key(self, role):
        generated = self.circle.node_program(
            "key", "generate", "--scheme", "ed25519", "--output-type", "json"
        ).stdout
        key = json.loads(generated)
        write_private(self.folder / "session" / role, key["secretSeed"])
        return key["publicKey"]

    def insert_session_keys(self):
        """Moves the session keys into the keystore; they are nowhere else afterwards."""
        for role, key_type in (("aura", "aura"), ("grandpa", "gran")):
            seed = self.folder / "session" / role
            if seed.exists():
                self.circle.node_program(
                    "key", "insert", "--chain", self.circle.spec, "--base-path", self.folder,
                    "--scheme", "ed25519", "--key-type", key_type, "--suri", seed,
                )
                seed.unlink()

    def choose_ports(self):
        """Keeps the ports of the last start where they are free, and takes the next free ones where not."""
        taken = {
            port
            for slug, other in self.circle.record["nodes"].items()
            if slug != self.slug
            for port in (other.get(use) for use in FIRST_PORTS)
        }
        for use, first in FIRST_PORTS.items():
            port = self.record.get(use, first)
            while port in taken or not port_is_free(port):
                port += 1
            taken.add(port)
            self.record[use] = port

    @property
    def address(self):
        return f"/ip4/127.0.0.1/tcp/{self.record['p2p']}/p2p/{self.record['peer_id']}"

    def start(self, *options, environment=None):
        if self.pid():
            return
        command = [
            self.circle.programs / "ipcircle-node", "--chain", self.circle.spec, "--base-path", self.folder,
            "--name", self.slug, "--validator", "--node-key-file", self.node_key,
            "--permitted-peers", self.peers,
            # One machine: neither reachable from outside nor looking for others.
            "--listen-addr", f"/ip4/127.0.0.1/tcp/{self.record['p2p']}", "--allow-private-ip", "--no-mdns",
            "--rpc-port", self.record["rpc"], "--prometheus-port", self.record["prometheus"],
            "--no-telemetry", *options,
        ]
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                # Its own group: Ctrl-C reaches only the script, which stops all nodes in order.
                start_new_session=True, env={**os.environ, **(environment or {})},
            )
        self._pid_file.write_text(str(self._process.pid))

    def pid(self):
        """The running process, or None. A number that another program has by now is not ours."""
        if self._process:
            if self._process.poll() is None:
                return self._process.pid
            self._process = None
        try:
            pid = int(self._pid_file.read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, ValueError):
            return None
        # The command line is empty while a process begins and while it ends: in both it still holds its files.
        return pid if (os.fsencode(self.folder) in command or not command) and state != "Z" else None

    def signal(self, number):
        pid = self.pid()
        if pid:
            os.kill(pid, number)

    def wait_stopped(self, seconds=STOP_SECONDS):
        deadline = time.monotonic() + seconds
        while self.pid():
            if time.monotonic() > deadline:
                raise CircleError(f"{self.slug} does not stop", f"look at {self.log}; kill -9 {self.pid()}")
            time.sleep(0.1)
        self._pid_file.unlink(missing_ok=True)

    def stop(self):
        self.signal(signal.SIGINT)
        self.wait_stopped()

    def kill(self):
        """As a power cut does it."""
        self.signal(signal.SIGKILL)
        self.wait_stopped()

    def rpc(self, method, *params, timeout=10):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.record['rpc']}",
            json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=timeout) as response:
            answer = json.load(response)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def finalized(self):
        """Number of the newest finalized block; None if the node does not answer."""
        try:
            return int(self.rpc("chain_getHeader", self.rpc("chain_getFinalizedHead"))["number"], 16)
        except (OSError, ValueError):
            return None

    def best(self):
        try:
            return int(self.rpc("chain_getHeader")["number"], 16)
        except (OSError, ValueError):
            return None

    def peer_count(self):
        return self.rpc("system_health")["peers"]

    def tail(self, lines=15):
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return "(no log)"


class Circle:
    """All cities on this machine."""

    def __init__(self, folder, programs=None):
        self.folder = Path(folder).resolve()
        self.programs = Path(programs) if programs else binaries()
        self.keys = self.folder / "keys"
        self.password = self.keys / "password"
        self.spec = self.folder / "spec.json"
        self._record_file = self.folder / "circle.json"
        self.record = json.loads(self._record_file.read_text()) if self._record_file.exists() else None
        self.nodes = {slug: Node(self, slug) for slug in (self.record or {}).get("nodes", {})}

    @property
    def exists(self):
        return self.record is not None

    @property
    def genesis(self):
        return self.record["genesis"]

    def save(self):
        part = self._record_file.with_suffix(".part")
        part.write_text(json.dumps(self.record, indent=1, ensure_ascii=False))
        part.rename(self._record_file)

    # Programs

    def _environment(self):
        # The index of proofs is not the one of the person who sits here.
        return {**os.environ, "IPCIRCLE_HOME": str(self.folder / "client")}

    def _run(self, *arguments, check=True):
        arguments = [str(part) for part in arguments]
        try:
            result = subprocess.run(
                arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                env=self._environment(),
            )
        except FileNotFoundError as error:
            raise CircleError(f"{arguments[0]} is not built", "start scripts/run, which builds it") from error
        if check and result.returncode != 0:
            raise CommandFailed(arguments, result)
        return result

    def node_program(self, *arguments):
        return self._run(self.programs / "ipcircle-node", *arguments)

    def cli(self, *arguments, key=None, node=None, url=None, password=None, check=True):
        """`ipcircle` with JSON output; `key` is the name of a key of this circle, `node` a city (default: the first alive)."""
        command = self._ipcircle(key, url or (node or self.any_node()).url, password or self.password)
        return self._run(*command, "--json", *arguments, check=check)

    def _ipcircle(self, key, url, password):
        command = [self.programs / "ipcircle", "--url", url, "--password-file", password]
        return command + ["--key", self.key_file(key)] if key else command

    def json(self, *arguments, **options):
        return json.loads(self.cli(*arguments, **options).stdout)

    # Keys

    def key_file(self, name):
        return self.keys / f"{name}.json"

    def new_key(self, name):
        """Makes a key file and gives its account, hexadecimal."""
        file = self.key_file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        self._run(
            self.programs / "ipcircle", "--json", "--password-file", self.password,
            "key", "new", "--out", file, "--label", name,
        )
        return self.account(name)

    def account(self, name):
        account = json.loads(self.key_file(name).read_text())["account"]
        return account if account.startswith("0x") else "0x" + account

    # Making a circle

    def init(self, cities=4, session_length=SESSION_LENGTH, enactment_delay=ENACTMENT_DELAY):
        if self.exists:
            return
        # Without a record no chain was ever started: what lies here is of a start that was interrupted.
        for leftover in (self.keys, self.folder / "nodes"):
            shutil.rmtree(leftover, ignore_errors=True)
        write_private(self.password, secrets.token_urlsafe(24) + "\n")
        self.record = {"genesis": None, "nodes": {}, "cities": {}}
        expiry = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=365)).date()
        members, institutions = [], []
        for slug, code, name in CITIES[:cities]:
            node = Node(self, slug)
            node.prepare(validator=True)
            self.nodes[slug] = node
            self.record["cities"][slug] = {"code": code, "name": name}
            session = self.record["nodes"][slug]["session"]
            members.append(
                f'[[member]]\ncode = {code}\nname = "{name}"\nauthority = "{self.new_key(slug + "-authority")}"\n'
                f'[[member.validator]]\naccount = "{self.new_key(slug + "-validator")}"\n'
                f'aura = "{session["aura"]}"\ngrandpa = "{session["grandpa"]}"\n'
            )
            institutions.append(
                f'[[institution]]\nmember = {code}\nkind = "registrar"\nname = "{name}知识产权登记处"\n'
                f'administrator = "{self.new_key(slug + "-registry")}"\n'
                f'[[institution.officer]]\naccount = "{self.new_key(slug + "-registrar")}"\n'
                f'roles = ["registrar"]\nexpires_at = {expiry}\n'
            )
        slug, code, name = CITIES[0]
        for seat, kind, title in (("court", "court", "知识产权法庭"), ("regulator", "regulator", "知识产权局")):
            institutions.append(
                f'[[institution]]\nmember = {code}\nkind = "{kind}"\nname = "{name}{title}"\n'
                f'administrator = "{self.new_key(seat)}"\nsupervisor = true\n'
            )
        network = self.folder / "circle.toml"
        network.write_text(
            f'name = "IPCircle on this machine"\nid = "here-{secrets.token_hex(4)}"\n'
            f"session_length = {session_length}\nenactment_delay = {enactment_delay}\n\n"
            + "\n".join(members + institutions)
        )
        generator = self.programs / "ipcircle-chain-spec"
        self._run(generator, "generate", "--config", network, "--out", self.spec, "--raw")
        self.record["genesis"] = self._run(generator, "genesis", self.spec).stdout.strip()
        for node in self.nodes.values():
            node.insert_session_keys()
        self.record["enactment_delay"] = enactment_delay
        self.save()

    def add_node(self, slug):
        """A node for one more city; it makes its session keys itself, over RPC."""
        node = Node(self, slug)
        node.prepare(validator=False)
        node.choose_ports()
        self.nodes[slug] = node
        code, name = next((code, name) for known, code, name in CITIES if known == slug)
        self.record["cities"][slug] = {"code": code, "name": name}
        self.save()
        self.permit(self.nodes)
        return node

    def permit(self, slugs):
        """Writes every node's list of permitted peers. Running nodes read it again by themselves."""
        addresses = "".join(f"# {slug}\n{self.nodes[slug].address}\n" for slug in slugs)
        for node in self.nodes.values():
            node.peers.write_text(addresses)

    # Running

    def start(self):
        if not self.exists:
            raise CircleError(f"no circle in {self.folder}", "circle.py DIR init")
        idle = [node for node in self.nodes.values() if not node.pid()]
        for node in idle:
            node.choose_ports()
        self.save()
        if idle:
            self.permit(self.nodes)
        for node in idle:
            node.start()
        for node in idle:
            self.wait_answering(node)

    def wait_answering(self, node, seconds=90):
        deadline = time.monotonic() + seconds
        while node.best() is None:
            if not node.pid():
                raise CircleError(f"{node.slug} stopped at once:\n{node.tail()}", f"the whole log is {node.log}")
            if time.monotonic() > deadline:
                raise CircleError(f"{node.slug} does not answer:\n{node.tail()}", f"the whole log is {node.log}")
            time.sleep(0.2)

    def stop(self):
        for node in self.nodes.values():
            node.signal(signal.SIGINT)
        for node in self.nodes.values():
            node.wait_stopped()

    def alive(self):
        return [node for node in self.nodes.values() if node.pid()]

    def any_node(self):
        alive = self.alive()
        if not alive:
            raise CircleError("no city is running", "scripts/run starts them")
        return alive[0]

    def wait_finalized(self, number, node=None, seconds=120):
        """Waits until block `number` is final, and gives the newest final number."""
        node = node or self.any_node()
        deadline = time.monotonic() + seconds
        while True:
            finalized = node.finalized()
            if finalized is not None and finalized >= number:
                return finalized
            if time.monotonic() > deadline:
                raise CircleError(
                    f"block {number} is not final after {seconds} s ({node.slug}: final {finalized}, best {node.best()})",
                    f"logs are in {self.folder}/nodes/*/node.log",
                )
            time.sleep(0.25)

    # What scripts/run shows

    def enrol_holder(self):
        """The holder of this machine: a key, and a registrar who vouches for a person that is made up."""
        if not self.key_file(HOLDER).exists():
            self.new_key(HOLDER)
        if "holder" not in self.record:
            identity = self.keys / "holder.identity"
            if not identity.exists():
                write_private(identity, f"张三\n{secrets.token_hex(9)}\n")
            registrar = f"{next(iter(self.record['cities']))}-registrar"
            answer = self.json(
                "holder", "enrol", self.account(HOLDER), "--kind", "person", "--identity", identity, key=registrar
            )
            self.record["holder"] = answer["holder"]
            self.save()
        return self.record["holder"]

    def register(self, file, proof):
        """Registers a file in the words of `ipcircle`. One that was registered at an earlier start is proven anew."""
        command = self._ipcircle(HOLDER, self.any_node().url, self.password)
        code, words = self._show(*command, "register", file, "--output", proof, "--force")
        known = re.search(r"IPC-\d{6}-\d{4}-\d{6,10}-[0-9A-Z]", words)
        if code != 0 and "Registry.AlreadyRegistered" in words and known:
            code, _ = self._show(*command, "prove", known.group(), "--file", file, "--output", proof, "--force")
        if code != 0:
            raise CircleError(f"ipcircle ended with {code}", "see what it said")

    def _show(self, *arguments):
        """Runs a program before a person's eyes; gives its exit code and what it said on standard error."""
        process = subprocess.Popen(
            [str(part) for part in arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env=self._environment(),
        )
        words = []
        for line in process.stderr:
            print(line, end="", flush=True)
            words.append(line)
        return process.wait(), "".join(words)

    def status(self):
        rows = []
        for slug, node in self.nodes.items():
            running = node.pid() is not None
            rows.append({
                "city": slug, "running": running, "url": node.url if "rpc" in node.record else None,
                "best": node.best() if running else None, "finalized": node.finalized() if running else None,
            })
        return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", help="where keys, chain data and logs are kept")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("init").add_argument("--cities", type=int, choices=range(1, len(CITIES) + 1), default=4)
    for name in ("start", "stop", "status"):
        commands.add_parser(name)
    commands.add_parser("wait").add_argument("number", type=int, help="until this block is final")
    commands.add_parser("holder")
    register = commands.add_parser("register")
    register.add_argument("file", type=Path)
    register.add_argument("proof", type=Path)
    commands.add_parser("url")
    commands.add_parser("genesis")
    arguments = parser.parse_args()
    circle = Circle(arguments.folder)
    try:
        if arguments.command == "init":
            circle.init(arguments.cities)
        elif arguments.command == "start":
            circle.start()
        elif arguments.command == "stop":
            circle.stop()
        elif arguments.command == "wait":
            print(circle.wait_finalized(arguments.number))
        elif arguments.command == "holder":
            number = circle.enrol_holder()
            print(f"    權利人 / holder {number}: {circle.account(HOLDER)}")
        elif arguments.command == "register":
            circle.register(arguments.file, arguments.proof)
        elif arguments.command == "url":
            print(circle.any_node().url)
        elif arguments.command == "genesis":
            print(circle.genesis)
        else:
            for row in circle.status():
                print(json.dumps(row))
    except (CircleError, urllib.error.URLError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
