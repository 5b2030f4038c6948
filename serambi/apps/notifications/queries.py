"""Reading messages, and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from serambi.apps.accounts.models import User
from serambi.apps.notifications.channels import channels_of
from serambi.apps.notifications.models import Channel, Delivery, DeliveryState, Device, Enclosure, Message, Preferences


def messages_for(user: User, *, unread: bool = False, text: str = "") -> QuerySet[Message]:
    """Return somebody's own messages, the latest first. text: what the subject or the text holds."""
    found = Message.objects.visible_to(user)
    if unread:
        found = found.unread()
    if text:
        found = found.filter(Q(subject__icontains=text) | Q(body__icontains=text))
    return found


def get_message_for(user: User, pk: int) -> Message:
    """Return one of somebody's own messages. Raises Http404."""
    try:
        return Message.objects.visible_to(user).get(pk=pk)
    except Message.DoesNotExist:
        raise Http404 from None


def get_enclosure_for(user: User, message: int, pk: int) -> Enclosure:
    """Return a file of one of somebody's own messages. Raises Http404."""
    found = get_message_for(user, message).enclosures.filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def preferences_of(user: User) -> Preferences:
    """Return what somebody chose, or what holds for whoever chose nothing."""
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


def devices_of(user: User) -> QuerySet[Device]:
    return Device.objects.filter(user=user)


def channels_by_person(ids: Collection[int]) -> dict[int, list[Channel]]:
    """Return over which channels each of these people is told, in two queries."""
    chosen = {row.user_id: row for row in Preferences.objects.filter(user__in=ids)}
    with_device = set(Device.objects.filter(user__in=ids).values_list("user_id", flat=True))
    return {user_id: channels_of(chosen.get(user_id), has_device=user_id in with_device) for user_id in ids}


def deliveries(*, state: str = "", channel: str = "", text: str = "") -> QuerySet[Delivery]:
    """Return everybody's deliveries for whoever oversees them: to whom and what became of it, not what it says."""
    found = Delivery.objects.select_related("message__user").defer("message__body")
    if state in DeliveryState.values:
        found = found.filter(state=state)
    if channel in Channel.values:
        found = found.filter(channel=channel)
    if text:
        found = found.filter(
            Q(message__user__name__icontains=text)
            | Q(message__user__email__icontains=text)
            | Q(message__name__icontains=text)
            | Q(message__address__icontains=text)
        )
    return found


def get_delivery(pk: Any) -> Delivery:
    """Return one delivery. Raises Http404."""
    try:
        return Delivery.objects.select_related("message__user").get(pk=pk)
    except Delivery.DoesNotExist:
        raise Http404 from None
