"""Signing in and out, passwords, and a person's own page."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, LoginView, LogoutView, PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.forms import ChangePasswordForm, ChoosePasswordForm, LinkForm, ProfileForm, SignInForm
from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import can_change_password
from serambi.ui.messages import done


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
        return {name: value for name, value in context.items() if name not in {"site", "site_name"}}

    def get_default_redirect_url(self) -> str:
        with translation.override(getattr(self.request.user, "language", None) or translation.get_language()):
            return reverse(settings.LOGIN_REDIRECT_URL)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        services.note_sign_in(form.get_user())
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        # axes counts what was tried; what a lockout turned away was not, and is not written down again and again.
        if form.was_refused and getattr(self.request, "axes_failures_since_start", None):
            services.note_failed_sign_in(form.cleaned_data["username"])
        return super().form_invalid(form)


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


# Passwords ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same for every address."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.request_password_link(form.cleaned_data["email"], site=request.build_absolute_uri("/").rstrip("/"))
        return redirect("accounts:password_sent")
    return render(request, "accounts/password_reset.html", {"form": form})


@require_safe
def password_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_sent.html", {"hours": settings.PASSWORD_RESET_TIMEOUT // 3600})


class PasswordChoose(PasswordResetConfirmView):
    """The page behind a link: choose a password. A link that was used, is old or was never made is gone (410)."""

    template_name = "accounts/password_choose.html"
    form_class = ChoosePasswordForm

    def get_user(self, uidb64: str) -> Any:
        return queries.person_of_link(uidb64)

    def form_valid(self, form: Any) -> HttpResponse:
        services.change_password(form.user, password=form.cleaned_data["new_password1"])
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        done(self.request, _("Your password is set. Sign in with it."))
        return redirect("accounts:sign_in")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not context["validlink"]:
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; every other session of the person ends."""
    user = _person(request)
    if not can_change_password(user):
        raise PermissionDenied
    form = ChangePasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.change_password(user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        done(request, _("Your password is changed. You stay signed in here; everywhere else you are signed out."))
        return redirect("accounts:profile")
    return render(request, "accounts/password_change.html", {"form": form})


# A person's own page ------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and correct it."""
    user = _person(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        services.change_profile(user, **form.cleaned_data)
        with translation.override(user.language):
            done(request, _("Your page is saved."))
            return redirect("accounts:profile")
    # The roles belong to the app of the organizations, which stands above this one; here they are only shown.
    memberships = user.memberships.select_related("organization")
    context = {"form": form, "memberships": memberships, "may_change_password": can_change_password(user)}
    return render(request, "accounts/profile.html", context)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
