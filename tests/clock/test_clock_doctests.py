"""The examples in the docstrings of the clock are true."""

import doctest
import importlib
import pkgutil

import pytest

import milepost.clock

MODULES = sorted(module.name for module in pkgutil.iter_modules(milepost.clock.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    module = importlib.import_module(f"milepost.clock.{name}")
    assert doctest.testmod(module).failed == 0
