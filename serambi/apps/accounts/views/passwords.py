"""Passwords: forgotten, chosen by a link, and changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.forms import ChangePasswordForm, ChoosePasswordForm, LinkForm
from serambi.apps.accounts.permissions import actor, can_change_password
from serambi.ui.messages import done


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

    http_method_names = ["get", "head", "post", "options"]
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
    user = actor(request)
    if not can_change_password(user):
        return render(request, "accounts/demo_account.html", status=403)
    form = ChangePasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        here = request.session.session_key
        services.change_password(user, password=form.cleaned_data["new_password1"], but=here)
        update_session_auth_hash(request, user)
        services.move_session(request.session)
        done(request, _("Your password is changed. You stay signed in here; everywhere else you are signed out."))
        return redirect("accounts:profile")
    return render(request, "accounts/password_change.html", {"form": form})
