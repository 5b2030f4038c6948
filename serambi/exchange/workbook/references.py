"""The two sheets that are only for looking things up: who and where belongs to other pages and is loaded there."""

from __future__ import annotations

from serambi.apps.agencies.models import OrganizationKind, Sector
from serambi.apps.regions.models import AreaKind
from serambi.exchange.workbook.columns import Column, Kind, Sheet, Words

NO_NOTE = Words("", "")
_SINCE = Column("valid_from", Words("Ada sejak", "Exists since"), NO_NOTE, Kind.DAY)
_UNTIL = Column("valid_until", Words("Ada sampai", "Existed until"), NO_NOTE, Kind.DAY)
_SOURCE = Column("source", Words("Sumber", "Source"), NO_NOTE, width=28)
_READ_ONLY = Words(
    "Lembar rujukan: dibaca untuk mencari kode, tidak dimuat. Ubah melalui halaman Serambi.",
    "A reference sheet: for finding codes, never loaded. Change it on the pages of Serambi.",
)

ORGANIZATIONS = Sheet(
    "organizations", Words("Organisasi", "Organizations"), _READ_ONLY, ("abbreviation",), (
        Column("abbreviation", Words("Singkatan", "Abbreviation"), NO_NOTE),
        Column("name", Words("Nama", "Name"), NO_NOTE, width=44),
        Column("sector", Words("Sektor", "Sector"), NO_NOTE, Kind.CHOICE, choices=Sector),
        Column("kind", Words("Jenis", "Kind"), NO_NOTE, Kind.CHOICE, choices=OrganizationKind, width=20),
        Column("sipd_code", Words("Kode SIPD", "SIPD code"), NO_NOTE),
        Column("area", Words("Kode wilayah", "Area code"), NO_NOTE, Kind.NAME, of="areas"),
        _SINCE, _UNTIL, _SOURCE,
    ), is_reference=True,
)  # fmt: skip

AREAS = Sheet(
    "areas", Words("Wilayah", "Areas"), _READ_ONLY, ("code",), (
        Column("code", Words("Kode", "Code"), NO_NOTE, width=20),
        Column("name", Words("Nama", "Name"), NO_NOTE, width=34),
        Column("kind", Words("Jenis", "Kind"), NO_NOTE, Kind.CHOICE, choices=AreaKind),
        Column("parent", Words("Bagian dari", "Part of"), NO_NOTE, Kind.NAME, of="areas"),
        _SINCE, _UNTIL, _SOURCE,
    ), is_reference=True,
)  # fmt: skip
