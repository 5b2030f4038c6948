"""How commitments stand, in a sentence and in few figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from serambi.apps.partnerships.amounts import plain_text
from serambi.apps.partnerships.queries import Balance, MeasureSum, Sums
from serambi.ui import formats


def headline(sums: Sums, *, cancelled: int = 0) -> str:
    """Return how many there are and how many are overdue. cancelled: how many others there are that were cancelled."""
    if not sums.commitments and cancelled:
        text = ngettext("%(count)s cancelled commitment", "%(count)s cancelled commitments", cancelled)
        return text % {"count": formats.number(cancelled, 0)}
    if not sums.commitments:
        return _("No commitment of a partner yet")
    text = ngettext("%(count)s commitment of partners", "%(count)s commitments of partners", sums.commitments)
    text %= {"count": formats.number(sums.commitments, 0)}
    if not sums.overdue:
        return _("%(commitments)s, none is overdue") % {"commitments": text}
    late = ngettext("%(count)s is overdue", "%(count)s are overdue", sums.overdue)
    return f"{text}, {late % {'count': formats.number(sums.overdue, 0)}}"


def stats(sums: Sums) -> list[dict[str, str]]:
    """Return the figures above the ledger: money in all, what came of it, what was verified, and what is overdue."""
    money = sums.money
    promised, delivered, verified = (
        (money.promised, money.delivered, money.verified) if money is not None else (None, None, None)
    )
    unsaid = money.unsaid if money is not None else 0
    note = ""
    if unsaid:
        note = ngettext("%(count)s more does not say how much", "%(count)s more do not say how much", unsaid)
        note %= {"count": formats.number(unsaid, 0)}
    share = _("%(percent)s of what was promised") % {"percent": formats.percent(money.percent)} if money else ""
    return [
        {"label": _("Money promised"), "value": formats.money(promised), "note": note},
        {
            "label": pgettext("commitment", "Money delivered"),
            "value": formats.money(delivered),
            "note": share if promised else "",
        },
        {"label": _("Verified of it"), "value": formats.money(verified), "note": ""},
        {
            "label": pgettext("commitment", "Overdue"),
            "value": formats.number(sums.overdue, 0),
            "note": _("of %(count)s commitments") % {"count": formats.number(sums.commitments, 0)},
        },
    ]


def measure_text(one: MeasureSum) -> str:
    """Return what commitments in one unit add up to, for example “40 units of 60 units (67 %)”."""
    return _measure_text(one, one.say)


def bare_measure_text(one: MeasureSum) -> str:
    """Return the same without the unit, for where that stands above it: “40 of 60 (67 %)”."""
    return _measure_text(one, plain_text if one.unit else formats.money)


def _measure_text(one: MeasureSum, say: Callable[[Decimal], str]) -> str:
    if one.promised is None:
        if one.delivered is None:
            return _("nothing came yet, and nobody said how much is promised")
        return _("%(delivered)s came; nobody said how much is promised") % {"delivered": say(one.delivered)}
    if one.delivered is None:
        return _("nothing of %(promised)s yet") % {"promised": say(one.promised)}
    facts = {
        "delivered": say(one.delivered),
        "promised": say(one.promised),
        "percent": formats.percent(one.percent, 0),
    }
    return _("%(delivered)s of %(promised)s (%(percent)s)") % facts


def balance_text(balance: Balance, *, is_measured: bool, unit: str, came: int) -> str:
    """Return what came of one commitment. came: how many deliveries count."""
    one = MeasureSum(unit, 1, balance.promised, balance.delivered, None, balance.delivered)
    if is_measured:
        text = measure_text(one)
        text = f"{text[0].upper()}{text[1:]}."
        if balance.beyond:
            text += " " + _("That is %(beyond)s more than promised.") % {"beyond": one.say(balance.beyond)}
        return text
    if not came:
        return _("Nothing came yet.")
    text = ngettext("%(count)s delivery; it is not counted.", "%(count)s deliveries; they are not counted.", came)
    return text % {"count": formats.number(came, 0)}
