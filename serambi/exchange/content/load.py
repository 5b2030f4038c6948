"""Loading a content folder: what is not there yet is added, what is there stays as people left it."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.evaluation.models import Band
from serambi.apps.indicators.models import Framework, StandardIndicator
from serambi.exchange.content.figures import load_indicators, load_series, load_targets, load_values
from serambi.exchange.content.folder import rows, settings
from serambi.exchange.content.loaded import Loaded
from serambi.exchange.content.places import load_areas, load_organizations
from serambi.exchange.content.register import load_missions, load_plan, load_programs
from serambi.exchange.content.residents import load_categories

STANDARD_TEXTS = (
    "code", "name", "group", "type", "unit", "note", "direction", "bands", "weight", "source", "confidence",
)  # fmt: skip


@transaction.atomic
def load_standards(folder: Path) -> Loaded:
    """Add the catalogues of standard indicators and the attainment bands that are not there yet."""
    loaded = Loaded()
    known = {framework.name: framework for framework in Framework.objects.all()}
    have = set(StandardIndicator.objects.values_list("framework__name", "code", "name"))
    new = []
    for row in rows(folder, "standard_indicators.csv"):
        name = row.needed("framework")
        if name not in known:
            known[name] = Framework.objects.create(name=name)
            loaded.count("frameworks", 1)
        if (name, row.text("code"), row.needed("name")) not in have:
            texts = {part: row.text(part) for part in STANDARD_TEXTS}
            new.append(StandardIndicator(framework=known[name], **texts))
    StandardIndicator.objects.bulk_create(new)
    loaded.count("standard indicators", len(new))
    for row in rows(folder, "bands.csv"):
        _, created = Band.objects.get_or_create(
            code=row.needed("code"),
            defaults={
                "name": row.needed("name"),
                "name_en": row.text("name_en"),
                "lower_bound": row.number_or_none("lower_bound"),
                "includes_bound": row.yes("includes_bound"),
                "source": row.text("source"),
            },
        )
        loaded.count("bands", int(created))
    return loaded


@transaction.atomic
def load_region(folder: Path, *, standards: Path) -> Loaded:
    """Add a regency's areas, organizations, plan, programs, series, figures, indicators and targets.

    standards: the folder with pillars.csv, whose pillars and sub-dimensions the plan gets.
    Raises ContentRefused at the first cell that cannot be read; nothing is added then.
    """
    loaded = Loaded()
    about = settings(folder)
    load_areas(folder, loaded)
    load_organizations(folder, loaded)
    plan = load_plan(about, standards, loaded)
    load_missions(folder, plan, loaded)
    load_programs(folder, plan, loaded, illustration=False)
    load_series(folder, loaded, illustration=False)
    load_values(folder, loaded)
    load_indicators(folder, plan, loaded, illustration=False)
    load_targets(folder, loaded)
    load_categories(folder, plan, loaded)
    if loaded.added:
        record(Verb.LOADED, plan, by=None, after={"folder": folder.name, **loaded.added})
    return loaded
