"""What a project sets for its checks: levels, applied to what was found, and limits."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from milepost.checks.profiles import LIMITS
from milepost.checks.table import MODEL_CHECKS, STAGE_CHECKS, load_check
from milepost.diagnostics import Diagnostic, Severity, ToolError, did_you_mean
from milepost.frozen import replace
from milepost.semantics.configuration import Way, trouble_at
from milepost.semantics.settings import FILE_NAME, Settings

_OFF = "off"


def at_levels(found: Iterable[Diagnostic], settings: Settings, root: Path) -> Iterator[Diagnostic]:
    """Yield findings with the severities that the settings give them, without those that are off.

    Raise ToolError for a level that names no check, or one that cannot be lowered.
    """
    _refuse_unknown_limits(settings, root)
    if settings.exports:
        _refuse_unknown_losses(settings, root)
    if not settings.levels and not settings.folders:
        yield from found
        return
    everywhere = _by_code(settings, root, ("checks",), settings.levels)
    deepest = sorted(settings.folders, key=lambda one: -len(PurePosixPath(one.path).parts))
    folders = [
        (
            PurePosixPath(one.path),
            _by_code(settings, root, ("folder", one.index, "checks"), one.levels),
        )
        for one in deepest
    ]
    for finding in found:
        place = PurePosixPath(finding.span.path)
        levels = (levels for folder, levels in folders if place.is_relative_to(folder))
        chosen = (each[finding.code] for each in (*levels, everywhere) if finding.code in each)
        level = next(chosen, finding.severity.value)
        if level != _OFF:
            severity = Severity(level)
            yield finding if severity is finding.severity else replace(finding, severity=severity)


def _by_code(
    settings: Settings, root: Path, way: Way, written: Mapping[str, str]
) -> dict[str, str]:
    """Return levels by the codes of checks."""
    modules = {
        module.partition("_")[0].upper(): module for module in (*STAGE_CHECKS, *MODEL_CHECKS)
    }
    names = {module.partition("_")[2].replace("_", "-"): code for code, module in modules.items()}
    found: dict[str, str] = {}
    for key, level in written.items():
        code = key if key in modules else names.get(key)
        if code is None:
            hint = did_you_mean(key, {**names, **modules}) or "`milepost checks` lists them"
            message = f"there is no check `{key}`; {hint}"
            raise trouble_at(settings.text, root / FILE_NAME, (*way, key), message)
        check = load_check(modules[code])
        if check.always and level != check.severity.value:
            message = (
                f"check `{key}` cannot be lowered: what it reports is missing from the schedule"
            )
            raise trouble_at(settings.text, root / FILE_NAME, (*way, key), message)
        found[code] = level
    return found


def _refuse_unknown_losses(settings: Settings, root: Path) -> None:
    from milepost.compiler.losses import loss_code

    for index, wish in enumerate(settings.exports):
        for written in wish.allowed:
            try:
                loss_code(written)
            except ToolError as trouble:
                way = ("export", index, "allow")
                raise trouble_at(settings.text, root / FILE_NAME, way, str(trouble)) from None


def _refuse_unknown_limits(settings: Settings, root: Path) -> None:
    for profile, numbers in settings.limits.items():
        for name in numbers:
            if name not in LIMITS:
                hint = did_you_mean(name, LIMITS) or f"known: {', '.join(LIMITS)}"
                message = f"there is no limit `{name}`; {hint}"
                raise trouble_at(
                    settings.text, root / FILE_NAME, ("limits", profile, name), message
                )
