"""The files themselves: every one passes here, and nothing of it can run in a reader's browser."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from serambi.apps.attachments import storage
from serambi.apps.attachments.checking.kinds import MEDIA_TYPES
from serambi.apps.attachments.models import Scan
from serambi.apps.attachments.picture_views import SUFFIXES, VIEWS
from serambi.apps.attachments.queries import Seen, get_attachment_for
from serambi.ui.doors import refuse_unless

_SHOWN = {"large", "small"}
# A page cannot be made of it, nothing in it runs, and no other site can put it into one of its pages.
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    # It is as small as it can be; without this the whole of it would be packed once more.
    "Content-Encoding": "identity",
}


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the file: a picture as it is shown, without what the camera wrote; another as it came."""
    seen = get_attachment_for(request.user, pk)
    if seen.attachment.stored.is_picture:
        return _send(request, seen, _view(request, seen, "view"), "image/jpeg", f"{Path(seen.file_name).stem}.jpg")
    return _whole(request, seen)


@login_required
@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send what was sent to us, to the last byte, to those who verify."""
    seen = get_attachment_for(request.user, pk)
    refuse_unless(seen.may_verify)
    return _whole(request, seen)


@require_safe
def picture(request: HttpRequest, pk: int, view: str) -> HttpResponseBase:
    """Show a picture in one of its two smaller sizes."""
    if view not in _SHOWN:
        raise Http404(view)
    seen = get_attachment_for(request.user, pk)
    if not seen.attachment.stored.is_picture:
        raise Http404(pk)
    suffix = SUFFIXES[VIEWS[view][1]]
    return _send(request, seen, _view(request, seen, view), f"image/{suffix}", f"{pk}-{view}.{suffix}", inline=True)


def _whole(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    stored = seen.attachment.stored
    return _send(request, seen, storage.content_path(stored.digest), MEDIA_TYPES[stored.kind], seen.file_name)


def _view(request: HttpRequest, seen: Seen, view: str) -> Path:
    """Return where a view is; the public, and who asks for what it sees (?as=public), gets that with covered areas."""
    attachment = seen.attachment
    as_public = not seen.may_read or request.GET.get("as") == "public"
    covered = attachment.pk if attachment.covered and as_public else None
    return storage.view_path(attachment.stored.digest, view, attachment=covered)


def _send(
    request: HttpRequest, seen: Seen, path: Path, media_type: str, name: str, *, inline: bool = False
) -> HttpResponseBase:
    """Send a file that may be kept by this browser alone, which asks each time whether it still may show it."""
    if seen.attachment.stored.scan == Scan.INFECTED or not path.is_file():
        raise Http404(path.name)
    stat = path.stat()
    tag = f'"{seen.attachment.stored.digest[:24]}-{path.parent.name[:12]}-{path.stem}-{stat.st_mtime_ns:x}"'
    response: HttpResponseBase = get_conditional_response(request, etag=tag) or FileResponse(
        path.open("rb"), as_attachment=not inline, filename=name, content_type=media_type
    )
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    for header, value in _SAFE.items():
        response[header] = value
    patch_vary_headers(response, ["Cookie"])
    return response
