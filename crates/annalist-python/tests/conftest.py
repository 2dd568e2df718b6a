"""What the tests share."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def program():
    """Runs the program that `cargo xtask test` built, and gives what it prints."""
    path = os.environ.get("ANNALIST_PROGRAM")
    if not path:
        pytest.skip("ANNALIST_PROGRAM does not name the program to compare with")

    def run(*args: object, code: int = 0) -> bytes:
        done = subprocess.run([path, *map(str, args)], capture_output=True, cwd=ROOT)
        assert done.returncode == code, done.stderr.decode()
        return done.stdout

    return run
