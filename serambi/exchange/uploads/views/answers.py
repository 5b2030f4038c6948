"""Answers about a table on the way: one at a time, all of a kind, agencies and places each on a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.queries import register_choices
from serambi.exchange.errors import AnswerUnknown, ExchangeError
from serambi.exchange.imports.choices import Choices, Doubt
from serambi.exchange.models import Upload
from serambi.exchange.tables.book import Place
from serambi.exchange.uploads import answers, services
from serambi.exchange.uploads.findings import OPEN, Wanted, doubt_from, problem_from, selection
from serambi.exchange.uploads.forms import PlacesForm, place_options
from serambi.exchange.uploads.kinds import kind_label
from serambi.exchange.uploads.prepared import Preview, choices_of
from serambi.exchange.uploads.views.doors import OnTheWay, crumbs, for_preview, for_upload, only_sent, page_of
from serambi.ui import formats
from serambi.ui.messages import done

_PER_PAGE = 100
_SHOWN_DOUBTS = 20


@only_sent
@for_upload
def answer(request: HttpRequest, way: OnTheWay) -> HttpResponse:
    """Take one answer and go back to the list that it was given in."""
    try:
        change = _answered(request.POST, way.plan)
        services.change_choices(way.upload, change, by=request.user)
    except ExchangeError as error:
        messages.error(request, str(error))
    page = "imports:left_out" if request.POST.get("from") == "left_out" else "imports:findings"
    return redirect(f"{reverse(page, args=[way.upload.pk])}?{_query(request.POST.get('query', ''))}".rstrip("?"))


def _query(text: str) -> str:
    """Return the query of the list, written anew so that nothing else can stand in the address."""
    return QueryDict(text).urlencode()


def _answered(given: QueryDict, plan: MasterPlan) -> Callable[[Choices], Choices]:
    """Return what an answer does to the choices. Raises AnswerUnknown for what no page sends."""
    action, place = given.get("action", ""), _place(given)
    value = given.get("value", "").strip()
    doubt = Doubt(given.get("code", ""), place.sheet, place.row, place.column)
    if action == "agency":
        if not given.get("text") or not _is_organization(value):
            raise AnswerUnknown
        return lambda it: answers.with_agencies(it, {str(given["text"]): value})
    if action == "place" and not _is_place(value, plan):
        raise AnswerUnknown
    scope = given.get("scope", "")
    changes: dict[str, Callable[[Choices], Choices]] = {
        "accept": lambda it: answers.with_accepted(it, [doubt]),
        "reopen": lambda it: answers.with_reopened(it, doubt),
        "code": lambda it: answers.with_code(it, place, value),
        "leave_out": lambda it: answers.with_left_out(it, place),
        "take_in": lambda it: answers.with_taken_in(it, place),
        "place": lambda it: _placed(it, place, value, scope, given.get("heading", "")),
    }
    if action not in changes or (not place.sheet and action not in ("accept", "reopen")):
        raise AnswerUnknown
    return changes[action]


def _placed(choices: Choices, place: Place, value: str, scope: str, heading: str) -> Choices:
    if scope == "heading" and heading:
        return answers.with_headings(choices, {heading: value})
    if scope == "all":
        return replace(choices, placing=answers.placing_of(value))
    return answers.with_placing(choices, place, value)


def _place(given: QueryDict) -> Place:
    try:
        return Place(given.get("sheet", ""), int(given.get("row", "0")), int(given.get("column", "0")))
    except ValueError as error:
        raise AnswerUnknown from error


def _is_organization(value: str) -> bool:
    return value in ("", answers.NOBODY) or Organization.objects.filter(abbreviation=value).exists()


def _is_place(value: str, plan: MasterPlan) -> bool:
    pillars = {pillar.code: {code for code, _name in pillar.parts} for pillar in register_choices(plan).pillars}
    pillar, _, part = value.partition("/")
    return not value or (pillar in pillars and (not part or part in pillars[pillar]))


@for_preview
def accept(request: HttpRequest, found: Preview) -> HttpResponse:
    """Ask before all open doubts of a kind are accepted, or of every kind; then accept them."""
    kind = request.POST.get("kind", request.GET.get("kind", ""))
    problems = found.lists.select(selection(Wanted(state=OPEN, kind=kind)))
    count = problems.count()
    back = reverse("imports:findings", args=[found.upload.pk])
    if request.method == "POST":
        if request.POST.get("seen") != found.overview.fingerprint:
            messages.error(request, _("The table or the register changed meanwhile. Look at the doubts once more."))
            return redirect(request.get_full_path())
        doubts = frozenset(map(doubt_from, problems.each()))
        services.change_choices(found.upload, lambda it: answers.with_accepted(it, doubts), by=request.user)
        told = ngettext("%(count)s doubt accepted.", "%(count)s doubts accepted.", count)
        done(request, told % {"count": formats.number(count, 0)})
        return redirect(back)
    label = kind_label(kind) if kind else _("every kind")
    title = ngettext("Accept %(count)s doubt: %(kind)s?", "Accept %(count)s doubts: %(kind)s?", count)
    context = {
        "crumbs": crumbs(found.upload),
        "title": title % {"count": formats.number(count, 0), "kind": label},
        "lede": _("The table is then loaded as it was read in these places. Each can be reopened before loading."),
        "problems": [problem_from(row) for row in problems.rows(0, _SHOWN_DOUBTS)],
        "further": max(0, count - _SHOWN_DOUBTS),
        "kind": kind,
        "seen": found.overview.fingerprint,
        "action": _("Accept them"),
        "cancel_url": f"{back}?kind={kind}" if kind else back,
    }
    return render(request, "imports/accept.html", context)


@for_preview
def agencies(request: HttpRequest, found: Preview) -> HttpResponse:
    """Show every text that names an agency, with who it may be; take who it is."""
    questions = answers.answered_agencies(found.questions.agencies, found.choices)
    known = list(Organization.objects.order_by("abbreviation").values_list("abbreviation", "name"))
    if request.method == "POST":
        allowed = {"", answers.NOBODY, *(abbreviation for abbreviation, _name in known)}
        given = {one.text: request.POST[one.field] for one in questions if request.POST.get(one.field) in allowed}
        if "confident" in request.POST:
            given |= {
                one.text: one.matches[0].abbreviation
                for one in questions
                if one.chosen is None and one.is_confident and not given.get(one.text)
            }
        services.change_choices(found.upload, lambda it: answers.with_agencies(it, given), by=request.user)
        done(request, _("The agencies are kept."))
        return redirect(request.get_full_path())
    context = {
        "crumbs": crumbs(found.upload),
        "upload": found.upload,
        "page": page_of(request, questions, _PER_PAGE),
        "open": sum(one.chosen is None for one in questions),
        "confident": sum(one.chosen is None and one.is_confident for one in questions),
        "organizations": known,
        "nobody": answers.NOBODY,
    }
    return render(request, "imports/agencies.html", context)


@for_preview
def places(request: HttpRequest, found: Preview) -> HttpResponse:
    """Show where new programs go, below each heading and else, and whose money it is; take it."""
    choices = choices_of(found.upload)
    headings = answers.answered_headings(found.questions.headings, found.choices)
    options = place_options(register_choices(found.plan))
    form = PlacesForm(
        request.POST if request.method == "POST" else None,
        places=options,
        initial={
            "placing": answers.written(choices.placing),
            "fund_source": choices.fund_source,
            "source": choices.source,
            "baseline_year": choices.baseline_year,
        },
    )
    if request.method == "POST" and form.is_valid():
        _keep_places(request, found.upload, form, headings)
        done(request, _("The places are kept."))
        return redirect("imports:preview", pk=found.upload.pk)
    context = {
        "crumbs": crumbs(found.upload),
        "upload": found.upload,
        "form": form,
        "page": page_of(request, headings, _PER_PAGE),
        "options": options,
        "new": found.overview.new,
    }
    return render(request, "imports/places.html", context, status=422 if form.errors else 200)


def _keep_places(
    request: HttpRequest, upload: Upload, form: PlacesForm, headings: list[answers.HeadingQuestion]
) -> None:
    given = form.cleaned_data
    plan_places = {key for _label, group in form.fields["placing"].choices[1:] for key, _name in group}  # type: ignore[attr-defined]  # a choice field has them
    below = {
        one.heading: request.POST[one.field] for one in headings if request.POST.get(one.field) in {"", *plan_places}
    }

    def change(choices: Choices) -> Choices:
        return answers.with_headings(
            replace(
                choices,
                placing=answers.placing_of(given["placing"]),
                fund_source=given["fund_source"],
                source=given["source"],
                baseline_year=given["baseline_year"],
            ),
            below,
        )

    services.change_choices(upload, change, by=request.user)
