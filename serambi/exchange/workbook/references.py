"""The sheets that others refer to: who, which is loaded, and where, which is only for looking things up."""

from __future__ import annotations

from dataclasses import replace

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
    "organizations", Words("Organisasi", "Organizations"),
    Words("Perangkat daerah dan mitra. Singkatan dan akhir masanya diubah melalui halaman Serambi.",
          "Agencies and partners. Abbreviations and ends are changed on the pages of Serambi."),
    ("abbreviation",), (
        Column("abbreviation", Words("Singkatan", "Abbreviation"),
               Words("Huruf, angka, titik, tanda hubung.", "Letters, digits, points, hyphens."),
               is_needed=True, longest=30),
        Column("name", Words("Nama", "Name"), NO_NOTE, is_needed=True, longest=200, width=44),
        Column("sector", Words("Sektor", "Sector"), NO_NOTE, Kind.CHOICE, choices=Sector,
               empty=Sector.GOVERNMENT.value),
        Column("kind", Words("Jenis", "Kind"), NO_NOTE, Kind.CHOICE, choices=OrganizationKind,
               empty=OrganizationKind.DEPARTMENT.value, width=20),
        Column("sipd_code", Words("Kode SIPD", "SIPD code"), NO_NOTE, longest=40),
        Column("government_function_codes", Words("Kode bidang urusan", "Government functions"), NO_NOTE, longest=80),
        Column("area", Words("Kode wilayah", "Area code"), NO_NOTE, Kind.NAME, of="areas"),
        Column("website", Words("Situs web", "Website"), NO_NOTE, longest=200),
        _SINCE, replace(_UNTIL, is_fixed=True), replace(_SOURCE, longest=300),
        Column("needs_confirmation", Words("Nama perlu dipastikan", "Name to be confirmed"), NO_NOTE, Kind.FLAG),
        Column("illustration", Words("Ilustrasi", "Illustration"), NO_NOTE, Kind.FLAG, is_fixed=True, width=10),
    ),
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
