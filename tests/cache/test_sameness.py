"""What is kept from one check to the next never changes what a check says."""

import random
from collections import Counter
from pathlib import Path

import desks
import pytest

from milepost.cache.check import check_project
from milepost.diagnostics.plain import to_plain

EDITS = 20


def uncached(root: Path) -> list[list[object]]:
    return [to_plain(found) for found in check_project(root, is_cached=False).findings]


@pytest.mark.parametrize("seed", range(4))
def test_cached_and_uncached_checks_say_the_same_after_every_edit(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    desks.write(tmp_path)
    history = []
    for _ in range(EDITS):
        checked = check_project(tmp_path)
        assert [to_plain(found) for found in checked.findings] == uncached(tmp_path), history
        assert check_project(tmp_path).how == "stored"
        history.append((checked.how, desks.edit(tmp_path, chance)))
        if chance.random() < 0.3:
            history.append(("", desks.edit(tmp_path, chance)))


@pytest.mark.parametrize("swap", desks.SWAPS)
def test_one_edit_of_a_clean_project_and_its_reverse(swap: tuple[str, str], tmp_path: Path) -> None:
    desks.write(tmp_path)
    check_project(tmp_path)
    having = [path for path in (tmp_path / "desks").glob("*.sla") if swap[0] in path.read_text()]
    path = min(having)
    there_and_back(tmp_path, path, *swap)


def there_and_back(root: Path, path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    first = check_project(root).findings
    path.write_text(text.replace(before, after, 1))
    assert [to_plain(one) for one in check_project(root).findings] == uncached(root)
    path.write_text(text)
    assert check_project(root).findings == first


#: What a part alone cannot know: files beside the desks, the file that is edited, and the edit.
FAR = {
    "the last use of something goes": (
        {},
        ("desks/desk_3.sla", "    at 90%     do call_boss\n", ""),
    ),
    "a finding in a shared file loses its only cause": (
        {
            "night.sla": "table night by priority {\n  p1 | 5h\n  p2 | 6h\n  p3 | 1d\n}\n",
            "a.sla": "process a {\n  when queue == 900\n  until status == closed\n  hours office\n"
            "  carry on change of priority\n  milestone m within night { done on agent_reply }\n}\n",
        },
        ("a.sla", "hours office", "hours always"),
    ),
    "a finding in a shared file gets a cause": (
        {
            "night.sla": "table night by priority {\n  p1 | 5h\n  p2 | 6h\n  p3 | 1d\n}\n",
            "a.sla": "process a {\n  when queue == 900\n  until status == closed\n  hours always\n"
            "  carry on change of priority\n  milestone m within night { done on agent_reply }\n}\n",
        },
        ("a.sla", "hours always", "hours office"),
    ),
    "tiers are told apart, and one is left out": (
        {
            f"desks/desk_{number}.sla": desks.desk(number).replace(
                "  until", "  for gold, silver\n  until", 1
            )
            for number in range(1, desks.DESKS)
        },
        ("desks/desk_0.sla", "  until", "  for gold\n  until"),
    ),
    "a limit on the number of processes is passed": (
        {"limits.sla": "export to salesforce {\n  limits default { processes 14 }\n}\n"},
        (
            "desks/desk_3.sla",
            "process desk_3",
            (
                "process desk_31 { when queue == 900; until status == closed; "
                "milestone m within 1h on office { done on agent_reply } }\n\nprocess desk_3"
            ),
        ),
    ),
    "what only others use gets a remark, and loses it": (
        {
            "deep.sla": "# a remark\ncalendar deep { timezone UTC; mon-fri 09:00-17:00 }\n",
            "a.sla": "process a {\n  when queue == 900\n  until status == closed\n"
            "  milestone m within 1h on deep { done on agent_reply }\n}\n",
        },
        ("deep.sla", "# a remark\n", ""),
    ),
    "what is mentioned mentions what changed": (
        {
            "deep.sla": "calendar deep { timezone UTC; mon-sun 00:00-24:00 }\n",
            "middle.sla": "calendar middle = deep + deep\n",
            "a.sla": "process a {\n  when queue == 900\n  until status == closed\n"
            "  milestone m within 1d on middle { done on agent_reply }\n}\n",
        },
        ("deep.sla", "mon-sun 00:00-24:00", "mon-fri 09:00-17:00"),
    ),
}


@pytest.mark.parametrize("name", FAR)
def test_what_a_part_alone_cannot_know(name: str, tmp_path: Path) -> None:
    files, (edited, before, after) = FAR[name]
    desks.write(tmp_path)
    for path, text in files.items():
        (tmp_path / path).write_text(text)
    there_and_back(tmp_path, tmp_path / edited, before, after)
    text = (tmp_path / edited).read_text()
    (tmp_path / edited).write_text(text.replace(before, after, 1))
    assert (check_project(tmp_path).findings != ()) is ("loses" not in name)


@pytest.mark.parametrize("swap", desks.SHARED_SWAPS)
def test_one_edit_of_a_shared_file(swap: tuple[str, str, str], tmp_path: Path) -> None:
    desks.write(tmp_path)
    check_project(tmp_path)
    path = tmp_path / swap[0]
    text = path.read_text()
    assert swap[1] in text
    path.write_text(text.replace(swap[1], swap[2], 1))
    assert [to_plain(one) for one in check_project(tmp_path).findings] == uncached(tmp_path)
    path.write_text(text)
    assert check_project(tmp_path).findings == ()


def test_ordinary_edits_of_one_file_check_only_a_part(tmp_path: Path) -> None:
    desks.write(tmp_path)
    assert check_project(tmp_path).how == "whole"
    edits = {
        "another amount": ("within 1h on office", "within 2h on office"),
        "another calendar": ("within 1h on office", "within 1h on shop"),
        "a finding": ("within 1h on office", "within 1d on office"),
        "another pause": ("    done when", "    pause while status == waiting\n    done when"),
        "another action": ("do warn_team", "do call_boss"),
        "a remark": ("\n\n", "\n# why\n\n"),
    }
    path = tmp_path / "desks/desk_0.sla"
    text = path.read_text()
    how = {}
    for name, (before, after) in edits.items():
        path.write_text(text.replace(before, after, 1))
        how[name] = check_project(tmp_path).how
        path.write_text(text)
        check_project(tmp_path)
    assert Counter(how.values()) == {"part": len(edits)}, how
    path.write_text(text.replace("when   queue ==", "when   queue >", 1))
    assert check_project(tmp_path).how == "whole", "which process takes a case concerns all"
