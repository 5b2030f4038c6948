"""A file that comes in parts from a script, so that a line that drops costs one part and not the whole file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts.permissions import actor
from serambi.apps.attachments import errors, services
from serambi.apps.attachments.checking.names import shown
from serambi.apps.attachments.errors import AttachmentError
from serambi.apps.attachments.partial import PART_BYTES, Partial, partial
from serambi.apps.attachments.queries import target_for
from serambi.apps.attachments.views.pages import told
from serambi.ui import formats
from serambi.ui.doors import refuse_unless

_LONGEST_NUMBER = 12


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, owner_type: str, pk: int, key: Any) -> HttpResponse:
    """Say how much of a file is here; POST: take the next part, and with the last one the file.

    In the address of a POST: `from`, the place of its first byte; `size` and `name` of the whole file. The body is the
    part. Answers `received` while the file is on its way, and what a form that sends the whole file answers at the end;
    asked again under the same key, it is answered the same. 409: the part does not follow what is here.
    """
    owner, target = target_for(request.user, owner_type, pk)
    refuse_unless(owner.may_attach(request.user, target))
    waiting = partial(actor(request).pk, owner_type, pk, str(key))
    answer = waiting.answer
    if answer is not None:
        return JsonResponse(answer["body"], status=answer["status"])
    if request.method != "POST":
        return JsonResponse({"received": waiting.received})
    return _taken(request, target, waiting)


def _taken(request: HttpRequest, target: Any, waiting: Partial) -> HttpResponse:
    start, size = _number(request, "from"), _number(request, "size")
    name = request.GET.get("name", "")
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        body = request.body if length <= PART_BYTES else b""
    except (UnreadablePostError, ValueError):
        return JsonResponse({"received": waiting.received}, status=400)
    if size is not None and size > settings.FILE_BYTES:
        refusal = errors.TooLarge(name=shown(name), limit=formats.file_size(settings.FILE_BYTES))
        services.note_refusal(target, refusal, name=name, size=size, by=request.user)
        return _settled(waiting, told([], [refusal]), 413)
    # Nothing is left to send where the program ended between the last part and its answer.
    is_rest = bool(body) or (start is not None and start == size)
    if start is None or not size or not is_rest or start + len(body) > size:
        text = _("This is no part of the file. Send the file again from its beginning.")
        return JsonResponse({"taken": 0, "text": text, "codes": ["no_part"]}, status=400)
    if waiting.received != start:
        return JsonResponse({"received": waiting.received}, status=409)
    received = waiting.add(body, start=start) if body else start
    if received != size:
        return JsonResponse({"received": received}, status=200 if received == start + len(body) else 409)
    return _whole(request, target, waiting, name=name, size=size)


def _whole(request: HttpRequest, target: Any, waiting: Partial, *, name: str, size: int) -> HttpResponse:
    """Take the file as if it had come in one piece."""
    with waiting.content.open("rb") as content:
        file: UploadedFile[Any] = UploadedFile(file=content, name=name, size=size)
        try:
            taken = services.attach(target, file, by=actor(request), today=timezone.localdate())
        except AttachmentError as refusal:
            return _settled(waiting, told([], [refusal]), 422)
    return _settled(waiting, told([taken], []), 200)


def _settled(waiting: Partial, body: dict[str, Any], status: int) -> HttpResponse:
    waiting.settle({"body": body, "status": status})
    return JsonResponse(body, status=status)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None
