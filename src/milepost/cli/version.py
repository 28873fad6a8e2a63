"""`milepost version`: what runs here, for reports and reproducible builds."""

import json
import platform

import click

from milepost import __version__
from milepost.cli.output import say


@click.command("version")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> int:
    """Print the versions of milepost, its language, its schedule format and its data."""
    from milepost.ir.schedule import VERSION
    from milepost.lowering.lower import package_version
    from milepost.semantics.resolve import LANGUAGE
    from milepost.semantics.zones import zone_data_version

    versions = {
        "milepost": __version__,
        "language": LANGUAGE,
        "schedule": VERSION,
        "tzdata": zone_data_version(),
        "holidays": package_version("holidays"),
        "python": platform.python_version(),
        "platform": platform.system().lower(),
    }
    if as_json:
        say(json.dumps(versions, indent=2))
    else:
        for name, version in versions.items():
            say(f"{name:<10} {version}")
    return 0
