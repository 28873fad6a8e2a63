"""`milepost entitled`: who is entitled to what, and why somebody is not."""

import json
from pathlib import Path

import pytest

from milepost import cli

POLICY = """\
timezone Europe/London
case { region north | south; asset text; contract text; status open | closed = open; events reply }
calendar desk { timezone Europe/London; mon-fri 09:00-17:00 }
tier silver { channels email; hours desk }
tier gold { channels email, phone; hours always }
process silver_support {
  for silver
  when region == north
  until status == closed
  milestone answer within 4h { done on reply }
}
process gold_support {
  for gold
  until status == closed
  milestone answer within 1h { done on reply }
}
entitlement acme_silver { account "Acme"; tier = silver; from 2027-01-01 to 2027-06-30 }
entitlement acme_pump { account "Acme"; asset "Pump 7"; tier = gold; cases 3 }
entitlement beta_later { account "Beta"; tier = silver; from 2028-01-01 }
contract acme_2027 for acme_silver { answer within 4h on desk }
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "support.sla").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = cli.run(["entitled", *words])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.mark.usefixtures("policy")
def test_what_a_customer_is_entitled_to(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--account", "Acme", "--channel", "email", "--at", "2027-03-01T10:00"]
    assert ask(capsys, *asked, "--set", "region=north") == (
        0,
        """\
entitled on Mon 2027-03-01 10:00 (Europe/London) by acme_silver (support.sla:17)
  tier       silver
  channels   email
  hours      desk
  dates      from 2027-01-01 to 2027-06-30, whole days
  signed     answer 4h on desk (acme_2027)
  process    silver_support, version 1, takes a case
""",
    )


@pytest.mark.usefixtures("policy")
def test_why_no_process_would_take_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = ask(capsys, "--account", "Acme", "--at", "2027-03-01")
    assert code == 0
    assert printed.endswith(
        "  process    none takes a case that says no more; --set says more\n"
        "             not silver_support: when region == north; region is not set\n"
        "             not gold_support: it is for gold; tier is silver\n"
    )


@pytest.mark.usefixtures("policy")
def test_the_most_specific_entitlement_counts(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--account", "Acme", "--asset", "Pump 7", "--at", "2027-03-01T22:00"]
    code, printed = ask(capsys, *asked, "--channel", "phone")
    assert code == 0
    assert "by acme_pump (support.sla:18)" in printed
    assert "  cases      3 in all\n" in printed
    assert "  process    gold_support, version 1, takes a case\n" in printed
    assert "  not by acme_silver: it covers email only (support.sla:17)\n" in printed


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("asked", "said", "detail"),
    [
        (
            ["--account", "Acme", "--at", "2027-07-01"],
            "the entitlement has expired",
            "not by acme_silver: expired, its last day was 2027-06-30",
        ),
        (
            ["--account", "Acme", "--channel", "phone", "--at", "2027-03-01"],
            "the channel is not covered",
            "not by acme_silver: it covers email only",
        ),
        (
            ["--account", "Beta", "--at", "2027-12-31T23:59"],
            "the entitlement has not begun",
            "not by beta_later: it begins 2028-01-01",
        ),
        (
            ["--account", "Acne", "--at", "2027-03-01"],
            "nobody of that name is entitled",
            "did you mean `Acme`?",
        ),
        (
            [
                *("--asset", "Pump 7", "--account", "Acme", "--channel", "phone"),
                *("--cases-left", "acme_pump=0", "--at", "2027-03-01"),
            ],
            "no cases are left",
            "not by acme_pump: no cases left",
        ),
    ],
)
def test_why_somebody_is_not_entitled(
    asked: list[str], said: str, detail: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = ask(capsys, *asked)
    assert code == 1
    assert printed.splitlines()[0].startswith("not entitled on ")
    assert printed.splitlines()[0].endswith(said)
    assert detail in printed


@pytest.mark.usefixtures("policy")
def test_the_last_day_counts_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "--account", "Acme", "--at", "2027-06-30T23:59:59")[0] == 0
    assert ask(capsys, "--account", "Acme", "--at", "2027-07-01T00:00")[0] == 1


@pytest.mark.usefixtures("policy")
def test_the_answer_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--account", "Acme", "--at", "2027-03-01T10:00", "--format", "json"]
    code, printed = ask(capsys, *asked)
    answer = json.loads(printed)
    assert code == 0
    assert answer["entitled"] is True
    assert answer["entitlement"] == "acme_silver"
    assert answer["fields"] == {"tier": "silver"}
    assert answer["channels"] == ["email"]
    assert answer["process"] is None
    assert [one["verdict"] for one in answer["processes"]] == ["when", "tier"]
    code, printed = ask(capsys, "--account", "Nobody", "--at", "2027-03-01", "--format", "json")
    assert (code, json.loads(printed)["reason"]) == (1, "account")


@pytest.mark.usefixtures("policy")
def test_without_an_instant_it_is_asked_for_now(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = ask(capsys, "--account", "Nobody")
    assert code == 1
    assert printed.startswith("not entitled on ")


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "name the customer: --account, --asset or --contract"),
        (["--account", "Acme", "--at", "soon"], "--at soon: `soon` is not an instant"),
        (
            ["--account", "Acme", "--channel", "phon"],
            "--channel: `channel` has no value `phon`; did you",
        ),
        (["--account", "Acme", "--set", "regio=north"], "there is no field `regio`; did you mean"),
        (["--account", "Acme", "--set", "region=nort"], "did you mean `north`?"),
        (["--account", "Acme", "--cases-left", "acme=1"], "there is no entitlement `acme`"),
        (["--account", "Acme", "--cases-left", "acme_pump=-1"], "`-1` is no number of cases"),
        (["nowhere", "--account", "Acme"], "no such file or folder: nowhere"),
    ],
)
def test_what_cannot_be_asked(
    asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = ask(capsys, *asked)
    assert code == cli.EXIT_USAGE
    assert said in printed
