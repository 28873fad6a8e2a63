"""What all tests share: golden files, compared byte for byte and renewed by `make golden`."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Terms in policies run out one day: tests check them as of this one, 2026-11-28.
os.environ["SOURCE_DATE_EPOCH"] = "1795824000"
# Machines are shared: how long an example takes says nothing about the code.
settings.register_profile("milepost", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("milepost")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", action="store_true", help="renew golden files instead of comparing"
    )


@pytest.fixture
def matches_golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that holds a text against a golden file, or renews the file."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--golden"):
            path.write_bytes(text.encode())
        assert path.read_bytes().decode() == text, "run `make golden` and review the difference"

    return check
