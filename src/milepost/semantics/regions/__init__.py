"""Conditions decided exactly: can they hold, do they follow, what do they leave uncovered."""
