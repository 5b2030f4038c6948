"""Remember where a request came from while it is answered, and write down which files people download."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse

from serambi.apps.audit.addresses import CURRENT, client_address
from serambi.apps.audit.origins import REQUEST, asked
from serambi.apps.audit.services import record_export

_FILE_NAME = re.compile(r"filename\*=utf-8''([^;]+)|filename=\"?([^\";]+)", re.IGNORECASE)


class RememberOrigin:
    """Let `audit.services.record` know who asks from where without every service passing it on.

    A file that somebody who has signed in downloads is written down here, for every page that there is and will be.
    What visitors without an account download is public, and who reads what is public is nobody's business.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = asked(request)
        address, about = CURRENT.set(client_address(request)), REQUEST.set(told)
        try:
            response = self.get_response(request)
            _note_download(request, response)
        finally:
            CURRENT.reset(address)
            REQUEST.reset(about)
        response["X-Request-ID"] = told.request_id
        return response


def _note_download(request: HttpRequest, response: HttpResponse) -> None:
    disposition = response.get("Content-Disposition", "")
    user = getattr(request, "user", None)
    if not disposition.startswith("attachment") or not getattr(user, "pk", None):
        return
    if response.status_code != 200 or request.method == "HEAD":
        return
    found = _FILE_NAME.search(disposition)
    name = unquote(found.group(1) or found.group(2)) if found else ""
    record_export(name, by=user, query=request.get_full_path()[:500])
