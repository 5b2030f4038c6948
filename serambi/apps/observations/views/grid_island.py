"""What the script of a sheet needs to know: the rules as data, and its words."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from serambi.apps.observations import queries
from serambi.apps.observations.forms.grid import SheetForm, is_whole
from serambi.apps.observations.models import Series, ValueType
from serambi.apps.observations.services.rules import DECIMALS, SIGNIFICANT_DIGITS, bounds_text
from serambi.ui import locales


def island_facts(request: HttpRequest, form: SheetForm) -> str:
    """Return the facts as JSON for the attribute of the sheet."""
    columns, locale = form.sheet.columns, locales.current()
    areas = form.sheet.areas
    span = f"{columns[0].key}..{columns[-1].key}.{len(columns)}"
    facts: dict[str, Any] = {
        "draft": f"{request.user.pk}|{request.path}|{span}|{areas[0].code}..{areas[-1].code}.{len(areas)}",
        "decimal": locale.decimal,
        "thousands": locale.thousands,
        "jump": queries.JUMP,
        "small": queries.SMALL_COUNT,
        "digits": SIGNIFICANT_DIGITS,
        "decimals": DECIMALS,
        "columns": [_rules(column.series) for column in columns],
        "words": _words(),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _rules(series: Series) -> dict[str, Any]:
    return {
        "whole": is_whole(series),
        "count": series.value_type == ValueType.COUNT,
        "min": _text(series.minimum),
        "max": _text(series.maximum),
        "bounds": bounds_text(series),
        "unit": series.unit,
    }


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _words() -> dict[str, str]:
    """Return the sentences of the script; what stands in braces it fills in."""
    return {
        "notANumber": _("“{text}” is not a number."),
        "ambiguous": _("“{text}” can be two numbers. Write {large} or {small}."),
        "notWhole": _("This series counts whole things. “{text}” has decimals."),
        "outside": _("{text} is not believable: a figure of this series is {bounds}."),
        "digits": _("“{text}” has too many digits: at most 15, six of them decimals."),
        "leap": _("{text} is {times} times what is usual here: the middle of the last figures is {median}."),
        "emptied": _("A figure is recorded here. Emptying the cell takes it back when you save and confirm."),
        "changed": _("{changed} changed, {wrong} wrong, {doubtful} doubtful"),
        "nothing": _("No changes"),
        "missing": _("{count} missing"),
        "tooLarge": _(
            "The block has {rows} rows and {columns} columns; from here only {rowsLeft} and {columnsLeft} fit. "
            "Nothing was pasted."
        ),
        "pasted": _("{count} cells pasted."),
        "pastedSome": _("{count} cells pasted; {left} read-only cells were left as they are."),
        "ask": _("In the block “{text}” can be two numbers. Which did you mean?"),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "restored": _("Draft from {time} restored, {count} cells."),
        "noDraft": _("This browser keeps no draft. Save before you leave the page."),
        "kept": _("Kept in this browser at {time}."),
        "saving": _("Saving …"),
        "offline": _("The line is down. Nothing is lost: your figures are kept in this browser and are saved when the "
                     "line is back, or when you press Save."),
        "refused": _("The server did not take the sheet ({status}). Nothing is lost; your figures are kept in this "
                     "browser."),
        "signedOut": _("You are signed out. Sign in again in another tab, then press Save here. Nothing is lost."),
    }  # fmt: skip
