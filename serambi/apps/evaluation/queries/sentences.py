"""What is true of the plan now, in words. Every sentence is made from the same rows that the table shows."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from serambi.apps.evaluation.queries.organizations import OrganizationWork
from serambi.apps.evaluation.queries.overview import NodeRow, Overview
from serambi.apps.evaluation.queries.realization import Realization
from serambi.apps.partnerships.queries import OrganizationCommitments
from serambi.ui import formats

# A move of less than a point is not worth a sentence.
A_MOVE = 1.0

_WORDS: tuple[str | Promise, ...] = (
    pgettext_lazy("number", "none"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
    pgettext_lazy("number", "ten"),
)


def in_words(count: int) -> str:
    """Return a number up to ten as a word, a larger one in digits."""
    return str(_WORDS[count]) if count < len(_WORDS) else formats.number(count, 0)


def headline(overview: Overview) -> str:
    """Return the one sentence of the page: how many pillars are on plan."""
    rows = overview.rows
    known = [row for row in rows if row.value is not None]
    on_plan = sum(row.is_on_plan for row in known)
    words = {"on": in_words(on_plan), "known": in_words(len(known)), "all": in_words(len(rows))}
    if not overview.total.counts.planned:
        sentence = _("The plan has no program yet.")
    elif not known:
        sentence = _("No pillar has an attainment yet.")
    elif len(known) == len(rows):
        sentence = _of_all(on_plan, len(rows)) % words
    else:
        sentence = _of_known(on_plan, len(known)) % words
    return sentence[:1].upper() + sentence[1:]


def _of_all(on_plan: int, every: int) -> str:
    if on_plan == every:
        return ngettext("The pillar is on plan.", "All %(all)s pillars are on plan.", every)
    if on_plan == 0:
        return ngettext("The pillar is not on plan.", "None of the %(all)s pillars is on plan.", every)
    return ngettext("%(on)s of %(all)s pillars is on plan.", "%(on)s of %(all)s pillars are on plan.", on_plan)


def _of_known(on_plan: int, known: int) -> str:
    if on_plan == known:
        return ngettext(
            "%(known)s of %(all)s pillars has figures; it is on plan.",
            "%(known)s of %(all)s pillars have figures; all of them are on plan.",
            known,
        )
    if on_plan == 0:
        return ngettext(
            "%(known)s of %(all)s pillars has figures; it is not on plan.",
            "%(known)s of %(all)s pillars have figures; none of them is on plan.",
            known,
        )
    return ngettext(
        "%(known)s of %(all)s pillars have figures; %(on)s of them is on plan.",
        "%(known)s of %(all)s pillars have figures; %(on)s of them are on plan.",
        on_plan,
    )


def lede(overview: Overview) -> SafeString:
    """Return the sentences under the headline: who is behind and why, who moves, and who has no figures."""
    sentences: list[str] = []
    known = [row for row in overview.rows if row.value is not None]
    behind = next((row for row in known if not row.is_on_plan), None)
    if behind is not None:
        sentences.append(_behind(behind))
    elif known:
        lowest = _("{pillar} is lowest, at {value}.") if len(known) > 1 else _("{pillar} is at {value}.")
        sentences.append(format_html(lowest, pillar=_bold(known[0]), value=_percent(known[0])))
        sentences.append(_whole(_late_in_all(overview.total.counts.late)))
        sentences.append(_whole(_stale(known[0])))
    sentences.append(_moving(overview.rows, behind))
    sentences.append(_without_figures(overview))
    return mark_safe(" ".join(str(conditional_escape(part)) for part in sentences if part))  # noqa: S308 - escaped


def _behind(row: NodeRow) -> SafeString:
    reasons = [part for part in (_late(row), _stale(row), _missing(row), _fallen(row)) if part]
    if not reasons:
        return format_html(_("{pillar} is furthest behind, at {value}."), pillar=_bold(row), value=_percent(row))
    return format_html(
        _("{pillar} is furthest behind ({value}): {reasons}."),
        pillar=_bold(row),
        value=_percent(row),
        reasons=listed(reasons[:3]),
    )


def _late(row: NodeRow) -> str:
    return _late_in_all(row.counts.late)


def _stale(row: NodeRow) -> str:
    if row.longest_stale is None:
        return ""
    name, period = row.longest_stale
    if row.stale == 1:
        return _("“%(name)s” has no figure since %(period)s") % {"name": name, "period": formats.period(period)}
    return ngettext(
        "%(count)s figure is old (“%(name)s” since %(period)s)",
        "%(count)s figures are old (“%(name)s” since %(period)s)",
        row.stale,
    ) % {"count": in_words(row.stale), "name": name, "period": formats.period(period)}


def _missing(row: NodeRow) -> str:
    words = {"count": in_words(row.missing)}
    text = ngettext("%(count)s indicator has no value", "%(count)s indicators have no value", row.missing)
    return text % words if row.missing else ""


def _fallen(row: NodeRow) -> str:
    if row.change is None or row.change > -A_MOVE:
        return ""
    return _("down %(points)s points in a quarter") % {"points": formats.number(-row.change, 1)}


def _moving(rows: Sequence[NodeRow], behind: NodeRow | None) -> str:
    """Return a sentence about the pillar that rose most, with what holds it back; "" when none rose."""
    rising = [row for row in rows if row is not behind and row.change is not None and row.change >= A_MOVE]
    if not rising:
        return ""
    row = max(rising, key=lambda one: (one.change or 0.0, -one.pk))
    points = formats.number(row.change, 1)
    if not row.no_owner:
        return format_html(_("{pillar} is up {points} points."), pillar=_bold(row), points=points)
    sentence = ngettext(
        "{pillar} is up {points} points, but {count} of its indicators has no owner.",
        "{pillar} is up {points} points, but {count} of its indicators have no owner.",
        row.no_owner,
    )
    return format_html(sentence, pillar=_bold(row), points=points, count=in_words(row.no_owner))


def _late_in_all(count: int) -> str:
    words = {"count": in_words(count)}
    return ngettext("%(count)s program is late", "%(count)s programs are late", count) % words if count else ""


def _whole(clause: str) -> str:
    """Return a clause as a sentence of its own."""
    return f"{clause[0].upper()}{clause[1:]}." if clause else ""


def _without_figures(overview: Overview) -> str:
    empty = [row for row in overview.rows if row.value is None]
    counts = overview.total.counts
    if not counts.planned or not empty:
        return ""
    if len(empty) < len(overview.rows):
        names = listed([row.name for row in empty])
        return ngettext("%(names)s has no figures yet.", "%(names)s have no figures yet.", len(empty)) % {
            "names": names
        }
    measured = counts.planned - counts.no_indicator
    programs = ngettext("%(count)s program is in the plan", "%(count)s programs are in the plan", counts.planned) % {
        "count": formats.number(counts.planned, 0)
    }
    if not measured:
        return _("%(programs)s, and none has an indicator yet.") % {"programs": programs}
    return ngettext(
        "%(programs)s, %(measured)s of them with an indicator; none has a target that came due and a value.",
        "%(programs)s, %(measured)s of them with indicators; none has a target that came due and a value.",
        measured,
    ) % {"programs": programs, "measured": formats.number(measured, 0)}


# One pillar, one part, one organization ---------------------------------------------------------------------------


def node_headline(row: NodeRow) -> str:
    """Return how far one pillar or part of it has come."""
    if row.value is None:
        return _("%(name)s has no attainment yet.") % {"name": row.name}
    words = {"name": row.name, "value": formats.percent(row.value), "band": row.band_name.lower()}
    if not row.band_name:
        return _("%(name)s reaches %(value)s of its targets.") % words
    return _("%(name)s reaches %(value)s of its targets: %(band)s.") % words


def node_lede(row: NodeRow) -> str:
    """Return what holds a pillar or a part of it back; "" when nothing does."""
    reasons = [part for part in (_late(row), _stale(row), _missing(row), _fallen(row)) if part]
    if not row.counts.planned:
        return _("No program of the plan stands here yet.")
    if not reasons:
        return ""
    return _whole(listed(reasons))


def organization_headline(work: OrganizationWork, promises: OrganizationCommitments | None = None) -> str:
    """Return what is late at an organization, or that nothing is. promises: what partners promised, of its side."""
    name = work.organization.abbreviation
    late, old = work.late_programs, work.late_series
    parts = []
    if late:
        parts.append(_late_in_all(late))
    if old:
        parts.append(
            ngettext("%(count)s series is waiting for figures", "%(count)s series are waiting for figures", old)
            % {"count": in_words(old)}
        )
    if promises is not None and promises.sums.overdue:
        count = promises.sums.overdue
        late_text = ngettext(
            "%(count)s commitment of partners is overdue", "%(count)s commitments of partners are overdue", count
        )
        parts.append(late_text % {"count": in_words(count)})
    if parts:
        return _("%(name)s: %(what)s.") % {"name": name, "what": listed(parts)}
    if not work.has_anything and promises is None:
        return _("%(name)s has no part in the plan yet.") % {"name": name}
    return _("Nothing is late at %(name)s.") % {"name": name}


def listed(parts: Sequence[str]) -> str:
    """Return a row of phrases as a sentence writes it: one, two and three.

    >>> from django.utils import translation
    >>> with translation.override("en"):
    ...     listed(["one", "two", "three"]), listed(["one"])
    ('one, two and three', 'one')
    """
    if len(parts) < 2:
        return "".join(parts)
    return pgettext("list", "%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _bold(row: NodeRow) -> SafeString:
    return format_html("<b>{}</b>", row.name)


def _percent(row: NodeRow) -> str:
    return formats.percent(row.value)


def realization_headline(found: Realization, year: int) -> str:
    """Return the one sentence of the page of money and work."""
    total = found.total
    words = {"year": year, "money": formats.percent(total.budget.percent), "work": formats.percent(total.work)}
    if not total.programs:
        return _("No budget of %(year)s is in the register here.") % words
    if total.budget.percent is None and total.work is None:
        return _("Nothing of %(year)s has been reported yet.") % words
    if total.budget.percent is None:
        return _("The work of %(year)s is at %(work)s; what was spent has not been reported.") % words
    if total.work is None:
        return _("%(money)s of the ceilings of %(year)s are spent; no work has been verified.") % words
    return _("%(money)s of the ceilings of %(year)s are spent; the work is at %(work)s.") % words
