"""Tiers: the templates of entitlements, and a tier of its own for each process without one.

An entitlement names the process that its cases enter. The policy says the same with tiers: a
template is a tier, and the process that it names takes the cases of that tier.
"""

from milepost.importers.salesforce.calendars import Calendars
from milepost.importers.salesforce.families import Family, shown, templates_of
from milepost.importers.salesforce.ledger import Ledger
from milepost.importers.salesforce.naming import Namer
from milepost.importers.salesforce.trees import NOWHERE, label, name
from milepost.salesforce.metadata import EntitlementTemplate, Org
from milepost.salesforce.shapes import element_of
from milepost.syntax.ast.declarations import Tier
from milepost.syntax.ast.processes import Hours

_KEPT = ("type", "term", "is_per_incident", "cases_per_entitlement")


class Levels:
    """The tiers of a policy, and which of them each process is for."""

    def __init__(
        self,
        org: Org,
        families: tuple[Family, ...],
        namer: Namer,
        calendars: Calendars,
        ledger: Ledger,
    ) -> None:
        self.namer = namer
        self.calendars = calendars
        self.ledger = ledger
        self.tiers = [self._of_template(one) for one in org.templates]
        self.of_process: dict[str, tuple[str, ...]] = {}
        led = {one.full_name: family for family in families for one in templates_of(family, org)}
        for family in families:
            leading = tuple(self._word(one) for one in templates_of(family, org))
            if not leading and (len(families) > 1 or org.templates):
                leading = (self._own(family),)
            self.of_process[family.word] = leading
        for template in org.templates:
            named = template.entitlement_process
            found = led.get(template.full_name)
            if not named or (found and named.lower() == found.newest.full_name.lower()):
                continue
            self._keep(template, "entitlement_process")
            if found is None:
                ledger.missing(
                    f"process `{named}` is not in this folder, so no "
                    "process takes the cases of the template",
                    template.span,
                )

    def _word(self, template: EntitlementTemplate) -> str:
        return self.namer.name("tier", ("template", template.full_name), template.full_name)

    def _of_template(self, template: EntitlementTemplate) -> Tier:
        word = self._word(template)
        lines: tuple[Hours, ...] = ()
        if template.business_hours:
            calendar = self.calendars.name(template.business_hours, template.span)
            lines = (Hours(name(calendar), NOWHERE),)
        kept = [one for one in _KEPT if getattr(template, one) is not None]
        for element in kept:
            self._keep(template, element)
        if not kept:
            self.ledger.keep("template", word)
        return Tier(name(word), label(template.full_name), lines, NOWHERE)

    def _keep(self, template: EntitlementTemplate, element: str) -> None:
        value = getattr(template, element)
        if value is not None:
            word = self._word(template)
            self.ledger.keep("template", word, element_of(element), value)

    def _own(self, family: Family) -> str:
        text = shown(family.newest)
        word = self.namer.name("tier", ("process", family.word), text)
        self.tiers.append(Tier(name(word), label(text), (), NOWHERE))
        return word
