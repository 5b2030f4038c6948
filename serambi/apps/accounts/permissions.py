"""Who may sign in, and what they may do with their own account."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

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
    """Tell whether the password is the person's own; that of a demonstration account is printed for everybody.

    What stands beside a password goes with it: a second factor would close the account to all the others who try it.
    """
    return not user.is_demo


def actor(request: HttpRequest) -> User:
    """Return the person who acts; the pages that call it need somebody signed in. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


# What only a higher app knows: the roles of people, and who keeps the rules -----------------------------------------

RoleCodes = Callable[[Any], Collection[str]]
RoleChoices = Sequence[tuple[str, Any]]


def _no_roles(user: Any) -> Collection[str]:
    return ()


def _nobody(user: Any) -> bool:
    return False


class _Told:
    """What the app of the organizations told this one, when the program started."""

    role_codes: RoleCodes = staticmethod(_no_roles)
    role_choices: RoleChoices = ()
    keeps_rules: Callable[[Any], bool] = staticmethod(_nobody)


def roles_are(codes: RoleCodes, choices: RoleChoices, *, kept_by: Callable[[Any], bool]) -> None:
    """Take what the roles are: `codes` of a person's, all of them with their names, and who keeps the rules on them."""
    _Told.role_codes, _Told.role_choices, _Told.keeps_rules = staticmethod(codes), choices, staticmethod(kept_by)


def role_choices() -> RoleChoices:
    return _Told.role_choices


def can_change_sign_in_rules(user: Any) -> bool:
    return _Told.keeps_rules(user)


def has_one_of(user: User, roles: Collection[str]) -> bool:
    """Tell whether the person has one of these roles today."""
    return not set(roles).isdisjoint(_Told.role_codes(user))
