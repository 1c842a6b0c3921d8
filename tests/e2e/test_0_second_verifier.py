"""Two verifiers, in two languages, agree on every bundle of the corpus."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "proof/second-verifier"


def test_the_second_verifier_agrees_on_the_whole_corpus():
    result = subprocess.run([sys.executable, "-B", FOLDER / "compare.py"], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
