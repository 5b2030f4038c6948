"""What must hold before the program serves the public."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import demo_accounts_are_open


@register(Tags.security, deploy=True)
def no_demo_accounts_in_production(**kwargs: Any) -> list[CheckMessage]:
    """Complain about active demonstration accounts where they are refused: their passwords are printed everywhere."""
    if demo_accounts_are_open():
        return []
    try:
        emails = list(User.objects.filter(is_demo=True, is_active=True).values_list("email", flat=True))
    except DatabaseError:  # the tables are not there yet: nobody can sign in either
        return []
    if not emails:
        return []
    return [
        Error(
            f"{len(emails)} demonstration accounts are active: {', '.join(emails)}.",
            hint="They cannot sign in, but should not be here. Remove them with: serambi accounts remove-demo",
            id="accounts.E001",
        )
    ]
