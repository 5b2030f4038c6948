"""What the script of the form asks before it sends what waited: whether somebody is still signed in, and who."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from serambi.ui.persons import KEEP_HEADER, person_key


@never_cache
@require_safe
def line(request: HttpRequest) -> JsonResponse:
    """Say that the line is there, whose it is and with which token to send; nobody's when nobody is signed in."""
    if not request.user.is_authenticated:
        return JsonResponse({"person": "", "token": ""})
    return JsonResponse({"person": person_key(request.user), "token": get_token(request)})


def kept(response: HttpResponse) -> HttpResponse:
    """Let the person's own browser keep a page, to show it when there is no line."""
    response[KEEP_HEADER] = "person"
    return response
