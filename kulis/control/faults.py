"""Fault rules through the control API; they are changed in the loop whose requests they strike."""

from typing import Any

from handlers.errors import Conflict, NotFound
from handlers.services import Created
from kulis.backstage import Backstage
from kulis.faults.active import ActiveFault
from kulis.faults.reading import FaultError, rule_of, rule_of_text
from kulis.refusals import ValidationFailed


async def list_faults(backstage: Backstage) -> dict[str, Any]:
    """The active faults, in the order in which they were set."""
    return {"faults": [_shown(fault) for fault in backstage.faults.active]}


async def add_fault(backstage: Backstage, rule: str | None = None, **settings: Any) -> Created:
    """Switch on a fault, given as the text of a rule or setting by setting."""
    workers = backstage.settings.workers
    if workers > 1:
        raise Conflict(
            f"Each of {workers} workers would count requests for itself, and only this one would fail; "
            "faults want a mock that is served without --workers"
        )
    personas = [persona.name for persona in backstage.world.personas]
    if rule is not None and settings:
        raise ValidationFailed("Give either rule or settings; a rule says all that settings could")
    try:
        read = (
            rule_of(settings, backstage.contract, personas)
            if rule is None
            else rule_of_text(rule, backstage.contract, personas)
        )
    except FaultError as error:
        raise ValidationFailed(str(error)) from None
    return Created(_shown(backstage.faults.add(read, "control")))


async def remove_fault(backstage: Backstage, id: str) -> dict[str, Any]:
    """Switch a fault off."""
    if not backstage.faults.remove(id):
        known = ", ".join(fault.id for fault in backstage.faults.active) or "none"
        raise NotFound(f"There is no fault {id}; active: {known}")
    return await list_faults(backstage)


async def clear_faults(backstage: Backstage) -> dict[str, Any]:
    """Switch all faults off."""
    return {"removed": backstage.faults.clear()}


def _shown(fault: ActiveFault) -> dict[str, Any]:
    return {
        "id": fault.id,
        "rule": str(fault.rule),
        "settings": fault.rule.settings(),
        "origin": fault.origin,
        "matched": fault.matched,
        "struck": fault.struck,
    }
