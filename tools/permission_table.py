"""Write the permission table of `tests/permission_table/` into the reference.

python tools/permission_table.py
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "permissions.md"

ROLE_HEADS = {
    "nobody": "signed out",
    "coordinator": "coordinator",
    "officer": "officer, own agency",
    "stranger": "officer, other agency",
    "head": "head",
    "verifier": "verifier",
    "executive": "executive",
    "viewer": "viewer",
}
CELLS = {
    "open": "yes",
    "sign_in": "sign in",
    "refused": "no",
    "hidden": "hidden",
    "no_method": "–",
    "elsewhere": "elsewhere",
}
TITLES = {
    "portal": "Public site",
    "evaluation": "State of the plan",
    "indicators": "Indicators",
    "plans": "Plan",
    "imports": "Loading tables",
    "workbook": "Workbook",
    "observations": "Figures",
    "observation_tables": "Tables of figures",
    "progress": "Reporting",
    "citizen_reports": "Reports of residents",
    "meetings": "Meetings, decisions and actions",
    "letters": "Letters and attendance lists",
    "papers": "Documents of meetings",
    "partnerships": "Commitments of partners",
    "attachments": "Evidence",
    "agencies": "Organizations, people and roles",
    "regions": "Areas",
    "accounts": "Accounts",
    "notifications": "Messages",
    "audit": "Audit record",
    "jobs": "Jobs",
    "budgets": "Budget forms",
    "ui": "Interface",
}
HEAD = """# Who may do what

Written by `tools/permission_table.py` from `tests/permission_table/`. The tests ask for every cell of these tables
and fail for an address that is missing here, so what stands here is what happens.

- **yes**: the page opens; the form is read and answered.
- **sign in**: the person is sent to the sign-in page, and from there back.
- **no**: the page says that it is not open to them (403).
- **hidden**: as if there were nothing at this address (404), because they may not know of it.
- **elsewhere**: the person is taken to the page on which they may do their part.
- **–**: the address is not for this: nothing can be sent to it, or nothing can be opened at it (405).

The officer and the head of the table belong to the agency that leads the program, produces the series and owns the
indicator; the officer of another agency does not. The program, the series and the indicator are published; the figure
is preliminary. Reading is GET, sending is POST; every address stands under `/en/` too.
"""


def written() -> str:
    """Return the page as it should be."""
    from tests.permission_table import PERMISSIONS

    apps = list(TITLES)
    rows = sorted(PERMISSIONS, key=lambda permission: apps.index(permission.app))
    parts = [HEAD]
    for app, permissions in groupby(rows, key=lambda permission: permission.app):
        parts.append(f"\n## {TITLES[app]}\n\n")
        parts.append(f"| address | | {' | '.join(ROLE_HEADS.values())} |\n")
        parts.append(f"|---|---|{'---|' * len(ROLE_HEADS)}\n")
        for permission in permissions:
            path = _path(permission.name)
            parts.append(f"| `{path}` | read | {_cells(permission.get)} |\n")
            parts.append(f"| | send | {_cells(permission.post)} |\n")
    return "".join(parts)


def _cells(rule: Mapping[str, str]) -> str:
    return " | ".join(CELLS[rule[role]] for role in ROLE_HEADS)


def _path(name: str) -> str:
    """Return the address with its parts named, as `/organizations/<abbreviation>/edit/`."""
    from django.urls import get_resolver

    resolver, path = get_resolver(), "/"
    *spaces, last = name.split(":")
    for space in spaces:
        prefix, resolver = resolver.namespace_dict[space]
        path += prefix
    (possibility, *_rest) = resolver.reverse_dict.getlist(last)
    template, parameters = possibility[0][0]
    return path + template % {parameter: f"<{parameter}>" for parameter in parameters}


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    PAGE.write_text(written(), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
