"""Who holds which role where on a day, for whoever asks about everybody at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Role
from serambi.apps.progress.models import Delegation


class People:
    """Who holds which role where on a day, their own or lent; read once for a whole run, with two queries."""

    def __init__(self, day: dt.date) -> None:
        self.users: dict[int, User] = {}
        self.by_place: dict[tuple[str, int], set[int]] = defaultdict(set)
        members = Membership.objects.valid_on(day).filter(user__is_active=True).select_related("user")
        for member in members:
            self._add(member.role, member.organization_id, member.user)
        lent = Delegation.objects.valid_on(day).filter(receiver__is_active=True).select_related("receiver")
        for one in lent:
            self._add(one.role, one.organization_id, one.receiver)

    def _add(self, role: str, organization: int, user: User) -> None:
        self.users[user.pk] = user
        self.by_place[role, organization].add(user.pk)

    def at(self, role: Role, organization: int) -> frozenset[int]:
        return frozenset(self.by_place.get((role, organization), ()))

    def anywhere(self, role: Role) -> frozenset[int]:
        return frozenset().union(*(ids for (held, _place), ids in self.by_place.items() if held == role))
