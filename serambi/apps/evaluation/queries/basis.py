"""Which figures a page shows: what is published, or everything that is known."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from serambi.apps.agencies.permissions import can_see_preliminary


class Basis(StrEnum):
    """FINAL counts verified figures only; WORKING counts preliminary ones too, and marks them."""

    FINAL = "final"
    WORKING = "working"

    def column(self, name: str) -> str:
        """Return the column of this basis, for the tables that keep both: `value` and `final_value`."""
        return f"final_{name}" if self is Basis.FINAL else name


def basis_for(user: Any) -> Basis:
    """Return what the person sees: everything with a role, else what is final."""
    return Basis.WORKING if can_see_preliminary(user) else Basis.FINAL
