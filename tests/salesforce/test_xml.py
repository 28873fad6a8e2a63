"""Untrusted XML: what is no metadata is refused in words, at its place."""

import pytest

from milepost.salesforce.folder import read_files
from milepost.salesforce.metadata import MilestoneType
from milepost.salesforce.reading import Reading
from milepost.salesforce.xml import MAX_BYTES, MAX_DEPTH, XmlError, parse_xml

PATH = "Answer.milestoneType"
NAMESPACE = "http://soap.sforce.com/2006/04/metadata"


def said(content: bytes) -> str:
    with pytest.raises(XmlError) as refused:
        parse_xml(PATH, content)
    return f"{refused.value.span.line}:{refused.value.span.column} {refused.value}"


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<!DOCTYPE a><a/>",
    ],
)
def test_no_document_type_is_read(content: bytes) -> None:
    assert said(content).endswith("a document type or an entity is declared, and neither is read")


def test_a_billion_laughs_take_no_time() -> None:
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 60))
    bomb = f'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a>&e59;</a>'
    assert said(bomb.encode()).startswith("2:13 a document type")


def test_an_unknown_entity_is_no_xml() -> None:
    assert said(b"<a>\n  &nbsp;</a>") == "2:3 no well-formed XML: undefined entity"


def test_what_is_not_closed_is_reported_where_it_is_noticed() -> None:
    assert said(b"<a>\n  <b>\n</a>") == "3:3 no well-formed XML: mismatched tag"


def test_nesting_is_bounded() -> None:
    deep = b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1)
    assert said(deep).endswith("nested too deep, or too many")


def test_size_is_bounded() -> None:
    assert said(b" " * (MAX_BYTES + 1)) == "1:1 the file is larger than 8 MB"


def test_other_encodings_are_refused() -> None:
    assert said("<a>ä</a>".encode("latin-1")) == "1:1 the file is not UTF-8"


def test_places_are_those_of_the_text() -> None:
    root = parse_xml(PATH, "<a>\r\n  <ä>x</ä><b/>\r\n</a>".encode())
    (first, second) = root.children
    assert (first.span.line, first.span.column, first.span.text) == (2, 3, "<ä>x</ä>")
    assert (second.span.line, second.span.column, second.span.text) == (2, 11, "<b/>")


def read(inside: str, root: str = "MilestoneType") -> tuple[MilestoneType | None, list[str]]:
    reading = Reading()
    text = f'<{root} xmlns="{NAMESPACE}">\n{inside}\n</{root}>'
    value = reading.read(MilestoneType, PATH, "Answer", text.encode())
    return value, [f"{one.code} {one.span.line} {one.message}" for one in reading.findings]


def test_metadata_is_read() -> None:
    assert read("<recurrenceType>none</recurrenceType>") == (
        MilestoneType("Answer", recurrence_type="none"),
        [],
    )


def test_an_unknown_element_is_reported_and_the_rest_is_read() -> None:
    value, findings = read("<recurenceType>none</recurenceType>\n<description>d</description>")
    assert value == MilestoneType("Answer", description="d")
    assert findings == [
        "P631 2 element `recurenceType` is no known part of `MilestoneType`",
    ]


def test_an_element_that_stands_twice_is_reported() -> None:
    value, findings = read("<description>a</description>\n<description>b</description>")
    assert value == MilestoneType("Answer", description="a")
    assert findings == ["P631 3 `description` stands twice; the first counts"]


def test_another_root_is_refused() -> None:
    assert read("", root="Workflow") == (
        None,
        ["P630 1 `Workflow` is not the root element `MilestoneType`"],
    )


def test_numbers_and_flags_are_of_their_types() -> None:
    text = (
        f'<EntitlementTemplate xmlns="{NAMESPACE}"><isPerIncident>maybe</isPerIncident>'
        "<term>1e3</term></EntitlementTemplate>"
    )
    found = read_files([("Gold.entitlementTemplate-meta.xml", text.encode())])
    assert [one.message for one in found.findings] == [
        "`maybe` is neither true nor false",
        "`1e3` is no whole number",
    ]
    (template,) = found.org.templates
    assert (template.is_per_incident, template.term) == (None, None)


def test_a_second_file_of_one_name_is_reported() -> None:
    one = f'<MilestoneType xmlns="{NAMESPACE}"><description>a</description></MilestoneType>'
    files = [(f"{folder}/{PATH}", one) for folder in "ab"]
    files.append((f"c/{PATH}", one.replace("a</", "b</")))
    found = read_files((path, text.encode()) for path, text in files)
    assert [(one.span.path, one.message) for one in found.findings] == [
        (f"c/{PATH}", "`Answer` stands in a second file that says something else")
    ]
