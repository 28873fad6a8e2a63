"""The JSON Schema of `milepost.toml`, for editors; `make tables` writes it beside this module.

A test compares it with the table of keys.
"""

import json
from pathlib import Path
from typing import Any

from milepost.semantics.configuration import LEVELS, ROOT, Key

FILE = Path(__file__).with_name("configuration.schema.json")
_PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "number": {"type": "integer", "minimum": 0},
    "texts": {"type": "array", "items": {"type": "string"}},
    "level": {"enum": list(LEVELS)},
}


def schema() -> dict[str, Any]:
    """Return the schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "milepost.toml",
        **_of(ROOT),
    }


def _of(key: Key) -> dict[str, Any]:
    about = {"description": key.about}
    if key.kind == "map":
        return about | {"type": "object", "additionalProperties": _of(key.inner[0])}
    if key.kind not in ("table", "tables"):
        return about | _PLAIN[key.kind]
    table = {
        "type": "object",
        "additionalProperties": False,
        "properties": {inner.name: _of(inner) for inner in key.inner},
        "required": [inner.name for inner in key.inner if inner.needed],
    }
    return about | (table if key.kind == "table" else {"type": "array", "items": table})


def text() -> str:
    """Return the schema as it is written."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
