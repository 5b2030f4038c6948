"""What a check of the chain can find, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "changed": _("Entry %(number)s (place %(seq)s: %(detail)s) was changed; it is not what was written."),
    "moved": _(
        "Entry %(number)s (place %(seq)s: %(detail)s) does not follow from the one before it: something before it was "
        "removed, inserted or put in another order, or it was computed anew."
    ),
    "forged": _("Entry %(number)s (place %(seq)s: %(detail)s) was not written by Serambi: its mark is wrong."),
    "missing": _("Entries are missing: places %(seq)s to %(detail)s."),
    "twice": _("Entry %(number)s stands at place %(seq)s, where another one stands already."),
    "cut": _("The end of the record is missing, from place %(seq)s on."),
    "head": _("The head of the chain is not the last entry (place %(seq)s)."),
    "anchor": _("At place %(seq)s the chain is another one than when the anchor was taken: it was computed anew."),
    "origin": _("Who acted from where was changed afterwards (origin %(detail)s)."),
    "value": _("A personal value of entry %(number)s (%(detail)s) is not what was written, or is missing."),
    "erasure": _("Personal values were emptied without the entry that must say so, or by another list than it says "
                 "(entry %(number)s)."),
    "trigger": _("The database does not protect the record: the trigger %(detail)s is missing. Run `serambi migrate`."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written. seq: place in the chain; number: of the entry; both where known."""

    kind: str
    seq: int | None = None
    number: int | None = None
    detail: str = ""

    @property
    def sentence(self) -> str:
        told = {"number": self.number, "seq": "–" if self.seq is None else self.seq, "detail": self.detail}
        return str(SENTENCES[self.kind]) % told
