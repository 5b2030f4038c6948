"""The illustration of partners: made-up organizations and what they promised, three of it overdue."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from serambi.apps.agencies.models import Organization, Sector
from serambi.apps.partnerships.models import (
    AgreementType,
    Commitment,
    CommitmentKind,
    CommitmentMove,
    CommitmentState,
    Delivery,
    Instalment,
)
from serambi.apps.partnerships.queries import balance_of
from serambi.apps.plans.models import MasterPlan, Program
from serambi.exchange.content.folder import ContentRefused
from serambi.exchange.content.loaded import Loaded, by_code

FILE = "partners.toml"
SOURCE = "Ilustrasi"
_NO_FILE = "Contoh, tanpa berkas."

Told = Mapping[str, Any]


def load_partners(folder: Path, plan: MasterPlan, loaded: Loaded, *, today: dt.date) -> None:
    """Add the partners of partners.toml that are not there yet, with what they promised, all marked as illustration.

    Raises ContentRefused for what is not known.
    """
    path = folder / FILE
    if not path.exists():
        return
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentRefused(f"{FILE}: {error}") from error
    known = by_code(Organization, "abbreviation")
    partners = {
        one["abbreviation"]: Organization.objects.create(
            abbreviation=one["abbreviation"],
            name=one["name"],
            sector=Sector(one["sector"]),
            kind="other",
            source=SOURCE,
            is_illustration=True,
        )
        for one in told.get("partner", ())
        if one["abbreviation"] not in known
    }
    loaded.count("partners", len(partners))
    programs = {program.code: program for program in plan.programs.all()}
    made = [
        _commitment(one, partners, known, programs, today)
        for one in told.get("commitment", ())
        if one["partner"] in partners
    ]
    loaded.count("commitments", len(made))


def remove_partners() -> dict[str, int]:
    """Remove what is marked; return how many commitments there were. Partners that keep a real one stay, marked."""
    found = Commitment.objects.filter(is_illustration=True)
    count = found.count()
    found.delete()
    Delivery.objects.filter(is_illustration=True).delete()
    return {str(Commitment._meta.verbose_name_plural): count} if count else {}


def _found(table: Mapping[str, Any], code: str, what: str) -> Any:
    if code not in table:
        raise ContentRefused(f"{FILE}: the {what} “{code}” is not known.")
    return table[code]


def _at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10, 30)))


def _commitment(
    told: Told,
    partners: Mapping[str, Organization],
    agencies: Mapping[str, Organization],
    programs: Mapping[str, Program],
    today: dt.date,
) -> Commitment:
    day = today + dt.timedelta(days=told["day"])
    made = Commitment.objects.create(
        title=told["title"],
        promise=told.get("promise", ""),
        kind=CommitmentKind(told["kind"]),
        promised=Decimal(told["promised"]) if "promised" in told else None,
        unit=told.get("unit", ""),
        organization=partners[told["partner"]],
        agency=_found(agencies, told["agency"], "organization"),
        program=_found(programs, told["program"], "program") if "program" in told else None,
        promised_on=day,
        due_on=today + dt.timedelta(days=told["due"]) if "due" in told else None,
        state_since=_at(day),
        recorded_at=_at(day),
        is_illustration=True,
    )
    Instalment.objects.bulk_create(
        Instalment(commitment=made, due_on=today + dt.timedelta(days=due), amount=Decimal(amount))
        for due, amount in told.get("parts", ())
    )
    _tell(made, "record", made.state, day)
    _way(made, told, day, today)
    made.next_due_on = balance_of(made).next_due_on if made.is_open else None
    made.save()
    return made


def _way(made: Commitment, told: Told, day: dt.date, today: dt.date) -> None:
    """Let happen what is told of a commitment, one thing after the other, as far as its days have come."""
    if "agreement" in told:
        kind, number, after = told["agreement"]
        made.agreement_type, made.agreement_number = AgreementType(kind), number
        made.agreed_on = day + dt.timedelta(days=after)
        _tell(made, "sign", CommitmentState.SIGNED, made.agreed_on)
    for after, amount, what in told.get("deliveries", ()):
        on = day + dt.timedelta(days=after)
        if on > today:
            raise ContentRefused(f"{FILE}: “{made.title}” has a delivery that is still to come.")
        came = Delivery.objects.create(
            commitment=made,
            delivered_on=on,
            amount=Decimal(amount) if made.is_measured else None,
            what=what,
            recorded_at=_at(on),
            is_illustration=True,
        )
        _tell(made, "deliver", CommitmentState.PARTLY, on, delivery=came, said=what)
    if "finished" in told:
        made.without_evidence = _NO_FILE
        said = told["deliveries"][-1][2]
        _tell(made, "finish", CommitmentState.DELIVERED, day + dt.timedelta(days=told["finished"]), said=said)
    if "verified" in told:
        _tell(made, "verify", CommitmentState.VERIFIED, day + dt.timedelta(days=told["verified"]))


def _tell(made: Commitment, move: str, after: str, day: dt.date, **more: Any) -> None:
    before = made.state
    made.state, made.state_since = after, _at(day)
    CommitmentMove.objects.create(commitment=made, move=move, before=before, after=after, at=_at(day), **more)
