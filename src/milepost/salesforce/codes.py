"""Codes of what is said about Salesforce metadata that is read; their pages are in `checks`."""

UNREADABLE = "P630"
NOT_UNDERSTOOD = "P631"
APPROXIMATED = "P632"
MISSING = "P633"
