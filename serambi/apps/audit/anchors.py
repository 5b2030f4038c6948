"""Heads of the chain kept outside the database: on paper, in a mail, in a file on another machine.

Whoever owns the database and the key can make a whole chain anew; not one that fits an anchor taken before.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from serambi.apps.audit import chain
from serambi.apps.audit.models import ChainHead
from serambi.ui.refusals import Refusal

_HASH = re.compile(r"[0-9a-f]{64}")


class AnchorUnreadable(Refusal):
    code = "anchor_unreadable"
    sentence = _("Line %(line)s of %(file)s is no anchor.")
    hint = _("Give the file that `serambi audit anchor --file` wrote, one anchor a line.")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the chain at one moment. hash: 64 characters; at: when it was sealed, ISO."""

    seq: int
    hash: str
    at: str

    @property
    def groups(self) -> str:
        """Return the hash in groups of eight, to be read on paper."""
        return chain.grouped(self.hash)

    def as_line(self) -> str:
        return json.dumps(asdict(self))


def current() -> Anchor | None:
    """Return the head of the chain now; None while it is empty."""
    head = ChainHead.objects.filter(pk=1, seq__gt=0).first()
    if head is None:
        return None
    return Anchor(head.seq, bytes(head.hash).hex(), head.sealed_at.isoformat(timespec="seconds"))


def read(path: Path) -> list[Anchor]:
    """Return the anchors of a file, one a line. Raises AnchorUnreadable and OSError."""
    found = []
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not text.strip():
            continue
        try:
            told = json.loads(text)
            anchor = Anchor(int(told["seq"]), str(told["hash"]).replace(" ", "").lower(), str(told.get("at", "")))
        except (ValueError, TypeError, KeyError) as error:
            raise AnchorUnreadable(line=line, file=path.name) from error
        if not _HASH.fullmatch(anchor.hash) or anchor.seq < 1:
            raise AnchorUnreadable(line=line, file=path.name)
        found.append(anchor)
    return found
