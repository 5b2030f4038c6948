"""Signing in and out, by password and a second factor."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts import provider, queries, services
from serambi.apps.accounts.errors import AccountError
from serambi.apps.accounts.forms import CodeForm, SignInForm
from serambi.apps.accounts.models import User, Way
from serambi.apps.accounts.permissions import can_sign_in
from serambi.apps.audit.services import current_address

BACKEND = "serambi.apps.accounts.backends.PeopleBackend"
# Whoever gave the right password and owes the code, kept in a session that is nobody's yet.
HALF_WAY = "half_way"
HALF_WAY_S = 600
OWED = "second_factor_owed"


class SignIn(LoginView):
    """Sign in by e-mail address; `next` is followed only within this site."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Return where the person wanted to go; not back here, which would go round in circles."""
        wanted = super().get_redirect_url()
        return "" if wanted.partition("?")[0] == self.request.path else wanted

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Django adds a `site` of its own, which would stand in the place of the regency's on the page.
        context = super().get_context_data(**kwargs)
        kept = {name: value for name, value in context.items() if name not in {"site", "site_name"}}
        return {**kept, "provider_name": settings.OIDC_NAME if provider.is_set() else ""}

    def get_default_redirect_url(self) -> str:
        return first_page_of(self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if queries.has_second_factor(user):
            return _ask_for_code(self.request, user, wanted=self.get_redirect_url(), way=Way.PASSWORD)
        let_in(self.request, user, way=Way.PASSWORD)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        # axes counts what was tried; what a lockout turned away was not, and is not written down again and again.
        if form.was_refused and getattr(self.request, "axes_failures_since_start", None):
            services.note_failed_sign_in(form.cleaned_data["username"])
        return super().form_invalid(form)


def first_page_of(user: Any) -> str:
    """Return where a person arrives, in their language."""
    with translation.override(getattr(user, "language", None) or translation.get_language()):
        return resolve_url(settings.LOGIN_REDIRECT_URL)


def arrive(request: HttpRequest, user: User, *, way: Way, wanted: str = "") -> HttpResponse:
    """Let somebody in who proved who they are, asking for the code first where they have a second factor."""
    if queries.has_second_factor(user):
        return _ask_for_code(request, user, wanted=wanted, way=way)
    let_in(request, user, way=way)
    return redirect(wanted or first_page_of(user))


def let_in(request: HttpRequest, user: User, *, way: Way, second_factor: bool = False) -> None:
    """Open the session of somebody who proved who they are; who owes a second factor may only set it up."""
    login(request, user, backend=BACKEND)
    if not second_factor and queries.needs_second_factor(user):
        request.session[OWED] = True
    services.keep_session(
        request.session,
        user,
        way=way,
        address=current_address(),
        agent=request.headers.get("User-Agent", ""),
    )
    services.note_sign_in(user)


def _ask_for_code(request: HttpRequest, user: User, *, wanted: str, way: Way) -> HttpResponse:
    # A new session, so that what a stranger left in this browser is not taken along.
    request.session.flush()
    request.session[HALF_WAY] = {"user": user.pk, "at": timezone.now().timestamp(), "next": wanted, "way": way}
    return redirect("accounts:sign_in_code")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave the right password for the code of their app; after ten minutes from the beginning."""
    half_way = request.session.get(HALF_WAY, {})
    user = User.objects.filter(pk=half_way.get("user")).first()
    late = timezone.now().timestamp() - half_way.get("at", 0) > HALF_WAY_S
    if user is None or late or not can_sign_in(user):
        request.session.pop(HALF_WAY, None)
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.check_code(user, form.cleaned_data["code"])
        except AccountError as error:
            services.note_failed_sign_in(user.email)
            form.add_error("code", str(error))
        else:
            let_in(request, user, way=Way(half_way["way"]), second_factor=True)
            return redirect(_within(request, half_way["next"]) or first_page_of(user))
    return render(request, "accounts/sign_in_code.html", {"form": form})


def _within(request: HttpRequest, wanted: str) -> str:
    """Return the page somebody asked for when it is one of this site; else nothing."""
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if inside else ""


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Answer somebody who has failed too often: when they may try again (called by axes)."""
    now = timezone.now()
    email = str((credentials or {}).get("username", ""))
    address = getattr(request, "axes_ip_address", None)
    again = queries.sign_in_opens_at(email=email, address=address, now=now)
    seconds = math.ceil((again - now).total_seconds())
    context = {"again": again, "minutes": max(math.ceil(seconds / 60), 1)}
    page = render(request, "accounts/locked_out.html", context, status=429)
    page["Retry-After"] = str(max(seconds, 1))
    return page


class SignOut(LogoutView):
    """End the session; only by a form, so that a link or a picture on another page cannot do it."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            services.note_sign_out(request.user)
        return super().post(request, *args, **kwargs)
