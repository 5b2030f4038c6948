"""From what is due to the message and its link: the apps together."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from serambi.apps.notifications.models import Message
from serambi.apps.notifications.reminders import remind
from serambi.apps.progress import form_links
from serambi.apps.progress.models import FormLink
from serambi.apps.progress.tests.builders import TODAY, make_reporting
from tests.cast import Cast


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


def test_a_message_arrives_and_its_link_opens_the_form(cast: Cast) -> None:
    reporting = make_reporting(cast)
    moment = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(9)))

    assert remind(moment).told

    message = Message.objects.get(user=cast.oka)
    assert form_links.path_of(FormLink.objects.get(user=cast.oka)) in message.body
    place = {"cycle": reporting.cycle.code, "period": str(reporting.period.period), "agency": "DLH"}
    assert Client().post(message.link)["Location"] == reverse("progress:form", kwargs=place)


def test_nobody_is_reminded_on_a_holiday(cast: Cast) -> None:
    make_reporting(cast)
    independence_day = timezone.make_aware(dt.datetime.combine(dt.date(2026, 8, 17), dt.time(9)))

    assert remind(independence_day).asleep
