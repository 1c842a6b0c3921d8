#!/usr/bin/env python3
"""A second verifier of IPCircle proof bundles, written from docs/proof-format.md alone.

    verify.py BUNDLE GENESIS

prints the verdict and the reason, then a line for each statement, and leaves with 0 (valid or absent),
1 (mismatch), 2 (usage) or 5 (cannot check). It exists to find errors in the first verifier and in the document.
"""

import hashlib
import json
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "ipcircle-proof/1"
CANNOT_CHECK = {
    "malformed", "limits", "format-unknown", "kind-unknown", "layout-unknown", "delayed-change", "forced-change",
    "opening-missing", "no-right",
}

MAX_TEXT = 16 * 1024 * 1024
MAX_BLOB = 256 * 1024
MAX_STRING = 64
MAX_HANDOFFS = 4096
MAX_NODES = 16384
MAX_STATEMENTS = 1024
MAX_ANCHORS = 16
MAX_AUTHORITIES = 512
MAX_VOTES = 1024
MAX_HEADERS = 1024
MAX_DIGEST = 64


class Refused(Exception):
    """The bundle is not accepted; carries the reason code."""


class Unreadable(Exception):
    """Some bytes do not have the structure they should have."""


def verdict_of(reason):
    if reason in ("valid", "absent"):
        return reason
    return "cannot-check" if reason in CANNOT_CHECK else "mismatch"


def blake2_256(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def blake2_128(data):
    return hashlib.blake2b(data, digest_size=16).digest()


# --- Section 1: SCALE -------------------------------------------------------------------------------


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Unreadable
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), "little")

    def compact(self):
        form = self.data[self.at : self.at + 1]
        if not form:
            raise Unreadable
        form = form[0] & 3
        if form == 0:
            return self.number(1) >> 2
        if form == 1:
            value, least = self.number(2) >> 2, 1 << 6
        elif form == 2:
            value, least = self.number(4) >> 2, 1 << 14
        else:
            if self.number(1) != 3:
                raise Unreadable
            value, least = self.number(4), 1 << 30
        if value < least:
            raise Unreadable
        return value

    def bytes(self, most=None):
        length = self.compact()
        if most is not None and length > most:
            raise Unreadable
        return self.take(length)

    def count(self, most):
        count = self.compact()
        if count > most:
            raise Unreadable
        return count

    def choice(self, most):
        value = self.number(1)
        if value > most:
            raise Unreadable
        return value

    def option(self, read):
        return read() if self.choice(1) else None


def read_all(data, read):
    reader = Reader(data)
    value = read(reader)
    if reader.at != len(data):
        raise Unreadable
    return value


# --- Sections 2, 3 and 4.1: form --------------------------------------------------------------------


class Pairs(list):
    """A JSON object as it was written, repeated names included."""


def need(condition, reason):
    if not condition:
        raise Refused(reason)


def fields(value, required, optional=()):
    need(isinstance(value, Pairs), "malformed")
    names = [name for name, _ in value]
    need(len(set(names)) == len(names), "malformed")
    need(set(required) <= set(names) <= set(required) | set(optional), "malformed")
    return dict(value)


def items(value, most):
    need(isinstance(value, list) and not isinstance(value, Pairs), "malformed")
    need(len(value) <= most, "limits")
    return value


def hexed(value, most=MAX_BLOB):
    need(isinstance(value, str), "malformed")
    need(len(value) <= 2 * most + 2, "limits")
    need(re.fullmatch(r"0x([0-9a-f]{2})*", value), "malformed")
    return bytes.fromhex(value[2:])


def hash32(value):
    need(isinstance(value, str) and len(value) == 66, "malformed")
    return hexed(value)


def string(value):
    need(isinstance(value, str), "malformed")
    try:
        length = len(value.encode("utf-8"))
    except UnicodeEncodeError:
        raise Refused("malformed")
    need(length <= MAX_STRING, "limits")
    return value


def justified(value):
    value = fields(value, ["header", "justification"])
    return {"header": hexed(value["header"]), "justification": hexed(value["justification"])}


def no_constant(_):
    raise ValueError


def parse(text):
    need(len(text) <= MAX_TEXT, "limits")
    try:
        root = json.loads(text.decode("utf-8"), object_pairs_hook=Pairs, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise Refused("malformed")
    need(isinstance(root, Pairs), "malformed")
    formats = [value for name, value in root if name == "format"]
    if len(formats) == 1 and isinstance(formats[0], str):
        need(formats[0] == FORMAT, "format-unknown")
    root = fields(
        root,
        ["format", "genesis", "genesis_proof", "handoffs", "finalized", "state", "statements"],
        ["opening", "anchors"],
    )
    string(root["format"])
    proof = fields(root["genesis_proof"], ["header", "nodes"])
    bundle = {
        "genesis": hash32(root["genesis"]),
        "genesis_header": hexed(proof["header"]),
        "genesis_nodes": [hexed(node) for node in items(proof["nodes"], MAX_NODES)],
        "handoffs": [justified(block) for block in items(root["handoffs"], MAX_HANDOFFS)],
        "finalized": justified(root["finalized"]),
        "state": [hexed(node) for node in items(root["state"], MAX_NODES)],
        "statements": [],
        "opening": None,
        "anchors": [],
    }
    for statement in items(root["statements"], MAX_STATEMENTS):
        statement = fields(statement, ["kind", "id", "layout", "value"])
        value = statement["value"]
        bundle["statements"].append(
            {
                "kind": string(statement["kind"]),
                "id": string(statement["id"]),
                "layout": string(statement["layout"]),
                "value": None if value is None else hexed(value),
            }
        )
    if "opening" in root:
        opening = fields(root["opening"], ["salt", "sha256", "sm3"])
        bundle["opening"] = {name: hash32(value) for name, value in opening.items()}
    if "anchors" in root:
        for anchor in items(root["anchors"], MAX_ANCHORS):
            anchor = fields(anchor, ["kind", "token"])
            bundle["anchors"].append((string(anchor["kind"]), hexed(anchor["token"])))
    for nodes in (bundle["genesis_nodes"], bundle["state"]):
        need(all(one < two for one, two in zip(nodes, nodes[1:])), "malformed")
    need(bundle["statements"], "malformed")
    seen = set()
    for statement in bundle["statements"]:
        statement["key"] = subject(statement)
        need((statement["kind"], statement["id"]) not in seen, "malformed")
        seen.add((statement["kind"], statement["id"]))
    return bundle


# --- Section 5: headers and justifications ----------------------------------------------------------


def header(reader):
    start = reader.at
    result = {"parent": reader.take(32), "number": reader.compact(), "state_root": reader.take(32)}
    reader.take(32)
    result["grandpa"] = []
    for _ in range(reader.count(MAX_DIGEST)):
        kind = reader.number(1)
        if kind == 0:
            reader.bytes()
        elif kind in (4, 5, 6):
            engine = reader.take(4)
            message = reader.bytes()
            if kind == 4 and engine == b"FRNK":
                result["grandpa"].append(message)
        elif kind != 8:
            raise Unreadable
    result["hash"] = blake2_256(reader.data[start : reader.at])
    return result


def read_header(data, reason):
    try:
        return read_all(data, header)
    except Unreadable:
        raise Refused(reason)


def authorities(reader):
    weights = {}
    for _ in range(reader.count(MAX_AUTHORITIES)):
        key = reader.take(32)
        weight = reader.number(8)
        if weight:
            weights[key] = weights.get(key, 0) + weight
    if not weights or sum(weights.values()) >= 1 << 64:
        raise Unreadable
    return weights


def justification(reader):
    result = {"round": reader.take(8), "hash": reader.take(32), "number": reader.number(4)}
    result["votes"] = [
        {"hash": reader.take(32), "number": reader.number(4), "signature": reader.take(64), "key": reader.take(32)}
        for _ in range(reader.count(MAX_VOTES))
    ]
    headers = [header(reader) for _ in range(reader.count(MAX_HEADERS))]
    result["headers"] = {one["hash"]: one for one in headers}
    return result


P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
Y8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
SMALL = {0, 1, P - 1, Y8, P - Y8}


def is_small(point):
    return (int.from_bytes(point, "little") & ((1 << 255) - 1)) % P in SMALL


def is_signed(key, signature, message):
    if is_small(key) or is_small(signature[:32]) or int.from_bytes(signature[32:], "little") >= ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


def supports(vote, just):
    at, number = vote["hash"], vote["number"]
    while at != just["hash"]:
        above = just["headers"].get(at)
        if above is None or above["number"] != number or number == 0:
            return False
        at, number = above["parent"], number - 1
    return number == just["number"]


def is_final(data, block, voters, set_id):
    try:
        just = read_all(data, justification)
    except Unreadable:
        return False
    if (just["hash"], just["number"]) != (block["hash"], block["number"]):
        return False
    counted = set()
    for vote in just["votes"]:
        message = (
            b"\x01" + vote["hash"] + vote["number"].to_bytes(4, "little") + just["round"] + set_id.to_bytes(8, "little")
        )
        if (
            vote["key"] in voters
            and vote["key"] not in counted
            and supports(vote, just)
            and is_signed(vote["key"], vote["signature"], message)
        ):
            counted.add(vote["key"])
    return 3 * sum(voters[key] for key in counted) > 2 * sum(voters.values())


# --- Section 6: the trie ----------------------------------------------------------------------------


def nibbles(data):
    return [half for byte in data for half in (byte >> 4, byte & 15)]


def node(reader):
    first = reader.number(1)
    if first == 0:
        return [], None, {}
    if first >> 6 == 1:
        bits, branch, value = 6, False, "inline"
    elif first >> 6 == 2:
        bits, branch, value = 6, True, None
    elif first >> 6 == 3:
        bits, branch, value = 6, True, "inline"
    elif first >> 5 == 1:
        bits, branch, value = 5, False, "hashed"
    elif first >> 4 == 1:
        bits, branch, value = 4, True, "hashed"
    else:
        raise Unreadable
    count = first & ((1 << bits) - 1)
    if count == (1 << bits) - 1:
        more = 255
        while more == 255:
            more = reader.number(1)
            count += more
    partial = nibbles(reader.take((count + 1) // 2))
    if count % 2 and partial.pop(0):
        raise Unreadable
    bitmap = reader.number(2) if branch else 0
    if branch and not bitmap:
        raise Unreadable
    if value == "inline":
        value = (value, reader.bytes())
    elif value == "hashed":
        value = (value, reader.take(32))
    children = {at: reader.bytes(32) for at in range(16) if bitmap >> at & 1}
    return partial, value, children


class Trie:
    def __init__(self, nodes):
        self.nodes = {blake2_256(one): one for one in nodes}
        self.used = set()

    def fetch(self, key):
        if key not in self.nodes:
            raise Unreadable
        self.used.add(key)
        return self.nodes[key]

    def get(self, root, key):
        if root == blake2_256(b"\x00"):
            return None
        rest = nibbles(key)
        data = self.fetch(root)
        while True:
            partial, value, children = read_all(data, node)
            if rest[: len(partial)] != partial:
                return None
            rest = rest[len(partial) :]
            if not rest:
                if value is None:
                    return None
                return value[1] if value[0] == "inline" else self.fetch(value[1])
            child = children.get(rest.pop(0))
            if child is None:
                return None
            data = self.fetch(child) if len(child) == 32 else child

    def has_surplus(self):
        return len(self.used) != len(self.nodes)


# --- Section 7: subjects ----------------------------------------------------------------------------

AUTHORITIES = bytes.fromhex("5f9cc45b7a00c5899361e1c6099678dc5e0621c4869aa60c02be9adcc98a0d1d")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def decimal(size):
    def read(text):
        need(re.fullmatch(r"0|[1-9][0-9]*", text) and int(text) < 1 << 8 * size, "malformed")
        return int(text).to_bytes(size, "little")

    return read


def right_number(text):
    match = re.fullmatch(r"IPC-([0-9]{6})-([0-9]{4})-([0-9]{6}|[1-9][0-9]{6,9})-([0-9A-Z])", text)
    need(match, "malformed")
    city, year, serial, check = match.groups()
    need(int(serial) < 1 << 32, "malformed")
    product = 36
    for character in "IPC" + city + year + serial:
        total = (product + ALPHABET.index(character)) % 36
        product = (total or 36) * 2 % 37
    need(ALPHABET[(37 - product) % 36] == check, "malformed")
    return int(city).to_bytes(4, "little") + int(year).to_bytes(2, "little") + int(serial).to_bytes(4, "little")


SUBJECTS = {
    "member": ("Member/1", "bf2f71df0d2bf053cb03273926586f8fba7fb8745735dc3be2a2c61a72c39e78", decimal(4)),
    "institution": ("Institution/1", "bf2f71df0d2bf053cb03273926586f8f2ef145c44f710c6fe55cae381219f7b2", decimal(4)),
    "holder": ("Holder/1", "410831cea04b01ca98929af04f2caf29410831cea04b01ca98929af04f2caf29", decimal(8)),
    "right": ("Right/1", "8a493ef65ff3987a1fbc9979200ad1afe6db5de4d122bdc28700f68909e7478c", right_number),
    "encumbrances": (
        "Encumbrances/1", "8a493ef65ff3987a1fbc9979200ad1af86f847a3a7175f3ed1e5138e2ba86d33", right_number,
    ),
}


def subject(statement):
    need(statement["kind"] in SUBJECTS, "kind-unknown")
    layout, prefix, read = SUBJECTS[statement["kind"]]
    name = read(statement["id"])
    need(statement["layout"] == layout, "layout-unknown")
    return bytes.fromhex(prefix) + blake2_128(name) + name


# --- Section 8: layouts -----------------------------------------------------------------------------


def at(reader):
    return {"block": reader.number(4), "time": reader.number(8)}


def member(reader):
    return {"name": reader.bytes(128), "authority": reader.take(32), "registered_at": at(reader)}


def institution(reader):
    return {
        "member": reader.number(4), "kind": reader.choice(10), "name": reader.bytes(128),
        "administrator": reader.take(32), "standing": reader.choice(1), "registered_at": at(reader),
    }


def guardian(reader):
    return ("institution", reader.number(4)) if reader.choice(1) else ("holder", reader.number(8))


def holder(reader):
    return {
        "kind": reader.choice(1), "real_name": reader.take(32), "registrar": reader.number(4),
        "home": reader.number(4), "key": reader.take(32), "key_since": at(reader),
        "guardians": [guardian(reader) for _ in range(reader.count(7))],
        "guardian_threshold": reader.number(1), "standing": reader.choice(1), "registered_at": at(reader),
    }


def right(reader):
    return {
        "kind": reader.choice(11), "commitment": reader.take(32),
        "digests": reader.option(lambda: (reader.take(32), reader.take(32))),
        "statutory_number": reader.option(lambda: reader.bytes(32)),
        "shares": [(reader.number(8), reader.number(4)) for _ in range(reader.count(32))],
        "claimed_created": reader.option(lambda: reader.number(8)),
        "predecessor": reader.option(lambda: (reader.number(4), reader.number(2), reader.number(4))),
        "registrant": reader.number(8), "registered_at": at(reader),
    }


def encumbrances(reader):
    return [
        {
            "kind": reader.choice(5), "institution": reader.number(4), "document": reader.take(32),
            "registered_at": at(reader), "until": reader.option(lambda: reader.number(8)),
        }
        for _ in range(reader.count(64))
    ]


LAYOUTS = {
    "Member/1": member, "Institution/1": institution, "Holder/1": holder, "Right/1": right,
    "Encumbrances/1": encumbrances,
}


# --- Section 4: verification ------------------------------------------------------------------------


def next_authorities(block):
    scheduled = None
    for message in block["grandpa"]:
        if message[:1] == b"\x01":
            try:
                change = read_all(message[1:], lambda reader: (authorities(reader), reader.number(4)))
            except Unreadable:
                raise Refused("handoff-change")
            need(scheduled is None, "handoff-change")
            scheduled = change
        elif message[:1] == b"\x02":
            raise Refused("forced-change")
    need(scheduled, "handoff-change")
    need(scheduled[1] == 0, "delayed-change")
    return scheduled[0]


def check(text, genesis):
    """The bundle and the records it proves, or Refused."""
    bundle = parse(text)
    need(bundle["genesis"] == genesis, "genesis-mismatch")
    first = read_header(bundle["genesis_header"], "genesis-header")
    need(first["hash"] == genesis and first["number"] == 0, "genesis-header")
    trie = Trie(bundle["genesis_nodes"])
    try:
        encoded = trie.get(first["state_root"], AUTHORITIES)
    except Unreadable:
        raise Refused("genesis-state")
    need(encoded is not None, "genesis-state")
    need(not trie.has_surplus(), "state-surplus")
    try:
        voters = read_all(encoded, authorities)
    except Unreadable:
        raise Refused("genesis-authorities")
    set_id, number = 0, 0

    for handoff in bundle["handoffs"]:
        block = read_header(handoff["header"], "handoff-header")
        need(block["number"] > number, "handoff-order")
        need(is_final(handoff["justification"], block, voters, set_id), "handoff-justification")
        voters = next_authorities(block)
        set_id, number = set_id + 1, block["number"]

    block = read_header(bundle["finalized"]["header"], "finalized-header")
    need(block["number"] > number, "finalized-order")
    need(is_final(bundle["finalized"]["justification"], block, voters, set_id), "finalized-justification")

    trie = Trie(bundle["state"])
    records = []
    for statement in bundle["statements"]:
        try:
            value = trie.get(block["state_root"], statement["key"])
        except Unreadable:
            raise Refused("state")
        need(value == statement["value"], "statement-value")
        try:
            records.append(None if value is None else read_all(value, LAYOUTS[statement["layout"]]))
        except Unreadable:
            raise Refused("statement-record")
    need(not trie.has_surplus(), "state-surplus")
    return bundle, records


def verify(text, genesis):
    """The reason, and the verdict on each statement when the bundle is accepted."""
    try:
        _, records = check(text, genesis)
    except Refused as refused:
        return str(refused), []
    statements = ["absent" if record is None else "valid" for record in records]
    return ("valid" if "valid" in statements else "absent"), statements


def main():
    if len(sys.argv) != 3 or not re.fullmatch(r"0x[0-9a-f]{64}", sys.argv[2]):
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[1], "rb") as file:
        text = file.read(MAX_TEXT + 1)
    reason, statements = verify(text, bytes.fromhex(sys.argv[2][2:]))
    verdict = verdict_of(reason)
    print(verdict, reason)
    for number, statement in enumerate(statements, 1):
        print(f"statement {number}: {statement}")
    return {"valid": 0, "absent": 0, "mismatch": 1, "cannot-check": 5}[verdict]


if __name__ == "__main__":
    sys.exit(main())
