"""Reading attachments; what a person may not see is not there for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db.models import Count, Model, Q, QuerySet, Sum
from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify

from serambi.apps.attachments import storage
from serambi.apps.attachments.findings import Finding, Use, findings
from serambi.apps.attachments.models import Attachment, AttachmentQuerySet, Scan, StoredFile
from serambi.apps.attachments.permissions import Belonging, Owner, known_owners, owner_of, sources_of
from serambi.apps.attachments.similar import DISTANCE, distance, near

_MOST_USES = 5
_HASHES_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Row:
    """An attachment in a list. findings: for those who may attach or verify, else empty."""

    attachment: Attachment
    findings: tuple[Finding, ...] = ()

    @property
    def doubts(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_doubt]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The attachments of one object for one person.

    size: bytes of all that stand. archived: for those who may attach.
    """

    target: Any
    owner_type: str
    belonging: Belonging
    rows: tuple[Row, ...]
    archived: tuple[Attachment, ...]
    size: int
    may_read: bool
    may_attach: bool
    may_verify: bool

    @property
    def url(self) -> str:
        return page_of(self.owner_type, self.target.pk)

    @property
    def file_limit(self) -> int:
        return int(settings.FILE_BYTES)

    @property
    def item_limit(self) -> int:
        return int(settings.ITEM_BYTES)


@dataclass(frozen=True, slots=True)
class Seen:
    """One attachment for one person, with what it belongs to."""

    attachment: Attachment
    owner: Owner
    target: Any
    belonging: Belonging
    may_read: bool
    may_attach: bool
    may_verify: bool

    @property
    def title(self) -> str:
        return self.attachment.title if self.may_read else self.attachment.public_title

    @property
    def file_name(self) -> str:
        """Return what it is called when it is sent to the person: to the public, what it shows."""
        if self.may_read:
            return self.attachment.name
        ending = self.attachment.name.rpartition(".")[2]
        return f"{slugify(self.attachment.public_title) or self.attachment.pk}.{ending}"


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the objects that need evidence have it; sums of two are a completeness again."""

    have: int
    needed: int

    @property
    def ratio(self) -> Fraction | None:
        """Return have / needed, from 0 to 1; None where nothing needs evidence."""
        return Fraction(self.have, self.needed) if self.needed else None

    def __add__(self, other: Completeness) -> Completeness:
        return Completeness(self.have + other.have, self.needed + other.needed)


NOTHING_NEEDED = Completeness(0, 0)


@dataclass(frozen=True, slots=True)
class EvidenceCount:
    """How many attachments stand for an object, and how many of them everybody sees."""

    count: int = 0
    published: int = 0

    def __add__(self, other: EvidenceCount) -> EvidenceCount:
        return EvidenceCount(self.count + other.count, self.published + other.published)


def page_of(owner_type: str, pk: int) -> str:
    """Return the address of the page with the attachments of an object."""
    return reverse("attachments:of", args=[owner_type, pk])


def target_for(user: Any, owner_type: str, pk: int) -> tuple[Owner, Any]:
    """Return an object that can have attachments and who answers for it; Http404 when the person may not see it."""
    owner = owner_of(owner_type)
    target = owner.find(user, [pk]).get(pk)
    if target is None:
        raise Http404(pk)
    return owner, target


def evidence_for(user: Any, target: Model) -> Evidence:
    """Return the attachments of an object that was got for the same person, for `attachments/_of.html`.

    People who may not read see what is published; the number of queries does not grow with the attachments.
    """
    owner = owner_of(target._meta.label_lower)
    return _evidence(user, owner, [target], {target.pk: owner.describe(target)})[target.pk]


def evidence_for_many(user: Any, targets: Sequence[Model]) -> dict[int, Evidence]:
    """Return the attachments of several objects of one table, by their numbers, with as many queries as for one."""
    if not targets:
        return {}
    owner = owner_of(targets[0]._meta.label_lower)
    if owner.describe_many is None:
        raise TypeError(owner.type)
    return _evidence(user, owner, targets, owner.describe_many(targets))


def _evidence(
    user: Any, owner: Owner, targets: Sequence[Any], belongings: Mapping[int, Belonging]
) -> dict[int, Evidence]:
    ids = [target.pk for target in targets]
    by_target = _attached(owner.type, ids)
    may = {
        target.pk: (owner.may_read(user, target), owner.may_attach(user, target), owner.may_verify(user, target))
        for target in targets
    }
    standing = {
        pk: [one for one in found if _stands(one) and (may[pk][0] or one.is_published)]
        for pk, found in by_target.items()
    }
    told = [one for pk, found in standing.items() if may[pk][1] or may[pk][2] for one in found]
    uses = uses_elsewhere(user, told) if told else {}
    result = {}
    for target in targets:
        may_read, may_attach, may_verify = may[target.pk]
        belonging = belongings[target.pk]
        here = standing.get(target.pk, [])
        is_told = may_attach or may_verify
        result[target.pk] = Evidence(
            target=target,
            owner_type=owner.type,
            belonging=belonging,
            rows=tuple(
                Row(one, tuple(findings(one, belonging, uses.get(one.pk, [])))) if is_told else Row(one) for one in here
            ),
            archived=tuple(one for one in by_target.get(target.pk, ()) if one.archived_at is not None and may_attach),
            size=sum(one.stored.size for one in here),
            may_read=may_read,
            may_attach=may_attach,
            may_verify=may_verify,
        )
    return result


def _stands(attachment: Attachment) -> bool:
    return attachment.is_current and attachment.stored.scan != Scan.INFECTED


def _attached(owner_type: str, ids: Collection[int]) -> dict[int, list[Attachment]]:
    """Return everything attached to these objects, and to those whose evidence stands for them too; two queries."""
    places = {(owner_type, pk): {pk} for pk in ids}
    for pk, others in sources_of(owner_type, ids).items():
        for place in others:
            places.setdefault(place, set()).add(pk)
    wanted = Q(pk__in=())
    for table in {table for table, _pk in places}:
        wanted |= Q(owner_type=table, owner_id__in=[pk for other, pk in places if other == table])
    found: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.filter(wanted).select_related("stored", "uploaded_by"):
        for pk in places[one.owner_type, one.owner_id]:
            found.setdefault(pk, []).append(one)
    return found


def get_attachment_for(user: Any, pk: int) -> Seen:
    """Return an attachment with what the person may do; Http404 when they may not see it.

    Who may not read sees what is published and stands; an archived one is for those who may attach or verify.
    """
    attachment = Attachment.objects.select_related("stored", "uploaded_by", "published_by").filter(pk=pk).first()
    if attachment is None:
        raise Http404(pk)
    owner, target = target_for(user, attachment.owner_type, attachment.owner_id)
    may = [check(user, target) for check in (owner.may_read, owner.may_attach, owner.may_verify)]
    seen = Seen(attachment, owner, target, owner.describe(target), *may)
    is_open = attachment.is_published or seen.may_read
    if not is_open or (attachment.archived_at is not None and not (seen.may_attach or seen.may_verify)):
        raise Http404(pk)
    return seen


def findings_for(user: Any, seen: Seen) -> list[Finding]:
    """Return what is to be told about one attachment: to those who may attach or verify, nothing to others."""
    if not (seen.may_attach or seen.may_verify):
        return []
    uses = uses_elsewhere(user, [seen.attachment]).get(seen.attachment.pk, [])
    return findings(seen.attachment, seen.belonging, uses)


def versions_of(attachment: Attachment) -> list[Attachment]:
    """Return the other versions of an attachment, latest first."""
    found: list[Attachment] = []
    older = attachment.replaces
    while older is not None:
        found.append(older)
        older = older.replaces
    newer = Attachment.objects.filter(replaces=attachment).first()
    while newer is not None:
        found.insert(0, newer)
        newer = Attachment.objects.filter(replaces=newer).first()
    return found


def picture_of(attachment: Attachment, view: str = "view") -> bytes | None:
    """Return a picture for a page that goes out, as JPEG: made anew, covered where it was covered.

    view: `view`, or one of the two smaller ones, `large` and `small`, which are WebP.

    None where it is no picture, a virus was found in it, or its file is not there.
    """
    stored = attachment.stored
    if not stored.is_picture or stored.scan == Scan.INFECTED:
        return None
    path = storage.view_path(stored.digest, view, attachment=attachment.pk if attachment.covered else None)
    return path.read_bytes() if path.is_file() else None


# The same picture elsewhere ---------------------------------------------------------------------------------------


def uses_elsewhere(user: Any, attachments: Sequence[Attachment]) -> dict[int, list[Use]]:
    """Return where else the files and pictures of these stand, by the attachment's id.

    A use that the person may not see is told without its place.
    """
    alike = _alike({one.stored for one in attachments})
    others = Attachment.objects.current().filter(stored_id__in={pk for found in alike.values() for pk in found})
    by_stored: dict[int, list[Attachment]] = {}
    for other in others.order_by("pk"):
        by_stored.setdefault(other.stored_id, []).append(other)
    named = _places_of(user, [one for group in by_stored.values() for one in group])
    return {
        one.pk: [
            Use(*named.get(other.pk, ("", "")), same_file=other.stored_id == one.stored_id)
            for stored_id in sorted(alike[one.stored_id])
            for other in by_stored.get(stored_id, ())
            if (other.owner_type, other.owner_id) != (one.owner_type, one.owner_id)
        ][:_MOST_USES]
        for one in attachments
    }


def _alike(stored: Collection[StoredFile]) -> dict[int, set[int]]:
    """Return the ids of files that are the same or look alike, by the id of each of these."""
    found = {one.pk: {one.pk} for one in stored}
    hashes = [(one.pk, one.hash_bits) for one in stored if one.hash_bits is not None]
    # SQLite takes some thirty thousand values in one question, and a hash asks with 68.
    for start in range(0, len(hashes), _HASHES_AT_ONCE):
        some = hashes[start : start + _HASHES_AT_ONCE]
        candidates = list(StoredFile.objects.filter(near(bits for _pk, bits in some)).values_list("pk", "hash_bits"))
        for pk, bits in some:
            found[pk] |= {
                other for other, others in candidates if others is not None and distance(bits, others) <= DISTANCE
            }
    return found


def _places_of(user: Any, attachments: Sequence[Attachment]) -> dict[int, tuple[str, str]]:
    """Return name and address of what these belong to, of those that the person may see; a few queries a table."""
    found: dict[int, tuple[str, str]] = {}
    for owner in known_owners():
        here = [one for one in attachments if one.owner_type == owner.type]
        targets = owner.find(user, {one.owner_id for one in here}) if here else {}
        for one in here:
            target = targets.get(one.owner_id)
            if target is not None and owner.may_read(user, target):
                found[one.pk] = (owner.name(target), reverse("attachments:detail", args=[one.pk]))
    return found


# Counts -----------------------------------------------------------------------------------------------------------


def completeness(objects: QuerySet[Any]) -> Completeness:
    """Return how many of these objects of one table have evidence that stands."""
    ids = list(objects.order_by().values_list("pk", flat=True))
    return Completeness(have=len(counts_of({objects.model: ids})), needed=len(ids))


def counts_of(owned: Mapping[type[Model], Iterable[int]]) -> dict[tuple[type[Model], int], EvidenceCount]:
    """Return how many attachments stand for objects of some tables; those without are absent.

    What stands for them through others counts, too. One query, and one for each table that has such others.
    """
    places: dict[tuple[str, int], set[tuple[type[Model], int]]] = {}
    for table, given in owned.items():
        ids, label = list(given), table._meta.label_lower
        for pk in ids:
            places.setdefault((label, pk), set()).add((table, pk))
        for pk, others in sources_of(label, ids).items():
            for place in others:
                places.setdefault(place, set()).add((table, pk))
    wanted = Q(pk__in=())
    for label in {label for label, _pk in places}:
        wanted |= Q(owner_type=label, owner_id__in=[pk for other, pk in places if other == label])
    rows = Attachment.objects.current().filter(wanted).order_by().values("owner_type", "owner_id")
    found: dict[tuple[type[Model], int], EvidenceCount] = {}
    for row in rows.annotate(count=Count("pk"), published=Count("pk", filter=Q(is_published=True))):
        for target in places[row["owner_type"], row["owner_id"]]:
            found[target] = found.get(target, EvidenceCount()) + EvidenceCount(row["count"], row["published"])
    return found


def size_of(owner_type: str, pk: int) -> int:
    """Return the bytes of all that stands for an object."""
    return _of(owner_type, [pk]).current().aggregate(size=Sum("stored__size"))["size"] or 0


def _of(owner_type: str, ids: Any) -> AttachmentQuerySet:
    return Attachment.objects.filter(owner_type=owner_type, owner_id__in=ids)
