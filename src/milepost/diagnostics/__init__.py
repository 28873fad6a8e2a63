"""What we say about places in text: findings as data."""

from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix, Note, Severity, as_of, in_order
from milepost.diagnostics.names import did_you_mean, nearest
from milepost.diagnostics.relocate import relocate
from milepost.diagnostics.trouble import InternalError, ToolError

__all__ = [
    "Diagnostic",
    "Edit",
    "Fix",
    "InternalError",
    "Note",
    "Severity",
    "ToolError",
    "as_of",
    "did_you_mean",
    "in_order",
    "nearest",
    "relocate",
]
