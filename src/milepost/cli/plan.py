"""`milepost plan`: what a deployment would do to an organisation."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from milepost.cli.complaints import complain
from milepost.cli.output import say, tell
from milepost.cli.projects import compilations_of, findings_of
from milepost.diagnostics import ToolError
from milepost.exporters.salesforce.export import org_of, taking_over
from milepost.frozen import fields_of
from milepost.salesforce.folder import read_folder
from milepost.salesforce.plan import Plan, plan_of

_TARGETS = ("salesforce",)


@click.command("plan")
@click.argument("target", type=click.Choice(_TARGETS))
@click.argument("path", type=click.Path(), default=".")
@click.option(
    "--deployed",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder with the metadata that was retrieved from the organisation.",
)
@click.option(
    "--unused",
    multiple=True,
    help="A deployed version that no entitlement uses, by its file name; may be given several "
    "times.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(target: str, path: str, deployed: Path, unused: tuple[str, ...], form: str) -> int:
    """Compare the project that PATH belongs to with what is deployed, and say what would change.

    Nothing is written or deployed. The exit code is 1 when something cannot be deployed.
    """
    assert target in _TARGETS, "click takes no other"
    compilations = compilations_of((path,))
    if len(compilations) != 1:
        raise click.UsageError("name one project")
    (compilation,) = compilations
    if compilation.has_errors:
        complain(findings_of(compilations))
        return 1
    read = read_folder(deployed)
    known = {one.full_name for one in read.org.processes}
    for name in unused:
        if name not in known:
            raise ToolError(f"--unused: the organisation has no version `{name}`")
    wanted, losses = org_of(compilation.schedule)
    made = plan_of(read.org, wanted, taking_over(compilation.schedule), frozenset(unused))
    if form == "json":
        say(_as_json(made))
    else:
        tell("\n".join(_lines(made, len(losses.all()))))
    return int(not made.is_possible)


def _lines(plan: Plan, losses: int) -> Iterator[str]:
    kinds = max((len(step.kind) for step in plan.steps), default=0)
    names = max((len(step.name) for step in plan.steps), default=0)
    for step in plan.steps:
        action = step.action
        if step.becomes and step.becomes != step.name:
            action += f" `{step.becomes}`"
        yield f"{step.kind:<{kinds}}  {step.name:<{names}}  {action}"
        for reason in step.why:
            yield f"{'':<{kinds}}  {'':<{names}}    {reason}"
    for rule in plan.update_rules:
        moves = "moves running cases" if rule.moves else "not asked for: running cases stay"
        yield f"update rule from `{rule.from_version}` to `{rule.to_version}`: {moves}"
    counts = Counter(step.action for step in plan.steps)
    yield ", ".join(f"{count} {action}" for action, count in sorted(counts.items()))
    if losses:
        yield f"the export has {losses} losses; `milepost export salesforce` names them"


def _as_json(plan: Plan) -> str:
    document = {
        "format": "milepost/plan",
        "version": 1,
        "steps": [_object(step) for step in plan.steps],
        "update_rules": [_object(rule) for rule in plan.update_rules],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _object(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in fields_of(value)}
