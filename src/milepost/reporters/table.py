"""The forms of findings for programs, by name: each is a module of this folder."""

from importlib import import_module

from milepost.reporters.report import Report

#: What each form is for. `text`, for people, is not among them: it depends on the terminal.
FORMS: dict[str, str] = {
    "compact": "a line for each finding",
    "json": "one document, by `milepost schema diagnostics`",
    "jsonl": "an object a line",
    "sarif": "SARIF 2.1.0, for code scanning",
    "github": "annotations in a pull request on GitHub",
    "junit": "JUnit XML",
    "gitlab": "GitLab's code quality report",
}


def rendered(form: str, report: Report) -> str:
    """Return a report in one of the forms."""
    text: str = import_module(f"milepost.reporters.{form}").render(report)
    return text
