"""`serambi accounts`: the first coordinator, and the demonstration accounts of a trial."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.accounts.errors import AccountError
from serambi.apps.accounts.models import User
from serambi.apps.agencies import queries, services
from serambi.apps.agencies.errors import AgencyError, NoOrganizations
from serambi.apps.agencies.models import Organization


class Command(BaseCommand):
    help = "Keep accounts from the command line: create-coordinator, demo, remove-demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create-coordinator", help="create an account that may do everything")
        create.add_argument("email", help="the address to sign in with")
        create.add_argument("--name", required=True, help="the person's name")
        create.add_argument("--organization", default="", help="abbreviation of the organization the person works for")
        create.add_argument("--organization-name", default="", help="create that organization under this name")
        actions.add_parser("demo", help="create one demonstration account for each role and print them (trial only)")
        actions.add_parser("remove-demo", help="remove the demonstration accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            match options["action"]:
                case "create-coordinator":
                    self._create_coordinator(options)
                case "demo":
                    self._demo()
                case "remove-demo":
                    count = services.remove_demo_people()
                    self.stdout.write(_("Demonstration accounts removed: %(count)s") % {"count": count})
        except (AccountError, AgencyError) as error:
            raise CommandError(str(error)) from error

    def _create_coordinator(self, options: dict[str, Any]) -> None:
        email, name = options["email"], options["name"]
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        organization = self._organization(options["organization"], options["organization_name"])
        password = self._password(User(email=email, name=name))
        services.create_coordinator(email=email, name=name, password=password, organization=organization)
        told = {"email": email, "organization": organization.name}
        self.stdout.write(_("%(email)s can sign in and coordinates from %(organization)s.") % told)

    def _organization(self, abbreviation: str, name: str) -> Organization:
        """Return the organization that is named, created when a name is given for it, or the one that coordinates."""
        if abbreviation and name:
            return services.create_organization(services.OrganizationFacts(abbreviation, name), by=None)
        today = timezone.localdate()
        known = queries.organization_choices(today=today)
        if abbreviation:
            found = known.filter(abbreviation__iexact=abbreviation).first()
        else:
            found = queries.coordinating_organization(today=today)
        if found is not None:
            return found
        short = ", ".join(known.values_list("abbreviation", flat=True))
        if not short:
            raise NoOrganizations
        raise CommandError(_("Name the organization with --organization, one of: %(known)s") % {"known": short})

    def _password(self, user: User) -> str:
        """Ask for a password twice on a terminal; read one line where there is none, for a script."""
        if sys.stdin.isatty():
            password = getpass.getpass(_("New password") + ": ")
            if getpass.getpass(_("The same again") + ": ") != password:
                raise CommandError(_("The two passwords differ."))
        else:
            password = sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def _demo(self) -> None:
        rows = [
            (person.user.email, services.DEMO_PASSWORD, f"{person.role.label}, {person.organization.abbreviation}")
            for person in services.create_demo_people()
        ]
        heads = (_("E-mail address"), _("Password"), _("Role"))
        widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(3)]
        for row in [heads, tuple("-" * width for width in widths), *rows]:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write(line.rstrip())
