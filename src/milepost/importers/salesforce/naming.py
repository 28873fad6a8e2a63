"""Names of a policy for those of another system: lower case, unique, no words of the language."""

import re
import unicodedata
from collections.abc import Hashable

from milepost.syntax.tables import load_tables

_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST = 60
#: Names that mean something without being words of the language.
_TAKEN = frozenset(("always", "any", "else", "none", "created", "case", "milestone", "instance"))


class Namer:
    """Gives out names: one thing always gets the same, two never share one of a kind."""

    def __init__(self) -> None:
        self.words = frozenset(load_tables().words) | _TAKEN
        self.given: dict[tuple[str, Hashable], str] = {}
        self.used: dict[str, set[str]] = {}

    def name(
        self,
        kind: str,
        key: Hashable,
        text: str,
        *,
        space: str | None = None,
        free: bool = False,
        prefix: str = "",
    ) -> str:
        """Return the name of a thing of a kind, made from a text.

        Things of one `space` share their names; a word of the language is taken where it is `free`.
        A name that is taken gets the `prefix` or the kind, then a number.
        """
        if (kind, key) not in self.given:
            used = self.used.setdefault(space or kind, set())
            base = self.word(text, kind, free=free)
            found, number = base, 1
            if found in used:
                base = found = f"{prefix}_{base}" if prefix else f"{base}_{kind}"
            while found in used:
                number += 1
                found = f"{base}_{number}"
            used.add(found)
            self.given[kind, key] = found
        return self.given[kind, key]

    def reserve(self, space: str, *texts: str) -> None:
        """Keep names of a space from being given out."""
        self.used.setdefault(space, set()).update(texts)

    def word(self, text: str, kind: str, *, free: bool = False) -> str:
        """Return a text as a word, with its kind added where it would not be a name."""
        found = slug(text)
        if not found:
            return f"unnamed_{kind}"
        if found[0].isdigit():
            return f"{kind}_{found}"
        if found in _TAKEN or (found in self.words and not free) or found in _HARD:
            return f"{found}_{kind}"
        return found


_HARD = frozenset(("and", "or", "not", "in", "is", "yes", "no", "each", "events"))


def slug(text: str) -> str:
    """Return a text in lower-case letters, digits and underscores.

    >>> slug("Kundenvorgang schließen"), slug("IsClosed"), slug("SCC_Level__c")
    ('kundenvorgang_schliessen', 'is_closed', 'scc_level_c')
    """
    humps = _HUMP.sub("_", text) if " " not in text else text
    plain = unicodedata.normalize("NFKD", humps.translate(_SPECIAL)).encode("ascii", "ignore")
    words = re.sub(r"[^a-z0-9]+", "_", plain.decode().lower()).strip("_")
    return words[:_LONGEST].rstrip("_")
