"""The people and things of the tests: one invented regency, fixed values, nothing random.

Kabupaten Serumpun has two districts, Hulu and Hilir, with two villages each. Rani coordinates from Diskominfo; Oka is
an officer and Hadi the head of the environment agency (DLH); Sari is an officer of the health agency (Dinkes) and so
the stranger in every test about DLH; Vera verifies; Bima is the executive; Wati may only look.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization, Role
from serambi.apps.indicators.models import Indicator, ProgramIndicator, Target
from serambi.apps.observations.models import Observation, Origin, Quality, Series
from serambi.apps.plans.models import MasterPlan, Pillar, Program, SubDimension
from serambi.apps.progress.models import PhysicalProgress, ProgressReport, ReportingCycle, ReportingPeriod
from serambi.apps.regions.models import LEVEL_OF, Area, AreaKind, AreaLevel
from serambi.methods.periods import Period

PASSWORD = "a-veranda-in-the-afternoon"

PILLARS = ("governance", "society", "branding", "environment", "economy", "living")


def make_area(code: str, name: str, kind: AreaKind, parent: Area | None = None) -> Area:
    area = _area(code, name, kind, parent)
    area.save()
    return area


def _area(code: str, name: str, kind: AreaKind, parent: Area | None = None) -> Area:
    """Return an area that is not kept yet."""
    position = int(code.replace(".", "")) % 97
    return Area(
        code=code,
        name=name,
        kind=kind,
        level=LEVEL_OF[kind],
        parent=parent,
        centroid_latitude=-1 - position / 100,
        centroid_longitude=116.5,
    )


@lru_cache
def _hashed(password: str) -> str:
    """Return a password as it is kept; everybody of the cast has the same one."""
    return make_password(password)


def make_user(name: str, *, role: Role | None = None, organization: Organization | None = None) -> User:
    user = User.objects.create_user(f"{name.lower()}@serumpun.example", PASSWORD, name=name)
    if role is not None and organization is not None:
        Membership.objects.create(user=user, organization=organization, role=role)
    return user


def make_organization(abbreviation: str, name: str, **fields: Any) -> Organization:
    return Organization.objects.create(abbreviation=abbreviation, name=name, **fields)


def make_plan(region: Area, **fields: Any) -> MasterPlan:
    """Return a published, current plan with its six pillars and one sub-dimension in each."""
    plan = MasterPlan.objects.create(
        **{
            "region": region,
            "name": "Masterplan Smart City Serumpun",
            "start_year": 2024,
            "end_year": 2028,
            "is_current": True,
            "is_published": True,
            **fields,
        }
    )
    pillars = Pillar.objects.bulk_create(
        Pillar(plan=plan, code=code, name=f"Smart {code.title()}", position=position)
        for position, code in enumerate(PILLARS, start=1)
    )
    SubDimension.objects.bulk_create(
        SubDimension(pillar=pillar, code=f"{pillar.code}-1", name=f"Sub {pillar.code}", position=1)
        for pillar in pillars
    )
    return plan


def make_program(plan: MasterPlan, code: str, *, pillar: str = "environment", **fields: Any) -> Program:
    found = plan.pillars.get(code=pillar)
    return Program.objects.create(
        **{
            "plan": plan,
            "pillar": found,
            "sub_dimension": found.sub_dimensions.first(),
            "code": code,
            "name": f"Program {code}",
            **fields,
        }
    )


def _reporter(program: Program) -> Organization:
    """Return who reports a program without a lead agency."""
    return Organization.objects.get_or_create(abbreviation=f"L-{program.code}", defaults={"name": program.name})[0]


def make_physical(program: Program, percent: float | None, period: str, when: dt.datetime) -> PhysicalProgress:
    """Return how far the work was at the end of a month, verified at a moment; its report stands with it."""
    named = Period.parse(period)
    cycle, _made = ReportingCycle.objects.get_or_create(
        code="work", defaults={"name": "Bulanan", "frequency": named.frequency}
    )
    days = dict.fromkeys(("opens_on", "due_on", "grace_until", "closes_on"), named.end)
    reported, _made = ReportingPeriod.objects.get_or_create(
        cycle=cycle, period=named, defaults={"period_start": named.start, "period_end": named.end, **days}
    )
    report, _made = ProgressReport.objects.get_or_create(
        reporting_period=reported,
        organization=program.lead or _reporter(program),
        defaults={"state": "verified", "state_since": when},
    )
    return PhysicalProgress.objects.create(report=report, program=program, percent=percent, verified_at=when)


def make_series(code: str, **fields: Any) -> Series:
    return Series.objects.create(
        **{"code": code, "name": code.replace(".", " "), "unit": "ton", "area_level": AreaLevel.VILLAGE, **fields}
    )


def make_observation(series: Series, area: Area, period: str, value: str | int | None, **fields: Any) -> Observation:
    return Observation.objects.create(
        **{
            "series": series,
            "area": area,
            "period": Period.parse(period),
            "value": None if value is None else Decimal(str(value)),
            "is_final": True,
            "quality": Quality.MEASURED,
            "origin": Origin.AGENCY,
            "recorded_at": timezone.make_aware(dt.datetime(2026, 1, 5, 9, 0)),  # noqa: DTZ001 - made aware here
            **fields,
        }
    )


def make_indicator(code: str, formula: str, *, program: Program | None = None, **fields: Any) -> Indicator:
    indicator = Indicator.objects.create(
        **{"code": code, "name": code.replace("_", " "), "formula": formula, "unit": "%", **fields}
    )
    if program is not None:
        ProgramIndicator.objects.create(program=program, indicator=indicator)
    return indicator


def make_target(indicator: Indicator, area: Area, period: str, value: str | int, **fields: Any) -> Target:
    return Target.objects.create(
        indicator=indicator, area=area, period=Period.parse(period), value=Decimal(str(value)), **fields
    )


@dataclass(frozen=True)
class Cast:
    """Everybody and everywhere. areas is by code."""

    region: Area
    areas: dict[str, Area]
    diskominfo: Organization
    dlh: Organization
    dinkes: Organization
    rani: User
    oka: User
    hadi: User
    sari: User
    vera: User
    bima: User
    wati: User
    people: dict[str, User] = field(default_factory=dict)


def make_cast() -> Cast:
    """Create the regency, its agencies and its people, no plan and no figures: seven statements, since many ask."""
    province = _area("90", "Nusa Serumpun", AreaKind.PROVINCE)
    region = _area("90.01", "Kabupaten Serumpun", AreaKind.REGENCY, province)
    hulu = _area("90.01.01", "Hulu", AreaKind.DISTRICT, region)
    hilir = _area("90.01.02", "Hilir", AreaKind.DISTRICT, region)
    villages = [
        _area("90.01.01.1001", "Atas", AreaKind.URBAN_VILLAGE, hulu),
        _area("90.01.01.2002", "Bukit", AreaKind.VILLAGE, hulu),
        _area("90.01.02.1001", "Cempaka", AreaKind.URBAN_VILLAGE, hilir),
        _area("90.01.02.2002", "Dermaga", AreaKind.VILLAGE, hilir),
    ]
    for level in ([province], [region], [hulu, hilir], villages):
        Area.objects.bulk_create(level)
    diskominfo, dlh, dinkes = Organization.objects.bulk_create(
        [
            Organization(abbreviation="DISKOMINFO", name="Dinas Komunikasi dan Informatika"),
            Organization(abbreviation="DLH", name="Dinas Lingkungan Hidup"),
            Organization(abbreviation="DINKES", name="Dinas Kesehatan"),
        ]
    )
    roles = {
        "rani": (Role.COORDINATOR, diskominfo),
        "oka": (Role.OFFICER, dlh),
        "hadi": (Role.HEAD, dlh),
        "sari": (Role.OFFICER, dinkes),
        "vera": (Role.VERIFIER, diskominfo),
        "bima": (Role.EXECUTIVE, diskominfo),
        "wati": (Role.VIEWER, diskominfo),
    }
    secret = _hashed(PASSWORD)
    made = User.objects.bulk_create(
        User(email=f"{name}@serumpun.example", password=secret, name=name.title()) for name in roles
    )
    people = dict(zip(roles, made, strict=True))
    Membership.objects.bulk_create(
        Membership(user=people[name], organization=organization, role=role)
        for name, (role, organization) in roles.items()
    )
    areas = {area.code: area for area in (province, region, hulu, hilir, *villages)}
    return Cast(region=region, areas=areas, diskominfo=diskominfo, dlh=dlh, dinkes=dinkes, people=people, **people)
