"""Places in text: what was read, and where in it a thing stands."""

from milepost.source.span import Span
from milepost.source.text import Source

__all__ = ["Source", "Span"]
