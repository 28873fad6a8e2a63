"""What an export loses, as findings at their places in the policy."""

from collections.abc import Iterator

from milepost.checks.table import TARGET_CHECKS
from milepost.compiler.compilation import Compilation
from milepost.diagnostics import Diagnostic, Severity, ToolError, did_you_mean
from milepost.exporters.artifact import Exported, Loss
from milepost.ir.schedule import Place
from milepost.semantics.settings import Settings
from milepost.source import Source, Span

#: The kinds of loss by their codes, and by their names.
_CODES = {module.partition("_")[0].upper() for module in TARGET_CHECKS}
_NAMES = {
    module.partition("_")[2].replace("_", "-"): module.partition("_")[0].upper()
    for module in TARGET_CHECKS
}


def loss_code(written: str) -> str:
    """Return the code of a kind of loss that is named by its code or name, or raise ToolError."""
    if written in _CODES:
        return written
    if written in _NAMES:
        return _NAMES[written]
    hint = did_you_mean(written, (*_CODES, *_NAMES)) or "`milepost checks` lists them under P6"
    raise ToolError(f"there is no kind of loss `{written}`; {hint}")


def allowed_losses(settings: Settings, target: str) -> frozenset[str]:
    """Return the codes of the losses that the settings accept in exports to a target."""
    wishes = (wish for wish in settings.exports if wish.target == target)
    return frozenset(loss_code(written) for wish in wishes for written in wish.allowed)


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
