"""Promises compared exactly: is one ever due later than another, for which case, from when."""
