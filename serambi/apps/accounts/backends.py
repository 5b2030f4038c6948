"""Who may sign in with a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from serambi.apps.accounts.permissions import can_sign_in


class PeopleBackend(ModelBackend):
    """Django's check of address and password, which also turns away deactivated people and misplaced demo accounts.

    It is asked again on every request, so that deactivating a person ends their open sessions at once.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return can_sign_in(user)
