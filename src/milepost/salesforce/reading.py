"""From XML to metadata: every element is known, or reported."""

import re
from collections.abc import Iterator
from typing import Any

from milepost.diagnostics import Diagnostic, Severity, did_you_mean
from milepost.salesforce import codes
from milepost.salesforce.metadata import NAMESPACE
from milepost.salesforce.shapes import FILE_KINDS, PASSED_OVER, ROOTS, Member, shape_of
from milepost.salesforce.xml import Element, XmlError, parse_xml
from milepost.source import Span

_INTEGER = re.compile(r"[+-]?[0-9]{1,12}")
_RETRIEVE = "retrieve the file again; nothing of it is imported"
_KEPT = "it is kept as a comment in `salesforce.sla`; see to it by hand"
_YES_NO = {"true": True, "1": True, "false": False, "0": False}


class Reading:
    """What was read from some files, and what is to be said about it."""

    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []

    def read(self, kind: type, path: str, full_name: str, content: bytes) -> Any:
        """Return the metadata in a file, or None when it cannot be read."""
        try:
            root = parse_xml(path, content)
        except XmlError as error:
            self.error(str(error), error.span)
            return None
        if root.name != ROOTS[kind] or root.namespace != NAMESPACE:
            self.error(
                f"`{root.name}` is not the root element `{ROOTS[kind]}`",
                root.span,
                f'the file should begin with `<{ROOTS[kind]} xmlns="{NAMESPACE}">`',
            )
            return None
        return self.value(kind, root, full_name)

    def value(self, kind: type, element: Element, full_name: str | None = None) -> Any:
        """Return the metadata that an element holds."""
        members = {member.element: member for member in shape_of(kind)}
        found: dict[str, Any] = {}
        for child in element.children:
            member = members.get(child.name)
            if member is None:
                if child.name not in PASSED_OVER.get(kind, ()):
                    self.unknown(child, element, tuple(members))
                continue
            value = self.content(member, child)
            if value is None:
                continue
            if member.repeats:
                found[member.name] = (*found.get(member.name, ()), value)
            elif member.name in found:
                self.not_understood(f"`{child.name}` stands twice; the first counts", child.span)
            else:
                found[member.name] = value
        if kind in FILE_KINDS:
            found["full_name"] = full_name
        return kind(**found, span=element.span)

    def content(self, member: Member, element: Element) -> Any:
        """Return what an element holds, None when it is not of its type."""
        if member.holds not in (str, int, bool):
            return self.value(member.holds, element)
        for child in element.children:
            self.unknown(child, element, ())
        text = element.text
        if member.holds is bool:
            value = _YES_NO.get(text.strip())
            if value is None:
                self.not_understood(f"`{_short(text)}` is neither true nor false", element.span)
            return value
        if member.holds is int:
            if not _INTEGER.fullmatch(text.strip()):
                self.not_understood(f"`{_short(text)}` is no whole number", element.span)
                return None
            return int(text)
        return text if text.strip() else ""

    def unknown(self, child: Element, parent: Element, known: tuple[str, ...]) -> None:
        """Report an element that is no part of what it stands in."""
        self.not_understood(
            f"element `{child.name}` is no known part of `{parent.name}`",
            child.span,
            did_you_mean(child.name, known),
        )

    def error(self, message: str, span: Span, hint: str = _RETRIEVE) -> None:
        """Report a file that cannot be read."""
        self.say(codes.UNREADABLE, Severity.ERROR, message, span, hint)

    def not_understood(self, message: str, span: Span, hint: str | None = None) -> None:
        """Report something that has no place in the data."""
        self.say(codes.NOT_UNDERSTOOD, Severity.WARNING, message, span, hint or _KEPT)

    def say(
        self, code: str, severity: Severity, message: str, span: Span, hint: str | None
    ) -> None:
        """Report something."""
        self.findings.append(Diagnostic(code, severity, message, span, help=hint))

    def kept(self) -> Iterator[tuple[Diagnostic, str]]:
        """Yield each finding about something without a place, with its text."""
        for found in self.findings:
            if found.code == codes.NOT_UNDERSTOOD:
                yield found, found.span.text


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
