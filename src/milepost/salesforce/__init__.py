"""Salesforce's metadata of entitlement management as data: a reader, a writer, a normal form."""
