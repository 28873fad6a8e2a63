"""Checks: what can be wrong with a policy set, each in a small home."""
