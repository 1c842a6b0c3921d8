#!/usr/bin/env python3
"""Runs the second verifier over the corpus and leaves with 1 at any disagreement with its manifest."""

import json
import pathlib
import sys

import verify

CORPUS = pathlib.Path(__file__).resolve().parent.parent / "corpus"


def main():
    entries = json.loads((CORPUS / "manifest.json").read_text("utf-8"))
    files = {path.name for path in CORPUS.glob("*.ipproof.json")}
    wrong = 0
    for name in sorted(files.symmetric_difference(entry["file"] for entry in entries)):
        print(f"{name}: in the manifest or in the folder, not in both")
        wrong += 1
    for entry in entries:
        text = (CORPUS / entry["file"]).read_bytes()
        reason, statements = verify.verify(text, bytes.fromhex(entry["genesis"][2:]))
        found = (verify.verdict_of(reason), reason, statements)
        expected = (entry["verdict"], entry["reason"], entry["statements"])
        if found != expected:
            print(f"{entry['file']}: expected {expected}, found {found}")
            wrong += 1
    print(f"{len(entries)} bundles, {wrong} disagreements")
    return 1 if wrong or not entries else 0


if __name__ == "__main__":
    sys.exit(main())
