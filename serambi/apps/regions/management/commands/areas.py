"""`serambi areas`: list the areas, and load their boundaries from a file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.regions import errors, queries, services
from serambi.apps.regions.models import Area, AreaKind, Boundary


class Command(BaseCommand):
    help = "Lists the areas and loads their boundaries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        load = actions.add_parser("load-boundaries", help="load boundaries from a GeoJSON file, all or none")
        load.add_argument("file", type=Path, metavar="FILE", help="a FeatureCollection in longitude and latitude")
        load.add_argument("--source", default="", help="where the file is from and its licence, shown under the map")
        load.add_argument("--property", default="code", help="the property that holds the area's code (default: code)")
        load.add_argument("--skip-unknown", action="store_true", help="leave out areas that are not known here")
        load.add_argument("--dry-run", action="store_true", help="check the file and write nothing")
        actions.add_parser("list", help="print code, kind and name of every area, and whether it has a boundary")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "list":
            self._list()
        else:
            self._load(options)

    def _list(self) -> None:
        with_boundary = set(Boundary.objects.values_list("area_id", flat=True))
        for node in queries.flattened(queries.area_tree(Area.objects.valid_on(timezone.localdate()))):
            area = node.area
            mark = _("boundary") if area.pk in with_boundary else "–"
            self.stdout.write(f"{area.code:<14}{'  ' * node.depth}{area.name} ({area.get_kind_display()}) {mark}")

    def _load(self, options: dict[str, Any]) -> None:
        text = _text(options["file"])
        source = options["source"] or _source_in(text) or options["file"].name
        choices = {"code_property": options["property"], "skip_unknown": options["skip_unknown"]}
        today = timezone.localdate()
        try:
            if options["dry_run"]:
                outcome = services.check_boundaries(text, today=today, **choices)
            else:
                outcome = services.load_boundaries(text, by=None, source=source, today=today, **choices)
        except errors.BoundariesRefused as refused:
            raise CommandError("\n".join([str(refused), *(f"  – {problem}" for problem in refused.problems)])) from None
        for warning in outcome.warnings:
            self.stderr.write(self.style.WARNING(warning))
        if outcome.skipped:
            skipped = {"count": len(outcome.skipped)}
            self.stdout.write(
                ngettext("%(count)s unknown area left out.", "%(count)s unknown areas left out.", skipped["count"])
                % skipped
            )
        facts = {
            "count": len(outcome.shapes),
            "kinds": _kinds(outcome),
            "replaced": outcome.replaced,
            "points": sum(loaded.points for loaded in outcome.shapes),
            "source": source,
        }
        sentence = (
            _("Nothing written. The file would load %(count)s boundaries (%(kinds)s) and replace %(replaced)s.")
            if options["dry_run"]
            else _("%(count)s boundaries loaded (%(kinds)s, %(points)s points), %(replaced)s replaced. %(source)s")
        )
        self.stdout.write(sentence % facts)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(file)s cannot be read: %(error)s") % {"file": file, "error": error}) from None


def _source_in(text: str) -> str:
    """Return the source that the file itself names in its metadata, "" without one."""
    try:
        metadata = json.loads(text).get("metadata", {})
    except (ValueError, AttributeError):
        return ""
    return str(metadata.get("source", "")) if isinstance(metadata, dict) else ""


def _kinds(outcome: services.BoundariesLoaded) -> str:
    """Return what was loaded, from the largest kind down: 1 kabupaten, 4 kecamatan …"""
    counts = Counter(loaded.area.kind for loaded in outcome.shapes)
    return ", ".join(f"{counts[kind]} {kind.label}" for kind in AreaKind if counts[kind])
