"""P520: holidays or clocks that are not those of `milepost.lock`."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import noted
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.source import Source, Span


def run(model: Model) -> Iterator[Finding]:
    """Report each locked holiday set and zone that the installed data has otherwise."""
    source = model.project.lock
    if source is None:
        return
    from milepost.semantics.drift import differences
    from milepost.semantics.lock import is_of_installed_data, lock_of, read_lock

    old = read_lock(source.text, source.path)
    if is_of_installed_data(old):
        return
    for difference in differences(old, lock_of(model)):
        what = "holiday set" if difference.kind == "holidays" else "time zone"
        first, *others = difference.lines
        yield Finding(
            _place(source, difference.name),
            f"{what} `{difference.name}` is not as it was locked: {first}",
            "`milepost drift` shows which due times move; `milepost lock` accepts it",
            noted([Note(line) for line in others]),
        )


def _place(source: Source, name: str) -> Span:
    """Return where a name stands in a table's header."""
    start = max(source.text.find(f'"{name}"]'), 0)
    return Span(source, start, start + len(name) + 2 if start else 0)


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield the holiday sets and zones that each calendar names, where there is a lock."""
    if model.project.lock is not None:
        from milepost.semantics.lock import rests_on

        for calendar in model.calendars:
            yield model.span_of(calendar), str(rests_on(calendar))


_LOCK = """\
version = 1
tzdata = "2020a"
holidays = "0.60"
from = 2027-01-01
to = 2027-12-31

[zones."Europe/London"]
first = "+00:00"
2027 = ["03-21T01:00:00Z +01:00", "10-31T01:00:00Z +00:00"]

[zones."Europe/Paris"]
first = "+01:00"
2027 = ["03-28T01:00:00Z +02:00", "10-31T01:00:00Z +01:00"]

[calendars]
"""

CHECK = Check(
    code="P520",
    name="data-drift",
    title="Holidays or clocks that are not those of the lock",
    severity=Severity.WARNING,
    rationale=(
        "Holidays are proclaimed and moved, and countries change their clocks. With an upgrade of "
        "the data due times move although the policy stays the same. `milepost.lock` holds what "
        "was reviewed, so that this is seen, and accepted by somebody."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/Paris; mon-fri 09:00-17:00 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
    beside=("milepost.lock", _LOCK),
)
