"""What is asked of every request by somebody who has signed in, and of programs that come with a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.models import ApiKey, Scope
from serambi.apps.accounts.permissions import can_sign_in
from serambi.apps.accounts.views.signing_in import OWED

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Where somebody may go who has still to set up the second factor that their role needs.
_OPEN_WHILE_OWED = frozenset(
    {"accounts:second_factor", "accounts:recovery_codes", "accounts:sign_out", "ui:preferences"}
)
# No key opens what decides who may do what, nor the record of it.
_NEVER_BY_KEY = frozenset({"accounts", "audit", "jobs"})
_WRITES = {Scope.READ: frozenset(), Scope.FIGURES: frozenset({"observations"})}


class OpenSessions:
    """Keep where people are signed in up to date, and keep those to one page who owe a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key is not None:
            services.saw_session(request.session)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if request.session.session_key is None or not request.session.get(OWED):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in _OPEN_WHILE_OWED:
            return None
        return redirect("accounts:second_factor")


class ApiKeys:
    """Let a program in that comes with `Authorization: Bearer srb_…`, as the person whose key it is.

    It stands before the check against forged forms (CSRF), which only sessions need; it comes without one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return self.get_response(request)
        key = queries.key_of(text.strip())
        if key is None or not key.works_on(timezone.localdate()) or not can_sign_in(key.user):
            return _refused(401, _("This key is not known, or does not work any more."))
        services.note_use(key)
        request.user = key.user
        request.api_key = key  # type: ignore[attr-defined]  # ours
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # Django's own switch
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        key = getattr(request, "api_key", None)
        if key is None or _may(key, request):
            return None
        return _refused(403, _("This key may not do that."))


def _may(key: ApiKey, request: HttpRequest) -> bool:
    spaces = set(request.resolver_match.namespaces) if request.resolver_match else set()
    if spaces & _NEVER_BY_KEY:
        return False
    return request.method in SAFE or bool(spaces & _WRITES[Scope(key.scope)])


def _refused(status: int, sentence: str) -> JsonResponse:
    headers = {"WWW-Authenticate": 'Bearer realm="Serambi"'} if status == 401 else {}
    return JsonResponse({"error": sentence}, status=status, headers=headers)
