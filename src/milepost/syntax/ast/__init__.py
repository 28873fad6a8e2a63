"""The syntax tree: what was written, and where. Each module holds one part of the language."""
