"""The staircase: imports only go down, and each heavy library has one door."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "milepost"

#: The floor of each folder or module of the package.
FLOORS = {
    "frozen": 0,
    "source": 0,
    "diagnostics": 0,
    "ir": 0,
    "clock": 0,
    "salesforce": 1,
    "syntax": 1,
    "semantics": 2,
    "checks": 3,
    "coverage": 3,
    "lowering": 3,
    "exporters": 3,
    "importers": 3,
    "runtime": 3,
    "replay": 3,
    "reporters": 3,
    "compiler": 4,
    "cache": 4,
    "cli": 5,
    "lsp": 5,
    "__main__": 6,
}
#: What a folder may import, where its floor alone would allow more.
ONLY = {
    "frozen": (),
    "source": ("frozen",),
    "diagnostics": ("frozen", "source"),
    "exporters": ("frozen", "ir", "clock", "diagnostics", "salesforce"),
    "importers": ("frozen", "source", "diagnostics", "salesforce", "syntax"),
    "salesforce": ("frozen", "source", "diagnostics"),
    "runtime": ("frozen", "ir", "clock", "diagnostics"),
    "reporters": ("frozen", "source", "diagnostics"),
}
#: Folders of one floor that may import each other.
NEIGHBOURS = {("replay", "runtime"), ("cache", "compiler")}
#: The only modules that may import a library.
DOORS = {
    "lark": ("syntax/grammar.py",),
    "networkx": ("semantics/graph.py",),
    "jsonschema": ("ir/codec.py", "ir/misfit.py", "semantics/registers.py"),
    "yaml": ("semantics/registers.py", "exporters/yaml.py"),
    "holidays": ("semantics/holiday_data.py",),
    "icalendar": ("semantics/closures.py", "exporters/icalendar.py"),
    "dateutil": ("semantics/closures.py",),
    "z3": (),
    "click": ("cli/",),
    "rich": ("cli/",),
}
MAX_LINES = 400


def modules_imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno
            if node.module == "milepost":
                for alias in node.names:
                    yield f"milepost.{alias.name}", node.lineno


def violations(path: str, text: str) -> Iterator[str]:
    """Yield what a module of the package, given by its path in it, imports against the rules."""
    home = Path(path).parts[0].removesuffix(".py")
    for module, line in modules_imported(ast.parse(text)):
        top, *rest = module.split(".")
        doors = DOORS.get(top)
        if doors is not None and not path.startswith(doors):
            yield f"{path}:{line} imports {top}, whose door is {', '.join(doors)}"
        if top != "milepost" or not rest or rest[0].startswith("__version"):
            continue
        other = rest[0]
        if other == home:
            continue
        if other not in FLOORS:
            yield f"{path}:{line} imports {module}, which is on no floor"
        elif home in ONLY and other not in ONLY[home]:
            yield f"{path}:{line} imports {module}; {home} may import {ONLY[home]} only"
        elif FLOORS[other] > FLOORS[home]:
            yield f"{path}:{line} imports {module}, a floor up"
        elif FLOORS[other] == FLOORS[home] > 0 and (home, other) not in NEIGHBOURS:
            yield f"{path}:{line} imports {module}, its neighbour"


def package_modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def test_every_module_stands_on_a_floor() -> None:
    homes = {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in package_modules()}
    assert homes - set(FLOORS) - {"__init__"} == set()


def test_imports_only_go_down() -> None:
    found = [
        violation
        for path in package_modules()
        if path != SOURCE / "__init__.py"
        for violation in violations(path.relative_to(SOURCE).as_posix(), path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ir/planted.py", "from milepost.semantics.model import Model"),
        ("syntax/planted.py", "import milepost.checks.table"),
        ("exporters/planted.py", "from milepost.semantics import model"),
        ("runtime/planted.py", "def later():\n    from milepost.syntax.parse import parse"),
        ("checks/planted.py", "from milepost.lowering.lower import lower"),
        ("compiler/planted.py", "import lark"),
        ("semantics/planted.py", "import yaml"),
        ("semantics/planted.py", "from milepost import cli"),
    ],
)
def test_the_floor_check_bites(path: str, text: str) -> None:
    assert list(violations(path, text)) != []


def test_no_module_outgrows_a_screenful_of_concepts() -> None:
    long = {
        path.relative_to(SOURCE).as_posix(): lines
        for path in package_modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_names_of_modules_say_something() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core", "base"}
    assert [path for path in package_modules() if path.stem in empty] == []


def test_modules_of_tests_have_names_of_their_own() -> None:
    """Tests of all folders share one namespace: the second of a name would get the first."""
    seen: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        seen.setdefault(path.stem, []).append(path.relative_to(ROOT).as_posix())
    assert {name: paths for name, paths in seen.items() if len(paths) > 1} == {}


FLOOR_ZERO_ALONE = """
import sys
import milepost.ir.codec, milepost.ir.schedule, milepost.clock
heavy = {"lark", "networkx", "jsonschema", "yaml", "holidays", "click", "rich"}
front = {"milepost.syntax", "milepost.semantics", "milepost.checks", "milepost.compiler"}
found = sorted((heavy | front) & set(sys.modules))
print(",".join(found))
"""


def test_a_host_loads_schedules_without_the_front_end() -> None:
    run = subprocess.run(
        [sys.executable, "-c", FLOOR_ZERO_ALONE], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""
