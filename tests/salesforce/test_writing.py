"""What is read is written as it was, byte for byte, and what is written is valid."""

from pathlib import Path

import pytest
from lxml import etree
from trips import CORPUS, ORGS, SCHEMA

from milepost.salesforce.folder import _full_name, kind_of
from milepost.salesforce.metadata import Workflow
from milepost.salesforce.names import decoded, encoded
from milepost.salesforce.reading import Reading
from milepost.salesforce.writing import write_package, write_xml

OURS = sorted(path for path in ORGS.rglob("*") if path.is_file())
by_name = {"ids": lambda path: path.name}


def rewritten(path: Path) -> bytes:
    kind = kind_of(path.name)
    assert kind is not None
    reading = Reading()
    value = reading.read(kind, path.name, _full_name(path.name), path.read_bytes())
    assert reading.findings == []
    return write_xml(value)


@pytest.mark.parametrize("path", OURS, **by_name)
def test_a_file_is_written_as_it_was_read(path: Path) -> None:
    assert rewritten(path) == path.read_bytes()


def plain(content: bytes) -> bytes:
    """Return canonical XML without the white space between elements."""
    parser = etree.XMLParser(remove_blank_text=True)
    found: bytes = etree.tostring(etree.fromstring(content, parser), method="c14n")
    return found


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of retrieved metadata is not here")
def test_retrieved_files_are_written_as_they_were_retrieved() -> None:
    """Workflow files hold rules and more, which are not read."""
    different = []
    for path in sorted(CORPUS.rglob("*")):
        if not path.is_file() or kind_of(path.name) in (None, Workflow):
            continue
        if plain(rewritten(path)) != plain(path.read_bytes()):
            different.append(path.name)
    assert different == []


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of the Metadata API is not here")
@pytest.mark.parametrize("path", OURS, **by_name)
def test_what_is_written_is_valid(path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(etree.fromstring(rewritten(path)))


def test_a_package_names_its_members_in_order() -> None:
    text = write_package({"MilestoneType": ("B & C", "A"), "Aa": ("x",)}, "62.0").decode()
    assert text.split() == [
        "<?xml",
        'version="1.0"',
        'encoding="UTF-8"?>',
        "<Package",
        'xmlns="http://soap.sforce.com/2006/04/metadata">',
        "<types>",
        "<members>x</members>",
        "<name>Aa</name>",
        "</types>",
        "<types>",
        "<members>A</members>",
        "<members>B",
        "&amp;",
        "C</members>",
        "<name>MilestoneType</name>",
        "</types>",
        "<version>62.0</version>",
        "</Package>",
    ]


@pytest.mark.parametrize("name", ["Agent OLA (A & B)", "standard v.002", "Ä 100%", "a_b - c"])
def test_names_of_files_are_decoded_again(name: str) -> None:
    assert decoded(encoded(name)) == name


def test_names_are_encoded_as_retrieved() -> None:
    assert encoded("Resolution (Fix & Test)") == "Resolution %28Fix %26 Test%29"
