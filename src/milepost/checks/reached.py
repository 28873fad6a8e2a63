"""What a statement refers to, however indirectly: facts for checks whose findings hang on that.

References are found by words, as the cache finds them: at times too many, and never too few.
"""

import re
from collections.abc import Iterable

from milepost.semantics.model import Model

_words = re.compile(r"[^\W\d]\w*").findall


class Reached:
    """Finds the declarations of some kinds that a text reaches."""

    def __init__(self, model: Model, kinds: Iterable[str]) -> None:
        self._texts: dict[str, list[str]] = {}
        for kind in kinds:
            for name, declared in model.scope.declared[kind].items():
                self._texts.setdefault(name, []).append(declared.tree.span.text)

    def by(self, text: str) -> str:
        """Return the texts of all that a text mentions, and of all that those mention."""
        found: set[str] = set()
        waiting = [text]
        while waiting:
            new = self._texts.keys() & set(_words(waiting.pop())) - found
            found |= new
            waiting += (each for name in new for each in self._texts[name])
        return "\n".join(each for name in sorted(found) for each in self._texts[name])
