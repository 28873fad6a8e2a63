"""Names of files: what is percent-encoded, and how versions are numbered."""

import re
from urllib.parse import unquote

#: The suffix of each kind of file; source format adds `-meta.xml`.
SUFFIX = ".{kind}-meta.xml"
#: Characters that the platform's tools write plainly in file names.
_PLAIN = re.compile(r"[\w \-]", re.UNICODE)


def decoded(name: str) -> str:
    """Return a name as people read it.

    >>> decoded("Create %26 approve")
    'Create & approve'
    """
    return unquote(name)


def encoded(name: str) -> str:
    """Return a name as it stands in file names and in references to files.

    >>> encoded("Agent OLA (A & B)")
    'Agent OLA %28A %26 B%29'
    """
    return "".join(
        one if _PLAIN.match(one) else "".join(f"%{byte:02X}" for byte in one.encode())
        for one in name
    )


def version_name(name: str, version: int | None) -> str:
    """Return the full name of a version of a process; without versions, of the process.

    >>> version_name("Gold Support", 2), version_name("Gold Support", None)
    ('gold support_v2', 'gold support')
    """
    return name.lower() if version is None else f"{name.lower()}_v{version}"


def bare(name: str, object_name: str) -> str:
    """Return a name without the object that may stand before it.

    >>> bare("Case.Escalate", "Case"), bare("Account.Name", "Case")
    ('Escalate', 'Account.Name')
    """
    return name.removeprefix(f"{object_name}.")


def qualified(name: str, object_name: str) -> str:
    """Return a field with its object before it.

    >>> qualified("Status", "Case"), qualified("Account.Name", "Case")
    ('Case.Status', 'Account.Name')
    """
    return name if "." in name else f"{object_name}.{name}"
