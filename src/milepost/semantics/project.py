"""A project: its settings and its parsed files, libraries included."""

from pathlib import Path

from milepost.diagnostics import Diagnostic, Severity, ToolError, did_you_mean
from milepost.frozen import frozen
from milepost.semantics import codes
from milepost.semantics.files import (
    LOCK_NAME,
    SUFFIX,
    Unreadable,
    find_root,
    is_inside,
    library_bound,
    policy_files,
    read_source,
    shown_path,
)
from milepost.semantics.settings import FILE_NAME, Settings, read_settings
from milepost.semantics.zones import is_zone, zone_names
from milepost.source import Source, Span
from milepost.syntax import codes as syntax_codes
from milepost.syntax.ast.declarations import Policy, Use
from milepost.syntax.parse import ParsedFile, parse


@frozen
class PolicyFile:
    """A file of the project, parsed; `folder` is where its own relative paths start."""

    path: Path
    folder: Path
    parsed: ParsedFile
    is_library: bool


@frozen
class Project:
    """Everything that was read from disk, and what is wrong with it so far."""

    root: Path
    settings: Settings
    files: tuple[PolicyFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    libraries: tuple[Path, ...] = ()
    lock: Source | None = None

    @property
    def lost(self) -> frozenset[str]:
        """Names that stood in statements which could not be read.

        Nobody is accused of using them.
        """
        return frozenset().union(*(file.parsed.lost for file in self.files))


def load_project(path: Path) -> Project:
    """Return the project that a file or folder belongs to; raise ToolError when there is none."""
    if not path.exists():
        raise ToolError(f"no such file or folder: {path}")
    if path.is_file() and path.suffix != SUFFIX:
        raise ToolError(f"{path} is not a policy: policy files end in `{SUFFIX}`")
    root = find_root(path)
    loader = _Loader(root)
    loader.load_folder(root, is_library=False)
    if not loader.files and not loader.diagnostics:
        raise ToolError(f"no policy files (*{SUFFIX}) in {path}")
    settings = read_settings(root)
    libraries = tuple(loader.folders[1:])
    if settings.timezone is not None and not is_zone(settings.timezone):
        hint = did_you_mean(settings.timezone, zone_names()) or "zones look like `Europe/London`"
        raise ToolError(f"{root / FILE_NAME}: unknown time zone `{settings.timezone}`; {hint}")
    return Project(
        root,
        settings,
        tuple(loader.files),
        tuple(loader.diagnostics),
        libraries,
        lock_source(root),
    )


def lock_source(root: Path) -> Source | None:
    """Return the text of a project's lock, or None if it has none."""
    path = root / LOCK_NAME
    if not path.is_file():
        return None
    found = read_source(path, root)
    if isinstance(found, Unreadable):
        raise ToolError(f"{path}: {found.message}; {found.remedy}")
    return found


class _Loader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.bound = library_bound(root)
        self.files: list[PolicyFile] = []
        self.diagnostics: list[Diagnostic] = []
        self.folders: list[Path] = []
        self.chain: list[Path] = []

    def load_folder(self, folder: Path, *, is_library: bool) -> None:
        """Load the files of a folder, then the libraries they use."""
        self.folders.append(folder.resolve())
        self.chain.append(folder.resolve())
        added = []
        for path in policy_files(folder):
            file = self.load_file(path, is_library=is_library)
            if file:
                added.append(file)
        for file in added:
            for statement in file.parsed.policy.statements:
                if isinstance(statement, Use):
                    self.use(file, statement)
        self.chain.pop()

    def load_file(self, path: Path, *, is_library: bool) -> PolicyFile | None:
        bound = self.bound if is_library else self.root
        if not is_inside(path, bound):
            shown = shown_path(path, self.root)
            self.unreadable(
                Unreadable(
                    shown,
                    "symbolic link leads out of the project",
                    "replace it by the file, or `use` the folder as a library",
                    Source.of(shown, ""),
                )
            )
            return None
        source = read_source(path, self.root)
        if isinstance(source, Unreadable):
            self.unreadable(source)
            return None
        parsed = parse(source)
        self.diagnostics += parsed.diagnostics
        file = PolicyFile(path, path.parent, parsed, is_library)
        self.files.append(file)
        return file

    def unreadable(self, file: Unreadable) -> None:
        span = Span(file.source, file.offset, file.offset)
        self.diagnostics.append(
            Diagnostic(syntax_codes.NOT_TEXT, Severity.ERROR, file.message, span, help=file.remedy)
        )

    def use(self, file: PolicyFile, statement: Use) -> None:
        """Load a library folder once; say what is wrong with the path otherwise."""
        written = statement.folder.value
        target = file.folder / written
        trouble = self.trouble_with(target, written)
        if trouble:
            message, remedy = trouble
            self.diagnostics.append(
                Diagnostic(
                    codes.BAD_LIBRARY, Severity.ERROR, message, statement.folder.span, help=remedy
                )
            )
        elif target.resolve() not in self.folders:
            self.load_folder(target, is_library=True)

    def trouble_with(self, target: Path, written: str) -> tuple[str, str] | None:
        if Path(written).is_absolute() or "://" in written or "\\" in written or "\0" in written:
            return f"library `{written}` is not a relative path", "write a path such as `../shared`"
        if not target.is_dir():
            return f"library folder `{written}` does not exist", "check the path from this file"
        if not is_inside(target, self.bound):
            return (
                f"library folder `{written}` lies outside the repository",
                "copy it into the repository; nothing outside is read",
            )
        resolved = target.resolve()
        if resolved == self.root or self.root.is_relative_to(resolved):
            return (
                f"library `{written}` contains this project",
                "all files of a project see each other without `use`",
            )
        if resolved in self.chain:
            return f"libraries use each other in a circle through `{written}`", "remove this line"
        if resolved.is_relative_to(self.root):
            return (
                f"folder `{written}` belongs to this project",
                "remove the line: all files below the root are one policy set",
            )
        return None


def policies_of(project: Project) -> tuple[Policy, ...]:
    """Return the trees of a project's files in order."""
    return tuple(file.parsed.policy for file in project.files)
