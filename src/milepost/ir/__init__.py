"""The compiled schedule as frozen data, with its codec and its JSON Schema."""
