"""Telling people things, and letting them choose how; what the apps above need for it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.notifications import outbox, queries
from serambi.apps.notifications.channels import is_push_service, site_address
from serambi.apps.notifications.due import DueItem, due_items_from, due_page_is, working_days_are
from serambi.apps.notifications.errors import NotFailed, UnknownPushService
from serambi.apps.notifications.models import Delivery, DeliveryState, Device, Message
from serambi.apps.notifications.outbox import Attached, Letter, Stranger

__all__ = [
    "Attached",
    "DueItem",
    "Letter",
    "Stranger",
    "add_device",
    "change_preferences",
    "due_items_from",
    "due_page_is",
    "mark_all_read",
    "mark_read",
    "remove_device",
    "send_again",
    "send_test",
    "site_address",
    "tell",
    "working_days_are",
]

_CHOSEN = ("by_mail", "telegram", "whatsapp")


@transaction.atomic
def tell(*letters: Letter) -> int:
    """Tell people something over the channels they chose, soon after the commit; returns how many are new.

    A letter whose key is known already is the same message and is not made twice.
    """
    return outbox.put(letters, timezone.now())


def mark_read(message: Message) -> None:
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(user: User) -> int:
    """Take all of somebody's messages as read; returns how many were not."""
    return Message.objects.visible_to(user).unread().update(read_at=timezone.now())


@transaction.atomic
def change_preferences(user: User, *, by_mail: bool, telegram: str, whatsapp: str) -> None:
    """Choose over which channels one is told."""
    chosen = queries.preferences_of(user)
    before = snapshot(chosen, _CHOSEN)
    chosen.by_mail, chosen.telegram, chosen.whatsapp = by_mail, telegram, whatsapp
    chosen.save()
    record(Verb.CHANGED, chosen, by=user, before=before, after=snapshot(chosen, _CHOSEN))


@transaction.atomic
def add_device(user: User, *, endpoint: str, p256dh: str, auth: str, name: str) -> Device:
    """Let a browser show messages although no page is open. Raises UnknownPushService.

    The same browser again, or for somebody else who signed in there, takes the place of the earlier one.
    """
    if not is_push_service(endpoint):
        raise UnknownPushService
    device, made = Device.objects.update_or_create(
        endpoint=endpoint, defaults={"user": user, "p256dh": p256dh, "auth": auth, "name": name[:120]}
    )
    if made:
        record(Verb.CREATED, device, by=user, after={"name": device.name})
    return device


@transaction.atomic
def remove_device(device: Device, *, by: User) -> None:
    record(Verb.DELETED, device, by=by, before={"name": device.name})
    device.delete()


def send_test(user: User) -> Message:
    """Send somebody a message to see whether it arrives."""
    now = timezone.now()
    key = f"test:{user.pk}:{now.timestamp():.0f}"
    outbox.put(
        [Letter(user, "test", key, _("A message to try it out"), _("If you read this, messages reach you here."))], now
    )
    return Message.objects.get(key=key)


@transaction.atomic
def send_again(delivery: Delivery, *, by: User) -> None:
    """Try once more what was given up. Raises NotFailed."""
    again = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED)
    if not again.update(state=DeliveryState.WAITING, attempts=0, next_at=timezone.now(), began_at=None):
        raise NotFailed
    record(Verb.RESTORED, delivery, by=by)
