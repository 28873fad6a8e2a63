"""What the passes of name resolution share: the names in scope, and where findings go.

A pass turns trees into parts of the schedule (`milepost.ir`). The parts know nothing of places;
`spans` remembers, by identity, where each was written. So the checks can point at any part, and
the schedule stays free of them until lowering writes its source map.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity, did_you_mean, nearest
from milepost.semantics import codes
from milepost.semantics.scope import KIND_WORDS, Declared, Scope
from milepost.source import Span
from milepost.syntax.ast.literals import Name

T = TypeVar("T")


class Spans:
    """Where the parts of the schedule were written, by identity."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[Any, Span]] = {}

    def place(self, part: T, span: Span) -> T:
        """Remember the span of a part and return the part."""
        self._places[id(part)] = (part, span)
        return part

    def of(self, part: object) -> Span:
        """Return the span of a part that was placed."""
        return self._places[id(part)][1]

    def find(self, part: object) -> Span | None:
        """Return the span of a part, or None when it was not written by itself."""
        found = self._places.get(id(part))
        return found[1] if found else None


class Context:
    """The scope, and the collections that passes add to."""

    def __init__(self, scope: Scope, zone: str | None) -> None:
        self.scope = scope
        self.zone = zone
        self.spans = Spans()
        self.diagnostics: list[Diagnostic] = []
        self.used: dict[tuple[str, str], set[str]] = {}

    def error(
        self,
        code: str,
        message: str,
        span: Span,
        remedy: str | None = None,
        notes: Iterable[Note] = (),
        replacement: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Report a finding; with `replacement`, a fix that writes it over the span."""
        fix = None
        if replacement is not None:
            fix = Fix(f"write `{replacement}`", (Edit(span, replacement),), safe=False)
        self.diagnostics.append(
            Diagnostic(code, severity, message, span, tuple(notes), remedy, fix)
        )

    def is_lost(self, text: str) -> bool:
        """Say whether a name is missing, or stood in a statement that could not be read."""
        return not text or text in self.scope.lost

    def unknown(
        self, kind: str, name: Name, known: Iterable[str], remedy: str | None = None
    ) -> None:
        """Report a name that nothing bears, unless its declaration was unreadable."""
        if self.is_lost(name.text):
            return
        names = tuple(known)
        meant = nearest(name.text, names)
        if meant:
            remedy = did_you_mean(name.text, names)
        elif remedy is None:
            some = ", ".join(f"`{other}`" for other in names[:8])
            more = ", …" if len(names) > 8 else ""
            remedy = f"known: {some}{more}" if names else "none is declared: add one"
        self.error(
            codes.UNKNOWN_NAME,
            f"unknown {kind} `{name.text}`",
            name.span,
            remedy,
            replacement=meant,
        )

    def use(self, kind: str, name: str, span: Span) -> None:
        """Remember that a declared thing is referred to, and in which file."""
        self.used.setdefault((kind, name), set()).add(span.path)

    def lookup(self, kind: str, name: Name) -> Declared | None:
        """Return what a name refers to, marking it as used, or report that there is none."""
        declared = self.scope.find(kind, name.text)
        if declared:
            self.use(kind, name.text, name.span)
            return declared
        self.unknown(KIND_WORDS[kind], name, self.scope.names(kind))
        return None

    def once(self, lines: Iterable[Any], kind: type[T] | tuple[type, ...], what: str) -> Any:
        """Return the one line of a kind in a block, or None; report the second and later ones."""
        found: list[Any] = [line for line in lines if isinstance(line, kind)]
        for extra in found[1:]:
            self.error(
                codes.REPEATED_LINE,
                f"{what} stands twice in this block",
                extra.span,
                "keep one of them",
                (Note("the first one", found[0].span),),
            )
        return found[0] if found else None
