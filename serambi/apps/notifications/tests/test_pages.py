"""The pages of messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.notifications import services
from serambi.apps.notifications.models import Delivery, DeliveryState, Device, Message, Preferences
from serambi.apps.notifications.outbox import Letter
from tests.cast import Cast

SignedIn = Callable[[User], Client]
SUBSCRIPTION = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/x",
    "keys": {"p256dh": "BEl6", "auth": "k8J"},
    "name": "Firefox, Windows",
}


@pytest.fixture(autouse=True)
def state(settings: Settings, tmp_path: Path) -> None:
    settings.STATE = tmp_path


def tell(user: User, key: str, subject: str = "Laporan terlambat", body: str = "Isi") -> Message:
    services.tell(Letter(user, "test", key, subject, body, "/data/"))
    return Message.objects.get(key=key)


def test_ones_own_messages_and_nobody_elses(cast: Cast, signed_in: SignedIn) -> None:
    own, other = tell(cast.oka, "a", "Punya Oka"), tell(cast.sari, "b", "Punya Sari")
    client = signed_in(cast.oka)

    text = client.get("/messages/").content.decode()
    assert "Punya Oka" in text
    assert "Punya Sari" not in text
    assert client.get(f"/messages/{other.pk}/").status_code == 404
    assert 'href="/data/"' in client.get(f"/messages/{own.pk}/").content.decode()
    own.refresh_from_db()
    assert own.read_at is not None


def test_messages_are_searched_and_taken_as_read(cast: Cast, signed_in: SignedIn) -> None:
    tell(cast.oka, "a", "Sampah")
    tell(cast.oka, "b", "Air")
    client = signed_in(cast.oka)

    assert "Air" not in client.get("/messages/?q=sampah").content.decode()
    client.post("/messages/read/")
    assert "Tidak ada pesan yang cocok" in client.get("/messages/?unread=1").content.decode()


def test_a_message_is_text_and_never_markup(cast: Cast, signed_in: SignedIn) -> None:
    message = tell(cast.oka, "a", "<b>x</b>", "<script>alert(1)</script>")

    text = signed_in(cast.oka).get(f"/messages/{message.pk}/").content.decode()

    assert "<script>alert" not in text
    assert "<b>x</b>" not in text


def test_the_list_costs_the_same_for_any_number(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        tell(cast.oka, str(number))
    client = signed_in(cast.oka)

    with django_assert_max_num_queries(10):
        client.get("/messages/")


def test_channels_are_chosen_and_the_choice_recorded(cast: Cast, signed_in: SignedIn, settings: Settings) -> None:
    settings.WHATSAPP_GATEWAY = "https://gateway.example/"
    client = signed_in(cast.oka)

    response = client.post("/messages/choose/", {"by_mail": "", "whatsapp": "0812 3456-7890"})

    assert response.status_code == 302
    chosen = Preferences.objects.get()
    assert (chosen.by_mail, chosen.whatsapp) == (False, "+6281234567890")
    assert Entry.objects.filter(object_type="notifications.preferences", actor_id=cast.oka.pk).count() == 1


def test_a_wrong_number_is_told_and_kept(cast: Cast, signed_in: SignedIn, settings: Settings) -> None:
    settings.WHATSAPP_GATEWAY = "https://gateway.example/"

    text = signed_in(cast.oka).post("/messages/choose/", {"by_mail": "on", "whatsapp": "12"}).content.decode()

    assert "kode negaranya" in text
    assert 'value="12"' in text
    assert not Preferences.objects.exists()


def test_a_gateway_that_is_not_there_is_not_offered_and_its_number_stays(cast: Cast, signed_in: SignedIn) -> None:
    Preferences.objects.create(user=cast.oka, telegram="12345")
    client = signed_in(cast.oka)

    assert "Telegram" not in client.get("/messages/choose/").content.decode()
    client.post("/messages/choose/", {"by_mail": "on"})
    assert Preferences.objects.get().telegram == "12345"


def subscribe(client: Client, told: object) -> int:
    return client.post("/messages/devices/", json.dumps(told), content_type="application/json").status_code


def test_a_browser_subscribes_and_leaves(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.oka)
    assert subscribe(client, SUBSCRIPTION) == 201
    assert subscribe(client, SUBSCRIPTION) == 201
    device = Device.objects.get()
    assert "Firefox, Windows" in client.get("/messages/choose/").content.decode()

    assert signed_in(cast.sari).post(f"/messages/devices/{device.pk}/remove/").status_code == 404
    assert client.post(f"/messages/devices/{device.pk}/remove/").status_code == 302
    assert not Device.objects.exists()


@pytest.mark.parametrize("told", [None, [], {}, {"endpoint": "x"}, {"endpoint": "x", "keys": 3}, "text"])
def test_a_subscription_that_says_nothing_is_refused(cast: Cast, signed_in: SignedIn, told: object) -> None:
    assert subscribe(signed_in(cast.oka), told) == 400


def test_a_service_that_no_browser_has_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    assert subscribe(signed_in(cast.oka), {**SUBSCRIPTION, "endpoint": "https://10.0.0.1/admin"}) == 422
    assert not Device.objects.exists()


def test_a_message_to_try_it_out(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.oka).post("/messages/choose/try/")

    assert Message.objects.get().user == cast.oka


def test_the_coordinator_sees_what_became_of_messages_but_not_what_they_say(cast: Cast, signed_in: SignedIn) -> None:
    tell(cast.oka, "a", body="rahasia dinas")
    Delivery.objects.update(state=DeliveryState.FAILED, problem="HTTP 500")
    client = signed_in(cast.rani)

    text = client.get("/messages/deliveries/?state=failed").content.decode()

    assert "HTTP 500" in text
    assert "rahasia dinas" not in text
    assert signed_in(cast.oka).get("/messages/deliveries/").status_code == 403


def test_what_was_given_up_is_tried_again(cast: Cast, signed_in: SignedIn) -> None:
    tell(cast.oka, "a")
    delivery = Delivery.objects.get()
    client = signed_in(cast.rani)
    address = f"/messages/deliveries/{delivery.pk}/again/"

    assert "sedang dikirim" in client.post(address, follow=True).content.decode()
    Delivery.objects.update(state=DeliveryState.FAILED, attempts=6)
    client.post(address)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)
    assert delivery.next_at <= timezone.now()


def test_the_service_worker_may_serve_the_whole_site(db: None) -> None:
    response = Client().get("/ui/worker.js")

    if response.status_code == 404:
        pytest.skip("needs the built front end: make build")
    assert response["Service-Worker-Allowed"] == "/"
    assert b"showNotification" in response.content
