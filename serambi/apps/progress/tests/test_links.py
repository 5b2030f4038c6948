"""A link in a message: exactly one form, for one person and period, without a password, until it closes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.progress import form_links, reminders, services
from serambi.apps.progress.models import FormLink, ReportingPeriod, State
from serambi.apps.progress.tests.builders import TODAY, Reporting, submitted
from serambi.apps.progress.workflow import APPROVE, RETURN_AS_HEAD
from serambi.methods.periods import Period
from tests.cast import Cast

SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def link(reporting: Reporting) -> FormLink:
    (found,) = form_links.links_for(reporting.period, [(reporting.cast.oka, reporting.cast.dlh.pk)]).values()
    return FormLink.objects.get(pk=found.pk)


def opened(link: FormLink) -> Client:
    client = Client()
    assert client.post(form_links.path_of(link)).status_code == 302
    return client


def form_of(reporting: Reporting, agency: str = "DLH") -> str:
    return f"/progress/reports/{reporting.cycle.code}/{reporting.period.period}/{agency}/form/"


def test_it_says_what_it_opens_and_opens_it_only_when_asked(reporting: Reporting, link: FormLink) -> None:
    client = Client()

    text = client.get(form_links.path_of(link)).content.decode()

    assert "Oka" in text
    # A program that follows links in mails has opened nothing.
    assert client.get(form_of(reporting)).status_code == 302
    assert client.post(form_links.path_of(link))["Location"] == form_of(reporting)
    assert client.get(form_of(reporting)).status_code == 200
    assert Entry.objects.filter(verb=Verb.SIGNED_IN, actor_id=reporting.cast.oka.pk).count() == 1


def test_the_form_is_filled_in_and_sent_by_it(reporting: Reporting, link: FormLink) -> None:
    client = opened(link)
    key = reporting.keys["hulu"]

    client.post(
        form_of(reporting), {"key": "", f"{key}__version": "0", f"{key}__answer": "given", f"{key}__number": "12"}
    )
    report = reporting.report()

    assert report.items.get(key=key).answered_by == reporting.cast.oka
    assert client.get(form_of(reporting).removesuffix("form/")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/account/", "/progress/", "/data/", "/", "/plan/", "/messages/", "/search/?q=a", "/account/password/"]
)
def test_it_opens_nothing_else(link: FormLink, path: str) -> None:
    client = opened(link)

    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_it_leads_nowhere_else_and_says_why(reporting: Reporting, link: FormLink) -> None:
    client = opened(link)

    form = client.get(form_of(reporting)).content.decode()
    elsewhere = client.get("/data/").content.decode()

    assert not {'href="/dashboard/"', 'href="/progress/"', 'href="/account/"', 'action="/search/"'} & set(form.split())
    assert 'class="nav"' not in form
    assert "Tautan Anda membuka satu formulir" in elsewhere
    assert f'href="{form_of(reporting)}"' in elsewhere
    # Absent and forbidden look the same.
    for address in ("/data/series/nothing/", "/nothing/at/all/", form_of(reporting, "DINKES"), form_of(reporting, "X")):
        answer = client.get(address)
        assert (answer.status_code, "Tautan Anda membuka satu formulir" in answer.content.decode()) == (404, True)
        assert "Content-Security-Policy" in answer


def test_whoever_came_by_it_can_sign_in_with_the_password_instead(reporting: Reporting, link: FormLink) -> None:
    client = opened(link)

    answer = client.post("/account/sign-out/", {"next": "/account/sign-in/?next=/data/"})

    assert answer["Location"] == "/account/sign-in/?next=/data/"
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(form_of(reporting)).status_code == 302


def test_the_other_link_of_a_message_opens_its_own_form_in_the_same_browser(
    reporting: Reporting, link: FormLink
) -> None:
    earlier = reporting.cycle.periods.get(period=Period.parse("2026-Q2"))
    ReportingPeriod.objects.filter(pk=earlier.pk).update(reopened_until=TODAY)
    (other,) = form_links.links_for(earlier, [(reporting.cast.oka, reporting.cast.dlh.pk)]).values()
    client = opened(link)

    asked = client.get(form_links.path_of(other))
    assert asked.status_code == 200
    assert "Melanjutkan" not in asked.content.decode()  # nobody else is signed out by it
    assert client.post(form_links.path_of(other))["Location"] == form_links.form_path(other)

    assert client.get(form_links.form_path(other)).status_code == 200
    assert client.get(form_of(reporting)).status_code == 404
    assert client.get(form_links.path_of(other))["Location"] == form_links.form_path(other)


def test_whoever_came_by_it_can_revoke_it_and_no_other(reporting: Reporting, link: FormLink) -> None:
    (other,) = form_links.links_for(reporting.period, [(reporting.cast.hadi, reporting.cast.dlh.pk)]).values()
    client = opened(link)

    assert client.post(f"/progress/links/{other.pk}/revoke/").status_code == 404
    assert client.post(f"/progress/links/{link.pk}/revoke/").status_code == 302

    assert Client().get(form_links.path_of(link)).status_code == 410
    assert Client().get(form_links.path_of(other)).status_code == 200


def test_it_opens_neither_another_agency_nor_another_period_nor_what_a_head_may(
    reporting: Reporting, link: FormLink
) -> None:
    client = opened(link)
    place = f"/progress/reports/{reporting.cycle.code}/{reporting.period.period}"

    assert client.get(form_of(reporting, "Dinkes")).status_code == 404
    assert client.get(f"/progress/reports/{reporting.cycle.code}/2026-Q2/DLH/form/").status_code == 404
    assert client.post(f"{place}/DLH/moves/approve/").status_code == 404
    assert client.get(f"{place}/DLH/check/").status_code == 404


def test_a_revoked_link_ends_the_sessions_that_came_by_it(
    reporting: Reporting, link: FormLink, signed_in: SignedIn
) -> None:
    client = opened(link)
    address = f"/progress/links/{link.pk}/revoke/"
    assert signed_in(reporting.cast.sari).post(address).status_code == 404
    assert (
        "Tautan tanpa kata sandi"
        in signed_in(reporting.cast.oka).get(form_of(reporting).removesuffix("form/")).content.decode()
    )

    assert signed_in(reporting.cast.oka).post(address).status_code == 302

    assert client.get(form_of(reporting)).status_code == 302
    assert Client().get(form_links.path_of(link)).status_code == 410
    # The next reminder brings a new one, which the old one does not open.
    (fresh,) = form_links.links_for(reporting.period, [(reporting.cast.oka, reporting.cast.dlh.pk)]).values()
    assert form_links.path_of(fresh) != form_links.path_of(link)


def test_it_is_over_when_the_period_closes(reporting: Reporting, link: FormLink) -> None:
    client = opened(link)
    earlier = {"opens_on": dt.date(2026, 1, 1), "due_on": dt.date(2026, 1, 2), "grace_until": dt.date(2026, 1, 2)}
    ReportingPeriod.objects.filter(pk=reporting.period.pk).update(**earlier, closes_on=dt.date(2026, 1, 3))

    assert client.get(form_of(reporting)).status_code == 302
    assert Client().get(form_links.path_of(link)).status_code == 410


@pytest.mark.parametrize("change", ["role", "account"])
def test_it_opens_nothing_for_somebody_who_may_not_any_more(reporting: Reporting, link: FormLink, change: str) -> None:
    client = opened(link)
    if change == "role":
        Membership.objects.filter(user=reporting.cast.oka).delete()
    else:
        User.objects.filter(pk=reporting.cast.oka.pk).update(is_active=False)

    assert client.get(form_of(reporting)).status_code == 302
    assert Client().post(form_links.path_of(link)).status_code == 410


def test_a_changed_link_and_one_signed_for_something_else_are_no_links(link: FormLink) -> None:
    signed = form_links.path_of(link).removeprefix("/progress/link/").rstrip("/")
    other = signing.Signer(salt="something else").sign_object([link.pk, link.nonce])

    for changed in (signed[:-1] + ("A" if signed[-1] != "A" else "B"), "A" + signed, other, "x", "x:y"):
        assert Client().get(f"/progress/link/{changed}/").status_code == 410


def test_somebody_else_who_is_signed_in_is_told_before_being_signed_out(
    reporting: Reporting, link: FormLink, signed_in: SignedIn
) -> None:
    assert "Sari" in signed_in(reporting.cast.sari).get(form_links.path_of(link)).content.decode()
    assert signed_in(reporting.cast.oka).get(form_links.path_of(link))["Location"] == form_of(reporting)


def test_a_demonstration_account_gets_a_link_in_a_trial_and_none_in_production(
    reporting: Reporting, settings: Settings
) -> None:
    User.objects.filter(pk=reporting.cast.oka.pk).update(is_demo=True)
    person = User.objects.get(pk=reporting.cast.oka.pk)
    (link,) = form_links.links_for(reporting.period, [(person, reporting.cast.dlh.pk)]).values()
    assert Client().get(form_links.path_of(link)).status_code == 200

    settings.MODE = "production"

    assert form_links.links_for(reporting.period, [(person, reporting.cast.dlh.pk)]) == {}
    assert Client().post(form_links.path_of(link)).status_code == 410


# What reminders are made of -----------------------------------------------------------------------------------------


def test_an_officer_is_told_what_is_due_with_their_own_link(reporting: Reporting, cast: Cast) -> None:
    (item,) = [one for one in reminders.due_items(TODAY) if cast.oka.pk in one.owners]

    assert item.due_on == reporting.period.due_on
    assert item.heads == {cast.hadi.pk}
    assert item.coordinators == {cast.rani.pk}
    assert item.link_for(cast.oka.pk) == form_links.path_of(FormLink.objects.get(user=cast.oka))
    assert "DLH" in item.subject["id"]
    assert item.subject["id"] != item.subject["en"]


def test_what_came_back_is_answered_by_the_link_while_the_period_takes_reports(
    reporting: Reporting, cast: Cast
) -> None:
    submitted(reporting)
    services.move_report(reporting.report(), RETURN_AS_HEAD, by=cast.hadi, today=TODAY, reason="Angka hulu?")

    (item,) = reminders.due_items(TODAY)

    assert item.owners == {cast.oka.pk}
    assert item.link_for(cast.oka.pk) == form_links.path_of(FormLink.objects.get(user=cast.oka))
    closed = reporting.period.closes_on + dt.timedelta(days=1)
    (item,) = reminders.due_items(closed)
    assert item.link_for(cast.oka.pk) == form_of(reporting)


def test_the_links_stay_the_same_from_run_to_run(reporting: Reporting, cast: Cast) -> None:
    first = {item.key: item.links for item in reminders.due_items(TODAY)}

    assert {item.key: item.links for item in reminders.due_items(TODAY)} == first


def test_a_report_that_was_sent_in_waits_for_its_head_and_then_for_the_verifier(
    reporting: Reporting, cast: Cast
) -> None:
    submitted(reporting)
    assert [one.owners for one in reminders.due_items(TODAY)] == [{cast.hadi.pk}]

    assert services.move_report(reporting.report(), APPROVE, by=cast.hadi, today=TODAY).state == State.APPROVED
    assert [one.owners for one in reminders.due_items(TODAY)] == [{cast.vera.pk}]


def test_its_session_reaches_the_files_of_its_own_items_alone(reporting: Reporting, link: FormLink) -> None:
    client = opened(link)
    address = form_of(reporting).removesuffix("form/") + f"items/{reporting.keys['milestone']}/evidence/"
    files = client.post(address, headers={"X-Report": "script"}).json()["address"]

    assert client.get(files).status_code == 200
    assert client.get(f"{files}parts/6f6b0c0e-8c55-4f0e-9b1b-0f9c7c1e2a11/").json() == {"received": 0}
    assert client.get("/progress/line/").json()["person"]
    assert client.get(f"/files/of/plans.milestone/{reporting.milestone.pk}/").status_code == 404
    assert client.get("/files/of/progress.reportitem/999999/").status_code == 404
