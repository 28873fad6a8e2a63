"""The driver: a policy set from its folder to its schedule."""

from milepost.compiler.compilation import Compilation

__all__ = ["Compilation"]
