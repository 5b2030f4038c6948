"""A person's second factor: set up, recovery codes, taken away; and which roles need one."""

from __future__ import annotations

import base64
import io
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.errors import AccountError
from serambi.apps.accounts.forms import CodeForm, SignInRulesForm
from serambi.apps.accounts.permissions import actor, can_change_password, can_change_sign_in_rules
from serambi.apps.accounts.views.signing_in import OWED
from serambi.ui.doors import refuse_unless
from serambi.ui.messages import done

# Shown once, on the page after the one that made them.
_CODES = "new_recovery_codes"


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Show whether one has a second factor; set it up with an app, or once more with a new phone."""
    user = actor(request)
    if not can_change_password(user):
        return render(request, "accounts/demo_account.html", status=403)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = services.confirm_second_factor(user, code=form.cleaned_data["code"])
        except AccountError as error:
            form.add_error("code", str(error))
        else:
            request.session.pop(OWED, None)
            request.session[_CODES] = codes
            return redirect("accounts:recovery_codes")
    device = services.prepare_second_factor(user)
    link = device.config_url
    context = {
        "form": form,
        "picture": qr_code(link),
        "link": link,
        "secret": parse_qs(urlsplit(link).query)["secret"][0],
        "has_one": queries.has_second_factor(user),
        "needed": queries.needs_second_factor(user),
        "owed": OWED in request.session,
        "codes_left": queries.recovery_codes_left(user),
    }
    return render(request, "accounts/second_factor.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes once; POST makes new ones in place of the old."""
    user = actor(request)
    if not queries.has_second_factor(user):
        return redirect("accounts:second_factor")
    if request.method == "POST":
        request.session[_CODES] = services.new_recovery_codes(user)
        return redirect("accounts:recovery_codes")
    codes = request.session.pop(_CODES, [])
    context = {"codes": codes, "codes_left": queries.recovery_codes_left(user)}
    return render(request, "accounts/recovery_codes.html", context)


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_remove(request: HttpRequest) -> HttpResponseBase:
    """Take one's second factor away, with a code of it."""
    user = actor(request)
    if not queries.has_second_factor(user):
        return redirect("accounts:second_factor")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_second_factor(user, code=form.cleaned_data["code"])
        except AccountError as error:
            form.add_error("code", str(error))
        else:
            done(request, _("You sign in with your password alone from now on."))
            return redirect("accounts:profile")
    return render(request, "accounts/second_factor_remove.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Say which roles need a second factor."""
    user = actor(request)
    refuse_unless(can_change_sign_in_rules(user))
    initial = {"second_factor_roles": queries.sign_in_rules().second_factor_roles}
    form = SignInRulesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        roles = form.cleaned_data["second_factor_roles"]
        count = services.change_rules(second_factor_roles=roles, by=user, session_key=request.session.session_key)
        out = ngettext("%(count)s person was signed out.", "%(count)s people were signed out.", count)
        done(request, f"{_('The rules are saved.')} {out % {'count': count} if count else ''}".strip())
        return redirect("accounts:rules")
    return render(request, "accounts/rules.html", {"form": form})


def qr_code(text: str) -> str:
    """Return a picture of the text for a phone's camera, as the address of an image."""
    import qrcode  # noqa: PLC0415 - seldom needed, and it brings Pillow and lxml along
    import qrcode.image.svg  # noqa: PLC0415 - likewise

    image = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=8, border=2)
    file = io.BytesIO()
    image.save(file)
    return "data:image/svg+xml;base64," + base64.b64encode(file.getvalue()).decode()
