"""Saving a form: any part of it, once, without undoing somebody else's, in a handful of queries."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serambi.apps.progress import services
from serambi.apps.progress.errors import ItemClosed, MoveNotOpen, NotYours
from serambi.apps.progress.models import ProgressReport, ReportItem, ReportReceipt
from serambi.apps.progress.services import Content
from serambi.apps.progress.tests.builders import (
    TODAY,
    Reporting,
    answers,
    approved,
    lines_of,
    make_reporting,
    save,
    submitted,
    verified,
)
from serambi.apps.regions.models import AreaLevel
from serambi.methods.periods import Period
from tests.cast import Cast, make_observation, make_series


def test_what_is_due_is_what_the_agency_leads_and_produces(reporting: Reporting) -> None:
    assert set(lines_of(reporting)) == set(reporting.keys.values())


def test_nothing_is_answered_before_somebody_says_so(reporting: Reporting) -> None:
    make_observation(reporting.series, reporting.cast.areas["90.01.01"], "2026-Q2", 100)

    line = lines_of(reporting)[reporting.keys["hulu"]]

    assert line.last.number == Decimal(100)
    assert (line.item.answer, line.item.number) == ("", None)
    assert line.may_be_unchanged


def test_the_last_report_stands_beside_the_new_one(reporting: Reporting) -> None:
    verified(reporting)
    following = reporting.cycle.periods.select_related("cycle").get(period=Period.parse("2026-Q4"))

    later = replace(reporting, period=following)
    lines = lines_of(later, today=following.opens_on)

    keys = later.keys
    assert lines[keys["program"]].last.number == Decimal(40)
    assert lines[keys["money"]].last.amount == Decimal(400_000)
    assert keys["milestone"] not in lines
    assert lines[keys["hulu"].replace("Q3", "Q4")].last.number == Decimal(120)


def test_part_of_a_form_begins_the_report(reporting: Reporting) -> None:
    key = reporting.keys["hulu"]

    result = save(reporting, {key: answers(reporting)[key]})

    assert (result.saved, result.asked, result.answered) == ({key: 1}, 5, 1)
    item = ReportItem.objects.get()
    assert (item.answered_by, item.version) == (reporting.cast.oka, 1)
    assert not reporting.report().is_complete


def test_not_available_counts_as_answered(reporting: Reporting) -> None:
    assert save(reporting, answers(reporting)).answered == 5
    assert reporting.report().is_complete


def test_the_same_page_sent_twice_is_saved_once(reporting: Reporting) -> None:
    key, wanted = uuid.uuid4(), answers(reporting)

    first = save(reporting, wanted, versions={}, key=key)
    second = save(reporting, wanted, versions={}, key=key)

    assert replace(second, is_repeated=False) == first
    assert second.is_repeated
    assert ReportReceipt.objects.count() == 1
    assert set(ReportItem.objects.values_list("version", flat=True)) == {1}
    assert reporting.report().version == first.version


def test_two_people_who_write_different_items_both_keep_theirs(reporting: Reporting) -> None:
    keys, wanted = reporting.keys, answers(reporting)
    save(reporting, {keys["hulu"]: wanted[keys["hulu"]]}, versions={})

    result = save(reporting, {keys["money"]: wanted[keys["money"]]}, versions={}, by=reporting.cast.hadi)

    assert result.conflicts == ()
    assert result.answered == 2


def test_two_people_who_write_the_same_item_are_told(reporting: Reporting) -> None:
    keys, wanted = reporting.keys, answers(reporting)
    save(reporting, wanted, versions={})
    theirs = replace(wanted[keys["hulu"]], number=Decimal(999))

    result = save(
        reporting,
        {keys["hulu"]: theirs, keys["hilir"]: Content(answer="given", number=Decimal(7), quality="measured")},
        versions={keys["hulu"]: 0, keys["hilir"]: 1},
        by=reporting.cast.hadi,
    )

    assert (result.saved, result.conflicts) == ({keys["hilir"]: 2}, (keys["hulu"],))
    assert ReportItem.objects.get(key=keys["hulu"]).number == Decimal(120)


def test_the_same_content_over_an_old_version_is_no_conflict(reporting: Reporting) -> None:
    wanted = answers(reporting)
    save(reporting, wanted, versions={})

    result = save(reporting, wanted, versions={}, digest="two")

    assert (result.saved, result.conflicts) == ({}, ())


def test_a_stranger_and_a_verifier_write_nothing(reporting: Reporting) -> None:
    for person in (reporting.cast.sari, reporting.cast.vera, reporting.cast.rani):
        with pytest.raises(NotYours):
            services.save_answers(
                reporting.period, reporting.cast.dlh, [], by=person, key=uuid.uuid4(), digest="", today=TODAY
            )
    assert not ProgressReport.objects.exists()


def test_what_was_sent_in_is_not_written_to(reporting: Reporting) -> None:
    submitted(reporting)

    with pytest.raises(MoveNotOpen):
        save(reporting, answers(reporting))


def test_an_item_of_another_agency_is_refused(reporting: Reporting) -> None:
    other = make_series("health.visits", producer=reporting.cast.dinkes, frequency="quarter", area_level=2)
    key = f"figure-{other.pk}-{reporting.cast.region.pk}-2026-Q3"

    with pytest.raises(ItemClosed):
        save(reporting, {key: Content(answer="given", number=Decimal(1))})


def test_what_was_accepted_is_closed_when_the_rest_comes_back(reporting: Reporting) -> None:
    report, keys = approved(reporting), reporting.keys
    services.check_report(report, {keys["hulu"]: "Salah"}, by=reporting.cast.vera, today=TODAY, seen=report.version)

    assert [key for key, line in lines_of(reporting).items() if line.is_open] == [keys["hulu"]]
    with pytest.raises(ItemClosed):
        save(reporting, {keys["money"]: Content(answer="given", amount=Decimal(1))})


def test_sixty_figures_cost_as_many_queries_as_five(cast: Cast) -> None:
    small = make_reporting(cast)
    with CaptureQueriesContext(connection) as few:
        save(small, answers(small))
    many = [
        make_series(f"extra.n{number}", producer=cast.dlh, frequency="quarter", area_level=AreaLevel.DISTRICT)
        for number in range(30)
    ]
    hulu, hilir = cast.areas["90.01.01"], cast.areas["90.01.02"]
    wanted = {
        f"figure-{series.pk}-{area.pk}-2026-Q3": Content(answer="given", number=Decimal(index), quality="measured")
        for index, series in enumerate(many)
        for area in (hulu, hilir)
    }
    with CaptureQueriesContext(connection) as more:
        save(small, wanted)

    assert len(wanted) == 60
    assert len(more) <= len(few) + 1 <= 30
