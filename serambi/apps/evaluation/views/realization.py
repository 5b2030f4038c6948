"""Money and work of the programs by pillar, agency or program, on the page and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from serambi.apps.agencies.queries import reading_of
from serambi.apps.evaluation.forms.realization import RealizationFilter
from serambi.apps.evaluation.labels import DEVIATIONS
from serambi.apps.evaluation.queries.asked import Asked
from serambi.apps.evaluation.queries.kept import kept_realization
from serambi.apps.evaluation.queries.realization import By, Realization, RealizationLine, WantedRealization
from serambi.apps.evaluation.queries.sentences import realization_headline
from serambi.apps.evaluation.views.doors import asked
from serambi.apps.plans.queries import RegisterChoices, kept_choices
from serambi.ui import formats
from serambi.ui.downloads import table_download, workbook_download
from serambi.ui.formats import exact
from serambi.ui.labels import chosen_text

PAGE_SIZE = 50
# What the ways to look at it keep of one another.
_KEPT = ("year", "pillar", "agency", "fund", "q")


@require_safe
def realization(request: HttpRequest) -> HttpResponseBase:
    """Show what was spent and how far the work is, narrowed as the address says; ?format=csv or xlsx for a file."""
    page = asked(request)
    choices = kept_choices(page.plan, reading_of(request.user, today=page.today))
    form = _form(request, page, choices)
    wanted = form.wanted
    found = kept_realization(page, request.user, wanted)
    name = _("Money and work %(year)s") % {"year": wanted.year}
    if request.GET.get("format") == "csv":
        return table_download(name, _heads(), _rows(found))
    if request.GET.get("format") == "xlsx":
        heads = [str(head) for head in _heads()]
        about = _about(request, page, form, found)
        return workbook_download(name, heads, _rows(found), title=name, about_title=_("About"), about=about)
    lines = Paginator(found.lines, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "wanted": wanted,
        "found": found,
        "lines": lines,
        "rows": [(line, _address(line, wanted), *_words(line)) for line in lines],
        "total": (found.total, *_words(found.total)),
        "is_narrowed": any((wanted.pillar, wanted.agency, wanted.fund, wanted.text)),
        "tabs": _tabs(request, wanted),
        "title": realization_headline(found, wanted.year),
        "crumbs": [(page.plan.display_name, reverse("evaluation:dashboard")), (str(wanted.year), "")],
        "query": {kind: _query(request, format=kind) for kind in ("csv", "xlsx")},
        "source": _source(page, wanted),
    }
    return render(request, "evaluation/realization.html", context)


def _form(request: HttpRequest, page: Asked, choices: RegisterChoices) -> RealizationFilter:
    past = [year for year in choices.years if year <= page.today.year]
    return RealizationFilter(
        request.GET,
        years=choices.years,
        usual=max(past, default=page.today.year),
        pillars=[(one.code, one.name) for one in choices.pillars],
        agencies=[abbreviation for abbreviation, _name in choices.organizations],
    )


def _tabs(request: HttpRequest, wanted: WantedRealization) -> list[dict[str, object]]:
    names = {By.PILLAR: _("By pillar"), By.AGENCY: _("By agency"), By.PROGRAM: _("By program")}
    return [
        {"label": label, "url": f"?{_query(request, by=by.value)}", "current": wanted.by is by}
        for by, label in names.items()
    ]


def _query(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    kept = (*_KEPT, "by", "sort") if "format" in more else _KEPT
    for name in list(query):
        if name not in kept or not query[name]:
            del query[name]
    for name, value in more.items():
        query[name] = value
    return query.urlencode()


def _address(line: RealizationLine, wanted: WantedRealization) -> str:
    """Return where a line leads: a pillar or an agency to its programs here, a program to its page."""
    if wanted.by is By.PROGRAM:
        return reverse("evaluation:program", args=[line.key])
    if not line.key:
        return ""
    narrowed: Mapping[str, str] = {"pillar": wanted.pillar, "agency": wanted.agency} | {wanted.by.value: line.key}
    parts = {"by": By.PROGRAM.value, "year": str(wanted.year), "fund": wanted.fund, **narrowed}
    return "?" + "&".join(f"{name}={value}" for name, value in parts.items() if value)


def _source(page: Asked, wanted: WantedRealization) -> str:
    facts = {"plan": page.plan.display_name, "year": wanted.year, "day": formats.day(page.today)}
    return _("%(plan)s: budget lines of %(year)s and verified reports of the agencies, as of %(day)s.") % facts


def _words(line: RealizationLine) -> tuple[str, str]:
    """Return how money and work stand against the even pace, in words; "" where that cannot be told."""
    return (
        str(DEVIATIONS[line.money_status]) if line.money_status else "",
        str(DEVIATIONS[line.work_status]) if line.work_status else "",
    )


# The same as a file -------------------------------------------------------------------------------------------------


def _heads() -> list[object]:
    return [
        pgettext("realization", "Code"), _("Name"), _("Programs"), _("Ceiling, Rp"), _("Realization, Rp"),
        _("Lines reported"), _("Lines"), _("Money, percent"), _("Money planned, percent"),
        _("Money, deviation in points"), _("Work, percent"), _("Coverage of the work, percent"),
        _("Work of those compared, percent"), _("Work planned, percent"), _("Work, deviation in points"),
        _("As of"), _("Illustration"),
    ]  # fmt: skip


def _rows(found: Realization) -> Iterator[list[object]]:
    for line in found.lines:
        yield _row(line, line.name or _("Without a lead agency"))
    yield _row(found.total, _("All together"))


def _row(line: RealizationLine, name: str) -> list[object]:
    budget = line.budget
    return [
        line.key, name, line.programs, budget.ceiling, budget.realization,
        budget.reported, budget.lines, *map(_to_six, (budget.percent, line.money_planned, line.money_points)),
        *map(_to_six, (line.work, line.coverage_percent, line.compared, line.planned, line.work_points)),
        line.on, _("yes") if line.is_illustration else "",
    ]  # fmt: skip


def _to_six(value: Decimal | float | None) -> Decimal | None:
    """Return a percentage as a file has it: rounded once, at its end, to six decimals."""
    amount = exact(value)
    return None if amount is None else amount.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _about(request: HttpRequest, page: Asked, form: RealizationFilter, found: Realization) -> list[tuple[str, object]]:
    lines: list[tuple[str, object]] = [
        (_("Master plan"), page.plan.display_name),
        (_("Year"), form.wanted.year),
        (_("As of"), page.today),
        (_("Spending compared until"), found.until or ""),
    ]
    lines += [
        (str(bound.label), text)
        for bound in form.visible_fields()
        if bound.name != "year" and (text := chosen_text(bound))
    ]
    lines.append((_("Source"), _source(page, form.wanted)))
    lines.append((_("Address"), request.build_absolute_uri()))
    return lines
