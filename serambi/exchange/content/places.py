"""Loading areas and organizations."""

from __future__ import annotations

from pathlib import Path

from serambi.apps.agencies.models import Organization, OrganizationKind, Sector
from serambi.apps.regions.models import LEVEL_OF, Area, AreaKind
from serambi.exchange.content.folder import rows
from serambi.exchange.content.loaded import Loaded, by_code


def load_areas(folder: Path, loaded: Loaded) -> None:
    known = {area.code: area for area in Area.objects.filter(valid_until__isnull=True)}
    for row in rows(folder, "areas.csv"):
        code = row.needed("code")
        if code in known:
            continue
        latitude, longitude = row.number_or_none("centroid_latitude"), row.number_or_none("centroid_longitude")
        kind = row.choice("kind", AreaKind)
        known[code] = Area.objects.create(
            code=code,
            name=row.needed("name"),
            kind=kind,
            level=LEVEL_OF[kind],
            parent=row.found_or_none("parent", known),
            centroid_latitude=None if latitude is None else float(latitude),
            centroid_longitude=None if longitude is None else float(longitude),
            source=row.text("source"),
        )
        loaded.count("areas", 1)


def load_organizations(folder: Path, loaded: Loaded) -> None:
    areas = by_code(Area)
    known = by_code(Organization, "abbreviation")
    for row in rows(folder, "organizations.csv"):
        if row.needed("abbreviation") in known:
            continue
        Organization.objects.create(
            abbreviation=row.needed("abbreviation"),
            name=row.needed("name"),
            sector=row.choice("sector", Sector, Sector.GOVERNMENT),
            kind=row.choice("kind", OrganizationKind, OrganizationKind.OTHER),
            government_function_codes=row.text("government_function_codes"),
            area=row.found_or_none("area", areas),
            website=row.text("website"),
            source=row.text("source"),
            needs_confirmation=row.yes("needs_confirmation"),
        )
        loaded.count("organizations", 1)
