"""A schedule in which every class of the IR occurs at least once, and changes to its document."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from milepost.ir.calendars import (
    Calendar,
    Complement,
    Dates,
    Difference,
    Holiday,
    Holidays,
    HolidaySet,
    Hours,
    Intersection,
    MonthDay,
    NthWeekday,
    Override,
    Periodic,
    Regime,
    Rules,
    Same,
    Union,
    Weekly,
    Window,
)
from milepost.ir.canonical import canonical
from milepost.ir.codec import encode
from milepost.ir.conditions import (
    After,
    And,
    Case,
    Choice,
    Compare,
    During,
    FieldOf,
    Has,
    Holds,
    In,
    InRange,
    IsSet,
    Literal,
    MilestoneOf,
    Not,
    Or,
)
from milepost.ir.processes import (
    AfterDue,
    AtBreach,
    AtPercent,
    AtUsed,
    BeforeDue,
    ChangeRule,
    Escalation,
    EveryAfterDue,
    Milestone,
    Occasion,
    Offset,
    Once,
    Pause,
    Process,
    Start,
    Trigger,
)
from milepost.ir.schedule import (
    Action,
    Assignment,
    AtLeastAsFast,
    Bound,
    Contract,
    DataVersions,
    Entitlement,
    Expectation,
    Export,
    Field,
    File,
    Horizon,
    Limit,
    LogEntry,
    MapEntry,
    Mapping,
    Objective,
    Place,
    Promise,
    Record,
    RequireBefore,
    RequireFact,
    RequireWithin,
    Schedule,
    Setting,
    Test,
    Tier,
)
from milepost.ir.targets import (
    Alternative,
    Anchor,
    BusinessDays,
    ByField,
    CalendarDays,
    DayTime,
    Duration,
    DurationOf,
    Earliest,
    External,
    Latest,
    Months,
    NoTarget,
    Rolling,
    Row,
    Table,
    TableTarget,
    TargetCell,
    TargetLine,
    ValueCell,
)

P1 = Compare(FieldOf("priority"), "==", Literal("choice", "p1"))
WAITING = In(FieldOf("status"), ("waiting on customer", "on hold"))
REGION = Choice("region", (Case(("emea", "uk"), "europe"), Case(("apac",), "asia")), "europe")
CREATED = Anchor("once", ("created",))
NOON = 12 * 3600

CASE = Record(
    "case",
    (
        Field("priority", "choice", ("p1", "p2", "p3"), default="p3", label="Priorität"),
        Field("seats", "integer", low=0, high=9_007_199_254_740_991, default=0),
        Field("vip", "yes_no", default=False, derived_from="importance"),
        Field("tags", "tags", ("outage", "security"), default=("outage",)),
        Field("created", "time", predeclared=True),
    ),
    events=("agent_reply", "customer_reply"),
    sources=("https://example.com/terms#records",),
)

CALENDARS = (
    Calendar(
        "europe",
        Rules(
            windows=(Window(0, 9 * 3600, 17 * 3600), Window(4, 22 * 3600, 30 * 3600)),
            regimes=(Regime("2026-07-01", (Window(0, 28_800, 50_400),), "2026-08-31", (0, 1)),),
            holidays=(Holidays(Choice("region", (Case(("uk",), "GB-ENG"),), "DE-BY")),),
            overrides=(
                Override(False, Dates("2026-12-24", "2026-12-31"), label="Christmas"),
                Override(True, Weekly((5,), 2, "2026-01-03"), (Hours(36_000, 50_400),)),
                Override(False, Periodic("days", 28, "2026-01-05", "2026-12-31")),
                Override(False, MonthDay(31, 12), origin="closures.ics"),
                Override(False, NthWeekday(-1, 4, 5, ends="2027-12-31")),
            ),
        ),
        zone="Europe/Berlin",
        business_days=(0, 1, 2, 3, 4),
        business_by_shift=True,
    ),
    Calendar("asia", Same("europe"), zone="Asia/Tokyo"),
    Calendar(
        "follow the sun",
        Union(
            Intersection(Same("europe"), Complement(Same("asia"))),
            Difference(Same("asia"), Same("europe")),
        ),
        label="“rund um die Uhr” \u2028 \U0001f30d",
    ),
)

TARGETS = (
    Duration(3600, REGION),
    BusinessDays(2, "europe"),
    CalendarDays(30),
    Months(1),
    DayTime("time", 1, True, time=NOON, cut_off=63_000),
    ByField("promised_at"),
    DurationOf("agreed", "always"),
    TableTarget("limits"),
    External("estimate", ("seats",)),
    NoTarget("as soon as reasonably possible"),
    Earliest((Alternative(Duration(60)), Alternative(Months(1), Anchor("first", ("accept",))))),
    Latest((Alternative(Duration(0), Anchor("due", ("respond",))),)),
)

CONDITIONS = Or(
    (
        And((P1, Not(Holds("vip")))),
        InRange(FieldOf("seats"), 10, 99),
        Has("tags", "outage"),
        IsSet(MilestoneOf("respond")),
        During(After(-60, FieldOf("created")), REGION),
        In(FieldOf("seats"), (0, 1)),
        In(FieldOf("vip"), (False, True)),
        And(()),
    )
)

OFFSET = Offset("business_days", 1, "europe")
MOMENTS = (
    AtPercent(7500),
    AtUsed(600),
    AtBreach(),
    BeforeDue(Offset("seconds", 1800)),
    AfterDue(OFFSET),
    EveryAfterDue(Offset("seconds", 3600), 3),
    Once("late"),
)
TRIGGERS = tuple(Trigger(moment, ("page", REGION), ladder="urgent") for moment in MOMENTS)

RESOLVE = Milestone(
    "resolve",
    tuple(TargetLine(target, when=P1) for target in TARGETS),
    (Occasion(("solved",), P1), Occasion(when=WAITING), Occasion(by_hand=True)),
    anchor=Anchor("chained", ("agent_reply", REGION)),
    repeats="each",
    start=Start(CONDITIONS, each=True),
    pause=(),
    waived=Holds("vip"),
    changes=(ChangeRule("carry", ("priority", "region")),),
    triggers=TRIGGERS,
)

PROCESS = Process(
    "support",
    "case",
    (
        Milestone(
            "respond",
            (TargetLine(Duration(900), CREATED, None, Rolling(NOON, "europe", P1)),),
            (Occasion(("agent_reply",)),),
            pause=None,
        ),
        RESOLVE,
    ),
    version=2,
    effective="2026-01-01",
    tiers=("gold",),
    starts_from=REGION,
    pause=(Pause(WAITING, P1), Pause(Holds("vip"))),
    on_reopening="resume",
)

SCHEDULE = Schedule(
    project="apex",
    timezone="Europe/Berlin",
    horizon=Horizon("2025-01-01", "2028-12-31"),
    data=DataVersions("0.1.0", "2026a", "0.109"),
    records=(CASE, Record("account", ())),
    calendars=CALENDARS,
    holiday_sets=(HolidaySet("DE-BY", (Holiday("2026-01-06", "Heilige Drei Könige", True),)),),
    actions=(Action("page", "webhook", (Setting("url", ("./hook", 3, True), True, True),)),),
    tiers=(Tier("gold", ("phone",), REGION),),
    tables=(
        Table(
            "limits",
            ("seats", "region", "priority"),
            (("p1",), ("p2", "p3")),
            (
                Row(((1, (2, 10), False), ()), (TargetCell(Duration(60), Rolling(0, "asia")),)),
                Row(((), ("emea",)), (ValueCell(True), ValueCell(0), ValueCell("slow"))),
            ),
        ),
    ),
    escalations=(Escalation("urgent", TRIGGERS),),
    processes=(PROCESS,),
    entitlements=(
        Entitlement(
            "acme-gold",
            account="ACME",
            fields=(Assignment("vip", True), Assignment("region", None)),
            starts="2026-01-01",
            cases=0,
        ),
    ),
    contracts=(
        Contract("acme", ("acme-gold",), (Promise("resolve", Months(1), P1, Rolling(0, "asia")),)),
    ),
    requirements=(
        AtLeastAsFast("priority", "p1", "p2"),
        RequireWithin("respond", Duration(7200), label="KRITIS"),
        RequireBefore("respond", "resolve"),
        RequireFact("case", CONDITIONS, P1),
    ),
    objectives=(Objective("monthly", "resolve", "month", 9500, 2, 20, 4, P1, ("page",)),),
    tests=(
        Test(
            "a quick reply",
            "case",
            "Asia/Tokyo",
            (Assignment("tags", ()),),
            (LogEntry(-1, (Assignment("seats", 1),), ("agent_reply",)),),
            (Expectation("respond", "met", 1_767_225_600), Expectation("page", "sent", times=0)),
        ),
    ),
    bounds=(
        Bound(
            "standard_support",
            3,
            "first_response",
            Duration(14400, "office"),
            "office",
            14400,
            1767344400,
            327600,
            1766768401,
        ),
    ),
    exports=(
        Export(
            "zendesk",
            (Mapping("priority", "Priority", (MapEntry("p1", 1), MapEntry(True, "yes"))),),
            (Setting("subdomain", ("apex",)),),
            limits=(Limit("policies", 500),),
            limits_strict=True,
        ),
    ),
    files=(File("support.sla", "0" * 64),),
    source_map=(Place("/processes/0/milestones/1", "support.sla", 12, 3),),
)


def document() -> dict[str, Any]:
    return encode(SCHEDULE)


def resigned(changed: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the digest its content asks for, counted as the module says."""
    signed = {key: changed[key] for key in changed if key not in ("digest", "files", "source_map")}
    try:
        return changed | {"digest": f"sha256:{sha256(canonical(signed)).hexdigest()}"}
    except ValueError:
        return changed


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inside: Any = value.items() if isinstance(value, dict) else ()
    for key, below in enumerate(value) if isinstance(value, list) else inside:
        yield from places(below, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value
