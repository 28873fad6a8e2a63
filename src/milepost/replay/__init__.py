"""Logs of cases replayed through a schedule: tests, simulations, explanations."""
