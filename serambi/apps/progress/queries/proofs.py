"""Which answers ask for evidence, and how many have it: counts, added up and never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import ngettext

from serambi.apps.attachments.models import Attachment
from serambi.apps.attachments.permissions import owner_of
from serambi.apps.attachments.queries import Completeness, counts_of, evidence_for_many
from serambi.apps.progress.models import (
    Answer,
    Check,
    Kind,
    ProgressReport,
    ReportingCycle,
    ReportingPeriod,
    ReportItem,
)
from serambi.apps.progress.queries.names import item_name
from serambi.ui import formats

_FLAGS: Mapping[str, str] = {
    Kind.PROGRAM: "proves_programs",
    Kind.MILESTONE: "proves_milestones",
    Kind.MONEY: "proves_money",
    Kind.FIGURE: "proves_figures",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """How many answers ask for evidence, have it, or say why there is none; sums of two are a proof again."""

    have: int = 0
    explained: int = 0
    needed: int = 0

    def __add__(self, other: Proof) -> Proof:
        return Proof(self.have + other.have, self.explained + other.explained, self.needed + other.needed)

    @property
    def completeness(self) -> Completeness:
        return Completeness(self.have, self.needed)

    @property
    def missing(self) -> int:
        """Return how many have neither evidence nor a reason."""
        return self.needed - self.have - self.explained


NO_PROOF = Proof()


def kinds_with_evidence(cycle: ReportingCycle) -> list[str]:
    """Return the kinds of items for which the cycle expects evidence."""
    return [kind for kind, flag in _FLAGS.items() if getattr(cycle, flag)]


def asks_evidence(item: ReportItem, cycle: ReportingCycle) -> bool:
    """Tell whether evidence is expected for what an item says now: something happened, and the cycle wants it seen."""
    if item.answer != Answer.GIVEN or item.kind not in kinds_with_evidence(cycle):
        return False
    return item.kind != Kind.MILESTONE or item.reached_on is not None


def _asking(cycle: ReportingCycle) -> Q:
    """Return the same as `asks_evidence` for the database."""
    said = Q(answer=Answer.GIVEN, kind__in=kinds_with_evidence(cycle))
    return said & (~Q(kind=Kind.MILESTONE) | Q(reached_on__isnull=False))


def proof_of(items: Iterable[ReportItem], cycle: ReportingCycle) -> Proof:
    """Return the counts of some items of one report; one query."""
    asking = [item for item in items if asks_evidence(item, cycle)]
    kept = counts_of({ReportItem: [item.pk for item in asking if item.pk]}) if asking else {}
    have = {item.key for item in asking if (ReportItem, item.pk) in kept}
    return Proof(len(have), sum(bool(item.no_evidence) and item.key not in have for item in asking), len(asking))


def proofs_of_period(period: ReportingPeriod) -> dict[tuple[int, str], Proof]:
    """Return the counts of every report of a period, by its id and the kind of item; one query."""
    return _counted(Q(report__reporting_period=period) & _asking(period.cycle))


def proofs_of_reports(reports: Iterable[ProgressReport]) -> dict[int, Proof]:
    """Return the counts of these reports by their ids; one query."""
    wanted = Q(pk__in=())
    by_cycle: dict[ReportingCycle, list[int]] = {}
    for report in reports:
        by_cycle.setdefault(report.reporting_period.cycle, []).append(report.pk)
    for cycle, ids in by_cycle.items():
        wanted |= Q(report_id__in=ids) & _asking(cycle)
    found: dict[int, Proof] = {}
    for (report_id, _kind), proof in _counted(wanted).items():
        found[report_id] = found.get(report_id, Proof()) + proof
    return found


def _counted(wanted: Q) -> dict[tuple[int, str], Proof]:
    files = Attachment.objects.current().filter(owner_type=ReportItem._meta.label_lower, owner_id=OuterRef("pk"))
    rows = (
        ReportItem.objects.filter(wanted)
        .order_by()
        .annotate(has_file=Exists(files))
        .values("report_id", "kind")
        .annotate(
            needed=Count("pk"),
            have=Count("pk", filter=Q(has_file=True)),
            explained=Count("pk", filter=Q(has_file=False) & ~Q(no_evidence="")),
        )
    )
    return {(row["report_id"], row["kind"]): Proof(row["have"], row["explained"], row["needed"]) for row in rows}


def total(proofs: Iterable[Proof]) -> Proof:
    return sum(proofs, NO_PROOF)


def show_evidence(user: Any, items: Iterable[ReportItem], period: ReportingPeriod) -> Proof:
    """Let items of one report show their files to a person, and return the counts; ten queries, however many items."""
    given = list(items)
    proof = proof_of(given, period.cycle)
    kept = counts_of({ReportItem: [item.pk for item in given if item.pk]})
    having = [item for item in given if (ReportItem, item.pk) in kept]
    shown = evidence_for_many(user, having)
    for item in given:
        item.evidence = shown.get(item.pk)
        item.wants_evidence = asks_evidence(item, period.cycle)
    return proof


@dataclass(frozen=True, slots=True)
class Doubted:
    """Something about a file of an answer that somebody should look at. key: of the item."""

    key: str
    item: str
    file: str
    text: str


def doubtful_evidence(user: Any, reports: Iterable[ProgressReport]) -> dict[int, list[Doubted]]:
    """Return what the files of these reports make doubtful, by the id of the report, for somebody who checks them.

    As many queries for many reports as for one; a report without a doubt is absent, and so is what was accepted before.
    """
    files = Attachment.objects.current().filter(owner_type=ReportItem._meta.label_lower, owner_id=OuterRef("pk"))
    waiting = ReportItem.objects.filter(Exists(files), report_id__in=[report.pk for report in reports])
    ids = list(waiting.exclude(check_state=Check.ACCEPTED).values_list("pk", flat=True))
    items = owner_of(ReportItem._meta.label_lower).find(user, ids) if ids else {}
    found: dict[int, list[Doubted]] = {}
    for evidence in evidence_for_many(user, list(items.values())).values():
        item = evidence.target
        for row in evidence.rows:
            told = [Doubted(item.key, item_name(item), row.attachment.title, one.text) for one in row.doubts]
            found.setdefault(item.report_id, []).extend(told)
    return {report: told for report, told in found.items() if told}


def proof_text(proof: Proof) -> str:
    """Return the counts as a sentence; "" where nothing asks for evidence."""
    if not proof.needed:
        return ""
    facts = {"have": formats.number(proof.have, 0), "needed": formats.number(proof.needed, 0)}
    text = ngettext(
        "Evidence for %(have)s of the %(needed)s answer that asks for it",
        "Evidence for %(have)s of the %(needed)s answers that ask for it",
        proof.needed,
    )
    if not proof.explained:
        return f"{text % facts}."
    more = ngettext("%(count)s says why there is none", "%(count)s say why there is none", proof.explained) % {
        "count": formats.number(proof.explained, 0)
    }
    return f"{text % facts}; {more}."
