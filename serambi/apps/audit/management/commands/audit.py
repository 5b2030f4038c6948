"""`serambi audit`: check the record, keep its head outside, erase a person from it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from serambi.apps.audit import anchors, erasing, sealing, verifying
from serambi.apps.audit.errors import AuditError


class Command(BaseCommand):
    help = "Look after the audit record: verify, anchor, erase."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="find what was changed directly in the database")
        verify.add_argument("--json", action="store_true", help="answer in JSON")
        verify.add_argument("--from", dest="first", type=int, default=1, metavar="PLACE", help="begin at this place")
        verify.add_argument("--anchor", type=Path, metavar="FILE", help="hold the chain against anchors taken earlier")
        verify.add_argument(
            "--without-key", action="store_true", help="check a copy of the database where the key of the marks is not"
        )
        anchor = actions.add_parser("anchor", help="print the head of the chain, to be kept outside the database")
        anchor.add_argument("--file", type=Path, help="add it to this file as well")
        anchor.add_argument("--mail", metavar="ADDRESS", help="send it to this address as well")
        erase = actions.add_parser("erase", help="erase what the record keeps of a person; cannot be taken back")
        erase.add_argument("person", help="e-mail address, or number of the person")
        erase.add_argument("--reason", required=True, help="why; stays in the record, so without the person's name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except (AuditError, anchors.AnchorUnreadable) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error

    def _verify(self, options: dict[str, Any]) -> None:
        given = anchors.read(options["anchor"]) if options["anchor"] else []
        if not options["without_key"]:
            sealing.seal()
        outcome = verifying.verify(first=options["first"], anchors=given, with_marks=not options["without_key"])
        verifying.keep(outcome)
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(outcome)
        if not outcome.is_good:
            raise CommandError(_("The record is not as it was written."), returncode=1)

    def _tell(self, outcome: verifying.Outcome) -> None:
        told: dict[str, Any] = {
            "count": outcome.count,
            "first": outcome.first,
            "last": outcome.last,
            "seconds": outcome.seconds,
        }
        self.stdout.write(_("Entries checked: %(count)s (places %(first)s to %(last)s, %(seconds)s s).") % told)
        if outcome.waiting:
            self.stdout.write(_("Entries without a place yet: %(count)s.") % {"count": outcome.waiting})
        if outcome.anchors:
            self.stdout.write(_("Anchors held against it: %(count)s.") % {"count": outcome.anchors})
        for erasure in outcome.erasures:
            told = {"number": erasure.number, "at": erasure.at, "person": erasure.subject, "reason": erasure.reason,
                    "values": erasure.values, "origins": erasure.origins}  # fmt: skip
            self.stdout.write(
                _(
                    "Erased by entry %(number)s (%(at)s): person %(person)s, values: %(values)s, origins: %(origins)s. "
                    "Reason: %(reason)s"
                )
                % told
            )
        for finding in outcome.findings:
            self.stdout.write(f"! {finding.sentence}")
        if outcome.found > len(outcome.findings):
            self.stdout.write(_("… and %(count)s more.") % {"count": outcome.found - len(outcome.findings)})
        if outcome.is_good:
            self.stdout.write(_("Nothing was changed, removed, inserted or put in another order."))
            self.stdout.write(_("Head: %(hash)s") % {"hash": outcome.head})

    def _anchor(self, options: dict[str, Any]) -> None:
        sealing.seal()
        head = anchors.current()
        if head is None:
            raise CommandError(_("The record is empty; there is nothing to keep."))
        line = head.as_line()
        if options["file"]:
            with options["file"].open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
        if options["mail"]:
            subject = _("Head of the audit record at place %(seq)s") % {"seq": head.seq}
            EmailMessage(subject, f"{line}\n", to=[options["mail"]]).send()
        self.stdout.write(line)

    def _erase(self, options: dict[str, Any]) -> None:
        person = erasing.person_with(options["person"])
        if person is None:
            told = {"person": options["person"]}
            raise CommandError(_("The record knows nobody with this address: %(person)s") % told)
        entry = erasing.erase_person(person, by=None, reason=options["reason"])
        told = {"values": entry.after["values"], "origins": entry.after["origins"], "number": entry.pk}
        self.stdout.write(_("Erased: values %(values)s, origins %(origins)s. Entry %(number)s says so.") % told)
