"""Text to tokens to tree, and tree to canonical text."""
