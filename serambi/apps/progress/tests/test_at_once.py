"""Two people, or one page twice, at the same moment."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from serambi.apps.progress import services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.models import ProgressReport, ReportItem, ReportReceipt
from serambi.apps.progress.tests.builders import TODAY, Reporting, answers, approved, save

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _several_connections() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the SQLite of the tests lives in memory and has one connection")


def at_once(*doings: Callable[[], str]) -> list[str]:
    """Do these in threads that begin together and return what each says, or the code of what refused it."""
    together = Barrier(len(doings))

    def run(doing: Callable[[], str]) -> str:
        try:
            together.wait(timeout=10)
            return doing()
        except ProgressError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return sorted(outcome.result(timeout=30) for outcome in [pool.submit(run, doing) for doing in doings])


def test_two_people_begin_the_report_together(reporting: Reporting) -> None:
    keys, wanted, cast = reporting.keys, answers(reporting), reporting.cast

    def write(name: str, person: str) -> Callable[[], str]:
        one = {keys[name]: wanted[keys[name]]}
        return lambda: str(len(save(reporting, one, versions={}, by=cast.people[person]).saved))

    assert at_once(write("hulu", "oka"), write("money", "hadi")) == ["1", "1"]
    assert ProgressReport.objects.count() == 1
    assert ReportItem.objects.count() == reporting.report().answered == 2


def test_the_same_page_comes_twice_together(reporting: Reporting) -> None:
    key, wanted = uuid.uuid4(), answers(reporting)

    def send() -> str:
        return str(sorted(save(reporting, wanted, versions={}, key=key).saved.items()))

    first, second = at_once(send, send)

    assert first == second
    assert ReportReceipt.objects.count() == 1
    assert set(ReportItem.objects.values_list("version", flat=True)) == {1}


def test_a_report_is_verified_once(reporting: Reporting) -> None:
    report = approved(reporting)

    def verify(person: str) -> Callable[[], str]:
        who = reporting.cast.people[person]
        return lambda: str(services.move_report(report, "verify", by=who, today=TODAY).state)

    assert at_once(verify("vera"), verify("rani")) == ["move_not_open", "verified"]
    assert report.moves.filter(move="verify").count() == 1
