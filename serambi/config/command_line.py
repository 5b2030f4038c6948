"""The command `serambi`: everything an engineer does with an installation, in one place.

Commands that need the database are Django management commands and keep their names (`serambi migrate`); commands that
do not, like `serambi formula`, start without Django and answer at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

# Commands that start without Django: the module and the click command in it.
WITHOUT_DJANGO = {"formula": ("serambi.exchange.formula_cases.command", "formula")}


def main() -> None:
    """Run the command that the arguments name."""
    name = sys.argv[1] if len(sys.argv) > 1 else "help"
    if name in WITHOUT_DJANGO:
        module, attribute = WITHOUT_DJANGO[name]
        command = getattr(import_module(module), attribute)
        command.main(args=sys.argv[2:], prog_name=f"serambi {name}")
        return
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - `serambi formula` must not pay for it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
    execute_from_command_line(["serambi", *sys.argv[1:]])


if __name__ == "__main__":
    main()
