"""What the rest of a project can see of a file: names and digests.

The words of a file are an upper bound of what it refers to: they include those of its comments and
texts. Too many only cost time; one too few would be a wrong finding.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from milepost.cache.snapshot import text_digest
from milepost.frozen import fields_of, frozen
from milepost.semantics.scope import CASE, KIND_OF, declared_name
from milepost.syntax.ast import calendars, declarations, exports, processes
from milepost.syntax.ast.declarations import Policy

_words = re.compile(r"[^\W\d]\w*").findall
#: Statements that bear on everything: who changes one has changed the whole project.
_WIDE = (
    calendars.Timezone,
    declarations.Entitlement,
    declarations.Language,
    declarations.Record,
    declarations.Register,
    declarations.Tier,
    declarations.Use,
    exports.Export,
)
#: Statements about all processes: with one of them no process can be checked by itself.
_BROAD = (
    declarations.Contract,
    declarations.Objective,
    declarations.RequireAsFast,
    declarations.RequireBefore,
    declarations.RequireFact,
    declarations.RequireWithin,
)


@frozen
class Summary:
    """A file seen from outside.

    `declares` holds kind, name and digest of each declaration in one text, `milestones` record and
    name of each, `words` every word, `wide` a digest of the statements that bear on everything.
    `uses` are kind and name of what it refers to, and `facts` is a digest of what checks take from
    it; both are known once the project is resolved. `wide_words` are known of a file that was just
    read, and not kept. All are texts, so that a thousand summaries are taken from JSON as they are.
    """

    digest: str
    is_library: bool
    declares: Sequence[str]
    milestones: Sequence[str]
    words: Sequence[str]
    wide: str
    is_broad: bool
    uses: Sequence[str] = ()
    facts: str = ""
    wide_words: frozenset[str] = frozenset()

    @property
    def names(self) -> set[str]:
        """The kinds and names of what the file declares."""
        return {declared.rpartition(" ")[0] for declared in self.declares}


def summarize(policy: Policy, text: str, digest: str, *, is_library: bool) -> Summary:
    """Return the summary of a file that was read without a finding."""
    statements = policy.statements
    declared = [(KIND_OF.get(type(tree)), tree) for tree in statements]
    wide = [tree.span.text for tree in statements if isinstance(tree, _WIDE)]
    return Summary(
        digest,
        is_library,
        [
            f"{kind} {declared_name(tree).text} {text_digest(tree.span.text)}"
            for kind, tree in declared
            if kind
        ],
        sorted(set(_milestones(statements))),
        sorted(set(_words(text))),
        text_digest("\n".join(wide)) if wide else "",
        any(isinstance(tree, _BROAD) for tree in statements),
        wide_words=frozenset(_words("\n".join(wide))),
    )


def _milestones(statements: Iterable[Any]) -> Iterator[str]:
    for tree in statements:
        if isinstance(tree, processes.Process):
            record = tree.record.text if tree.record else CASE
            for line in tree.lines:
                if isinstance(line, processes.Milestone):
                    yield f"{record} {line.name.text}"


def name_of(kind_and_name: str) -> str:
    """Return the name of what a summary gives as kind and name, or record and name."""
    return kind_and_name.partition(" ")[2]


def to_plain(file: Summary) -> list[Any]:
    """Return a summary as JSON values."""
    return [getattr(file, field) for field in _KEPT]


def from_plain(value: list[Any]) -> Summary:
    """Return the summary that `to_plain` has written."""
    return Summary(*value)


_KEPT = fields_of(Summary)[:-1]
