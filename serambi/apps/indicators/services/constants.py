"""Numbers with a name that formulas may use."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.indicators import errors, permissions
from serambi.apps.indicators.models import Constant, Indicator
from serambi.apps.indicators.queries.definitions import definitions
from serambi.apps.indicators.services.values import refresh_indicators
from serambi.apps.observations.models import Series
from serambi.methods.formula.catalog import refuse_name
from serambi.methods.formula.errors import FormulaError


@transaction.atomic
def create_constant(*, code: str, name: str, value: Decimal, by: Any, unit: str = "", source: str = "") -> Constant:
    """Create a constant. Raises NotACoordinator, CodeTaken and CodeReserved."""
    _check_manager(by)
    _check_code(code)
    constant = Constant.objects.create(code=code, name=name, value=value, unit=unit, source=source)
    audit.record(Verb.CREATED, constant, by=by, after=audit.snapshot(constant))
    return constant


@transaction.atomic
def change_constant(
    constant: Constant, *, name: str, value: Decimal, by: Any, unit: str = "", source: str = ""
) -> Constant:
    """Change a constant; every indicator that uses it is computed again. Its code stays. Raises NotACoordinator."""
    _check_manager(by)
    constant = Constant.objects.select_for_update().get(pk=constant.pk)
    before = audit.snapshot(constant)
    constant.name, constant.value, constant.unit, constant.source = name, value, unit, source
    constant.save()
    constant.refresh_from_db()
    after = audit.snapshot(constant)
    audit.record(Verb.CHANGED, constant, by=by, before=before, after=after)
    if (before["value"], before["unit"]) != (after["value"], after["unit"]):
        known = definitions()
        refresh_indicators(known.ids[code] for code in known.using_indicator(constant.code))
    return constant


@transaction.atomic
def remove_constant(constant: Constant, *, by: Any) -> None:
    """Remove a constant. Raises NotACoordinator, and UsedInFormulas while a formula names it."""
    _check_manager(by)
    users = definitions().using_indicator(constant.code)
    if users:
        raise errors.UsedInFormulas(name=constant, users=", ".join(users))
    audit.record(Verb.DELETED, constant, by=by, before=audit.snapshot(constant))
    constant.delete()


def _check_manager(by: Any) -> None:
    if by is not None and not permissions.can_manage_indicators(by):
        raise errors.NotACoordinator


def _check_code(code: str) -> None:
    try:
        refuse_name(code)
    except FormulaError as error:
        raise errors.CodeReserved(code=code) from error
    for model in (Indicator, Series, Constant):
        what = model._default_manager.filter(code=code).first()
        if what is not None:
            raise errors.CodeTaken(code=code, what=f"{what._meta.verbose_name} “{what}”")
