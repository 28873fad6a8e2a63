"""What an exporter is, and what it makes: files, and the losses it could not avoid."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from milepost.frozen import frozen
from milepost.ir.schedule import Schedule

#: Files that the target has already, by their paths below the output folder.
Existing: TypeAlias = Mapping[str, bytes]


@frozen
class Artifact:
    """A file to be written: its path below the output folder, and its bytes."""

    path: str
    content: bytes


@frozen
class Loss:
    """Something that the target cannot say.

    `code` is the check of the family P6 whose page explains it, `part` a JSON pointer to what is
    lost in the schedule. An error, unless whoever exports allows it by name.
    """

    code: str
    part: str
    message: str
    help: str | None = None


@frozen
class Exported:
    """The files of one export, and what they do not say."""

    artifacts: tuple[Artifact, ...]
    losses: tuple[Loss, ...] = ()


@frozen
class Exporter:
    """A form in which a schedule leaves us: the same schedule gives the same bytes.

    `patches` says that the exporter changes files the target has: it is given those below the
    output folder, and others are given none.
    """

    name: str
    title: str
    export: Callable[[Schedule, Existing], Exported]
    patches: bool = False
