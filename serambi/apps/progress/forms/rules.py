"""What the script of the form needs to know: the rules of each field as data, and the sentences of those who break it.

They are made from what the server itself checks by, so that a rule is stated once; the server has the last word.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from serambi.apps.observations import queries as observations
from serambi.apps.observations.labels import for_input
from serambi.apps.observations.models import Series, ValueType
from serambi.apps.observations.services.rules import bounds_text
from serambi.apps.plans.services import write_rupiah
from serambi.apps.progress import errors
from serambi.apps.progress.forms.answers import ItemForm
from serambi.apps.progress.forms.reading import LONGEST, LONGEST_TEXT, TEXTS, VALUES, values_of
from serambi.ui import formats, locales

_TYPES = {"stage": "choice", "reached_on": "day", "amount": "amount", "number": "percent"}


def form_facts(items: Sequence[ItemForm], *, person: str, today: dt.date, title: str) -> str:
    """Return the facts of a form as JSON: whose it is, what is asked by item, and its sentences."""
    locale = locales.current()
    facts: dict[str, Any] = {
        "person": person,
        "title": title,
        "today": today.isoformat(),
        "decimal": locale.decimal,
        "thousands": locale.thousands,
        "jump": observations.JUMP,
        "small": observations.SMALL_COUNT,
        "draft": "",
        "columns": [],
        "items": {item.item.key: _item(item) for item in items},
        "words": _words(today),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _item(item: ItemForm) -> dict[str, Any]:
    before = values_of(item.line.last, item.item.kind)
    return {
        "kind": item.item.kind,
        "before": {name: _text(value) for name, value in before.items()} if item.line.may_be_unchanged else {},
        "usual": "" if item.line.usual is None else f"{item.line.usual:f}",
        "values": {name: _value(name, item.item.series) for name in VALUES[item.item.kind]},
        "texts": {name: LONGEST.get(name, LONGEST_TEXT) for name in (*TEXTS[item.item.kind], "because")},
    }


def _value(name: str, series: Series | None) -> dict[str, Any]:
    if series is None:
        return {"type": _TYPES[name]}
    is_count = series.value_type == ValueType.COUNT
    return {
        "type": "number",
        "whole": is_count,
        "count": is_count,
        "min": _plain(series.minimum),
        "max": _plain(series.maximum),
        "bounds": bounds_text(series),
        "unit": series.unit,
    }


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _text(value: Any) -> str:
    """Return a value of last time as somebody would type it."""
    if isinstance(value, Decimal):
        return for_input(value)
    return "" if value is None else str(value)


def _words(today: dt.date) -> dict[str, str]:
    """Return the sentences of the script; what stands in braces it fills in."""
    return {
        "notANumber": _("“{text}” is not a number."),
        "ambiguous": _("“{text}” can be two numbers. Write {large} or {small}."),
        "notWhole": _("This series counts whole things. “{text}” has decimals."),
        "outside": _("{text} is not believable: a figure of this series is {bounds}."),
        "digits": _("“{text}” has too many digits: at most 15, six of them decimals."),
        "leap": _("{text} is {times} times what is usual here: the middle of the last figures is {median}."),
        "notAPercentage": str(errors.NotAPercentage()),
        "notAnAmount": _("“{text}” is not an amount. Write for example %(example)s.")
        % {"example": write_rupiah(Decimal(1_250_000))},
        "notADay": str(errors.NotADay(text="{text}", example=today.isoformat())),
        "future": _("{text} is still to come. Write the day on which it was reached."),
        "twoAnswers": str(errors.TwoAnswers()),
        "valueAndReason": str(errors.ValueAndReason()),
        "halfAnswered": str(errors.HalfAnswered()),
        "tooLong": str(errors.TooLong(length="{length}", limit="{limit}")),
        "restored": _("What you typed at {time} was not sent yet. It is in the form again."),
        "kept": _("Kept on this device at {time}."),
        "notKept": _("This browser keeps nothing. Save before you leave the page."),
        "sending": _("Sending …"),
        "sent": _("Saved."),
        "waits": _("No line. It is kept on this device and sent as soon as the line is back."),
        "signIn": _("You are signed out. Sign in again and it is sent; nothing is lost."),
        "signInLink": _("Sign in"),
        "failed": _("The server did not take it. It is kept on this device; try again later."),
        "photographWaits": _("Waits to be sent"),
        "photographSent": _("Sent"),
        "tooLarge": _("Larger than {limit}. Make it smaller, or send the pages in several files."),
        "remove": _("Take it away"),
        "removeAsk": _("Take “{name}” away? It was not sent."),
        "yours": _("Yours"),
        "theirs": _("Theirs, from {person}"),
        "conflict": _("{person} changed this while you were writing. Choose for each field what shall stand."),
        "choose": _("Send what was chosen"),
        "yes": _("yes"),
        "no": _("no"),
        "nothing": formats.MISSING,
        "wrong": _("Please correct what is marked; then it can be sent."),
    }


def outbox_words() -> str:
    """Return the sentences of the list of what waits, as JSON."""
    words = {
        "one": _("1 report waits to be sent"),
        "many": _("{count} reports wait to be sent"),
        "photographs": _("{count} photographs and files wait with them"),
        "sendNow": _("Send now"),
        "discard": _("Discard"),
        "discardAsk": _("Discard what you typed for “{title}”? It was not sent and cannot be brought back."),
        "at": _("kept at {time}"),
        "waiting": _("waits to be sent"),
        "conflict": _("somebody changed the same: open it and choose"),
        "refused": _("was not taken"),
        "session": _("waits until you sign in again"),
        "done": _("Everything was sent."),
        "signIn": _("Sign in"),
        "signedOut": _("You are signed out. Sign in again and it is sent; nothing is lost."),
    }
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))
