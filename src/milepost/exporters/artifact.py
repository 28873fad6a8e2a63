"""What an exporter is, and what it makes."""

from collections.abc import Callable

from milepost.frozen import frozen
from milepost.ir.schedule import Schedule


@frozen
class Artifact:
    """A file to be written: its path below the output folder, and its bytes."""

    path: str
    content: bytes


@frozen
class Exporter:
    """A form in which a schedule leaves us: the same schedule gives the same bytes."""

    name: str
    title: str
    export: Callable[[Schedule], tuple[Artifact, ...]]
