"""Who may sign in, and what they may do with their own account."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from serambi.apps.accounts.models import User


def demo_accounts_are_open() -> bool:
    """Tell whether demonstration accounts may be used: in a trial and in tests, never in production."""
    return str(settings.MODE) != "production"


def can_sign_in(user: User) -> bool:
    """Tell whether the person's account is open; a demonstration account never is in production."""
    return user.is_active and (not user.is_demo or demo_accounts_are_open())


def can_change_password(user: User) -> bool:
    """Tell whether the password is the person's own; that of a demonstration account is printed for everybody."""
    return not user.is_demo


def actor(request: HttpRequest) -> User:
    """Return the person who acts; the pages that call it need somebody signed in. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
