"""Search across everything a person may see: one query for each kind of thing, whatever its size."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, F, Func, Model, Q, QuerySet, Value, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.indicators.models import Indicator
from serambi.apps.observations.models import Series
from serambi.apps.plans.models import Activity, Goal, Program
from serambi.apps.regions.models import Area

FIRST = 5
PAGE_SIZE = 50
MOST_WORDS = 8
MOST_LETTERS = 100

# Letters with a mark are found by the letter without it, and the other way round.
_MARKED = "àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľłñńņňòóôõöøōŏőŕŗřśŝşšţťŧùúûüũūŭůűųŵýÿŷźżž"


def _plain(letter: str) -> str:
    special = {"đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t"}
    return special.get(letter) or unicodedata.normalize("NFD", letter)[0]


_LIKE: dict[str, str] = {}
for _letter in _MARKED:
    _LIKE[_plain(_letter)] = _LIKE.get(_plain(_letter), _plain(_letter)) + _letter


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. text: what it is or where it belongs."""

    title: str
    url: str
    text: str
    is_illustration: bool = False


@dataclass(frozen=True)
class Group:
    """What was found of one kind. code: as `?group=` names it. page: when this kind alone is shown."""

    code: str
    label: str
    hits: tuple[Hit, ...]
    total: int
    page: Page[Any] | None = None

    @property
    def rest(self) -> int:
        return max(self.total - len(self.hits), 0)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found.

    rows: what the person may see. columns: where words are looked for, in the order of importance. hit: how a row of
    `values()` is shown.
    """

    code: str
    label: str | Promise
    rows: Callable[[Any, dt.date], QuerySet[Any]]
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    hit: Callable[[Any], Hit]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words to look for: at most eight, without their marks and in small letters."""
    letters = unicodedata.normalize("NFC", text[:MOST_LETTERS].replace("\0", " ")).casefold()
    return tuple(dict.fromkeys("".join(_plain(letter) for letter in word) for word in letters.split()))[:MOST_WORDS]


def pattern_of(word: str) -> str:
    """Return an expression that finds the word with any marks on its letters.

    It is understood alike by Python, which searches for SQLite, and by PostgreSQL; case is left to the search.

    >>> pattern_of("a+b")
    '[aàáâãäåāăą]\\\\+b'
    """
    return "".join(f"[{_LIKE[letter]}]" if letter in _LIKE else re.escape(letter) for letter in word)


def search(user: Any, text: str, *, today: dt.date) -> list[Group]:
    """Return the first hits of every kind that has any, each kind with one query; nothing without a word."""
    words = words_of(text)
    if not words:
        return []
    groups = []
    for kind in KINDS:
        rows = list(_found(kind, user, words, today)[:FIRST])
        if rows:
            hits = tuple(kind.hit(row) for row in rows)
            groups.append(Group(kind.code, str(kind.label), hits, rows[0]["found_in_all"]))
    return groups


def search_one(user: Any, text: str, code: str, *, number: str, today: dt.date) -> Group | None:
    """Return a page of the hits of one kind; None for a kind that there is not."""
    kind = next((one for one in KINDS if one.code == code), None)
    if kind is None:
        return None
    words = words_of(text)
    found = _found(kind, user, words, today) if words else kind.rows(user, today).none().values()
    page: Page[Any] = Paginator(found, PAGE_SIZE).get_page(number)
    hits = tuple(kind.hit(row) for row in page.object_list)
    return Group(kind.code, str(kind.label), hits, page.paginator.count, page)


def _found(kind: Kind, user: Any, words: tuple[str, ...], today: dt.date) -> QuerySet[Any, dict[str, Any]]:
    """Return the rows in which every word stands, those with all of them in the name before the others."""
    parts: list[F | Value] = []
    for column in kind.columns:
        parts += [F(column), Value(" ")]
    text = Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=CharField())
    every = Q()
    in_name = Q()
    for word in words:
        every &= Q(searched__iregex=pattern_of(word))
        in_name &= Q(**{f"{kind.columns[0]}__iregex": pattern_of(word)})
    rows = kind.rows(user, today).alias(searched=text).filter(every)
    rows = rows.annotate(found_in_all=Window(Count("pk")), name_fits=in_name)
    shown: QuerySet[Any, dict[str, Any]] = rows.values(*kind.shown, "found_in_all")
    return shown.order_by("-name_fits", kind.columns[0], "pk")


# What can be found ------------------------------------------------------------------------------------------------


def _name(row: dict[str, Any]) -> str:
    """Return the name in the reader's language, the Indonesian one where there is no other."""
    english = row.get("name_en") if get_language() == "en" else ""
    return str(english or row["name"])


def _program(row: dict[str, Any]) -> Hit:
    text = " · ".join(filter(None, (row["code"], row["pillar__name"], row["lead__abbreviation"])))
    return Hit(_name(row), reverse("evaluation:program", args=[row["code"]]), text, row["is_illustration"])


def _activity(row: dict[str, Any]) -> Hit:
    address = reverse("evaluation:program", args=[row["program__code"]])
    return Hit(row["name"], address, row["program__name"], row["is_illustration"])


def _goal(row: dict[str, Any]) -> Hit:
    return Hit(
        row["text"], reverse("plans:goal_list"), f"{row['code']} · {row['pillar__name']}", row["is_illustration"]
    )


def _indicator(row: dict[str, Any]) -> Hit:
    text = " · ".join(filter(None, (row["code"], row["unit"], row["owner__abbreviation"])))
    return Hit(_name(row), reverse("indicators:indicator_detail", args=[row["code"]]), text, row["is_illustration"])


def _series(row: dict[str, Any]) -> Hit:
    text = " · ".join(filter(None, (row["code"], row["unit"], row["producer__abbreviation"])))
    return Hit(_name(row), reverse("observations:series_detail", args=[row["code"]]), text, row["is_illustration"])


def _organization(row: dict[str, Any]) -> Hit:
    address = reverse("evaluation:organization", args=[row["abbreviation"]])
    return Hit(row["name"], address, row["abbreviation"], row["is_illustration"])


def _area(row: dict[str, Any]) -> Hit:
    text = " · ".join(filter(None, (row["code"], row["parent__name"])))
    return Hit(row["name"], reverse("regions:area_detail", args=[row["code"]]), text)


def _of_programs(model: type[Model]) -> Callable[[Any, dt.date], QuerySet[Any]]:
    def rows(user: Any, today: dt.date) -> QuerySet[Any]:
        return model._default_manager.filter(program__in=Program.objects.visible_to(user).active())

    return rows


def _goals(user: Any, today: dt.date) -> QuerySet[Goal]:
    goals = Goal.objects.filter(pillar__plan__is_current=True)
    return goals if getattr(user, "is_authenticated", False) else goals.filter(pillar__plan__is_published=True)


KINDS = (
    Kind(
        "programs",
        _("Programs"),
        lambda user, _day: Program.objects.visible_to(user).active(),
        ("name", "name_en", "code", "description"),
        ("name", "name_en", "code", "pillar__name", "lead__abbreviation", "is_illustration"),
        _program,
    ),
    Kind(
        "activities",
        _("Activities"),
        _of_programs(Activity),
        ("name", "code"),
        ("name", "program__code", "program__name", "is_illustration"),
        _activity,
    ),
    Kind(
        "indicators",
        _("Indicators"),
        lambda user, _day: Indicator.objects.visible_to(user).active(),
        ("name", "name_en", "code", "description"),
        ("name", "name_en", "code", "unit", "owner__abbreviation", "is_illustration"),
        _indicator,
    ),
    Kind(
        "series",
        _("Data series"),
        lambda user, _day: Series.objects.visible_to(user).filter(archived_at__isnull=True),
        ("name", "name_en", "code", "definition"),
        ("name", "name_en", "code", "unit", "producer__abbreviation", "is_illustration"),
        _series,
    ),
    Kind(
        "organizations",
        _("Organizations"),
        lambda _user, today: Organization.objects.valid_on(today),
        ("name", "abbreviation"),
        ("name", "abbreviation", "is_illustration"),
        _organization,
    ),
    Kind(
        "areas",
        _("Areas"),
        lambda _user, today: Area.objects.valid_on(today),
        ("name", "code"),
        ("name", "code", "parent__name"),
        _area,
    ),
    Kind(
        "goals",
        _("Goals"),
        _goals,
        ("text", "code"),
        ("text", "code", "pillar__name", "is_illustration"),
        _goal,
    ),
)
