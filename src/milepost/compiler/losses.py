"""What an export loses, as findings at their places in the policy."""

from collections.abc import Iterator

from milepost.compiler.compilation import Compilation
from milepost.diagnostics import Diagnostic, Severity
from milepost.exporters.artifact import Exported, Loss
from milepost.ir.schedule import Place
from milepost.source import Source, Span


def losses_of(
    compilation: Compilation, exported: Exported, allowed: frozenset[str] = frozenset()
) -> Iterator[Diagnostic]:
    """Yield a finding for each loss: an error, unless its code is among the allowed ones."""
    places = {place.part: place for place in compilation.schedule.source_map}
    sources = {file.parsed.source.path: file.parsed.source for file in compilation.project.files}
    for loss in exported.losses:
        severity = Severity.INFORMATION if loss.code in allowed else Severity.ERROR
        span = _span(loss, places, sources)
        hint = loss.help or f"to accept the loss: `--allow {loss.code}`"
        yield Diagnostic(loss.code, severity, loss.message, span, help=hint)


def _span(loss: Loss, places: dict[str, Place], sources: dict[str, Source]) -> Span:
    """Return where the lost part, or the nearest part around it, was written."""
    part = loss.part
    while part and part not in places:
        part = part.rpartition("/")[0]
    place = places.get(part)
    if place is None:
        first = next(iter(sources.values()))
        return Span(first, 0, 0)
    source = sources[place.path]
    start = source.line_starts[place.line - 1] + place.column - 1
    end = start + len(source.line_text(place.line)) - (place.column - 1)
    return Span(source, start, end)
