"""Pages of messages: one's own, how one is told, and for the coordinator what became of all of them."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.notifications import push_keys, queries, services
from serambi.apps.notifications.errors import NotFailed, UnknownPushService
from serambi.apps.notifications.forms import ChannelsForm, DeliveryFilter, MessageFilter
from serambi.apps.notifications.permissions import can_oversee_deliveries
from serambi.ui import formats
from serambi.ui.doors import refuse_unless
from serambi.ui.messages import done

PAGE_SIZE = 50


@login_required
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Show somebody's own messages, the latest first."""
    user = actor(request)
    form = MessageFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.messages_for(user, unread=bool(wanted.get("unread")), text=wanted.get("q", ""))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "form": form,
        "page": page,
        "heading": ngettext("%(count)s message", "%(count)s messages", count) % {"count": formats.number(count, 0)}
        if count
        else _("Messages"),
        "any_unread": any(message.read_at is None for message in page.object_list),
        "oversees": can_oversee_deliveries(user),
    }
    return render(request, "notifications/message_list.html", context)


@login_required
@require_safe
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message, which is then read."""
    message = queries.get_message_for(actor(request), pk)
    services.mark_read(message)
    context = {"message": message, "enclosures": message.enclosures.defer("content")}
    return render(request, "notifications/message_detail.html", context)


@login_required
@require_safe
def enclosure(request: HttpRequest, pk: int, enclosure: int) -> HttpResponse:
    """Hand out a file that came with one of one's own messages."""
    found = queries.get_enclosure_for(actor(request), pk, enclosure)
    headers = {"Content-Disposition": content_disposition_header(True, found.name) or "attachment"}
    return HttpResponse(bytes(found.content), content_type=found.media_type, headers=headers)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Take all of one's messages as read."""
    services.mark_all_read(actor(request))
    return redirect("notifications:message_list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose how one is told."""
    user = actor(request)
    chosen = queries.preferences_of(user)
    form = ChannelsForm(request.POST if request.method == "POST" else None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        services.change_preferences(
            user,
            by_mail=form.cleaned_data["by_mail"],
            telegram=form.cleaned_data.get("telegram", chosen.telegram),
            whatsapp=form.cleaned_data.get("whatsapp", chosen.whatsapp),
        )
        done(request, _("Your choice is saved."))
        return redirect("notifications:choose")
    context = {"form": form, "devices": queries.devices_of(user), "key": push_keys.browser_key()}
    return render(request, "notifications/choose.html", context)


@login_required
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Send oneself a message to see whether it arrives."""
    services.send_test(actor(request))
    done(request, _("A message is on its way to you; it takes a minute."))
    return redirect("notifications:choose")


@login_required
@require_POST
def device_add(request: HttpRequest) -> HttpResponse:
    """Take the subscription of a browser: JSON as the browser gives it (`endpoint`, `keys`), and its name."""
    try:
        told = json.loads(request.body)
        endpoint, keys, name = str(told["endpoint"]), told["keys"], str(told.get("name", ""))
        p256dh, auth = str(keys["p256dh"])[:120], str(keys["auth"])[:40]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": _("The browser did not say how to reach it.")}, status=400)
    try:
        services.add_device(actor(request), endpoint=endpoint[:600], p256dh=p256dh, auth=auth, name=name)
    except UnknownPushService as error:
        return JsonResponse({"error": str(error)}, status=422)
    return JsonResponse({"done": True}, status=201)


@login_required
@require_POST
def device_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Show no more messages in a browser of one's own."""
    user = actor(request)
    services.remove_device(get_object_or_404(queries.devices_of(user), pk=pk), by=user)
    done(request, _("That browser shows no more messages."))
    return redirect("notifications:choose")


@login_required
@require_safe
def delivery_list(request: HttpRequest) -> HttpResponse:
    """Show the coordinator what became of everybody's messages, not what they say."""
    refuse_unless(can_oversee_deliveries(request.user))
    form = DeliveryFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.deliveries(
        state=wanted.get("state", ""), channel=wanted.get("channel", ""), text=wanted.get("q", "")
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    count = page.paginator.count
    counted = ngettext("%(count)s delivery", "%(count)s deliveries", count) % {"count": formats.number(count, 0)}
    heading = counted if count else _("Deliveries")
    return render(request, "notifications/delivery_list.html", {"form": form, "page": page, "heading": heading})


@login_required
@require_POST
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more what was given up."""
    user = actor(request)
    refuse_unless(can_oversee_deliveries(user))
    try:
        services.send_again(queries.get_delivery(pk), by=user)
    except NotFailed as error:
        done(request, str(error))
    else:
        done(request, _("It is tried again within a minute."))
    return redirect("notifications:delivery_list")
