"""The sheets of what a plan aims at, who takes part, what stands in the way and what waits for what."""

from __future__ import annotations

from serambi.apps.plans.models import Support
from serambi.exchange.workbook.building import (
    ILLUSTRATION,
    NUMBER,
    PROGRAM,
    SOURCE,
    activity,
    agency,
    choice,
    column,
    flag,
)
from serambi.exchange.workbook.building import PILLAR as PILLAR_CODE
from serambi.exchange.workbook.columns import Column, Kind, Sheet, Words

MISSIONS = Sheet(
    "missions", Words("Misi RPJMD", "RPJMD missions"),
    Words("Misi rencana pembangunan yang dirujuk program.", "The missions of a development plan that programs serve."),
    ("development_plan", "number"), (
        column("development_plan", ("Rencana pembangunan", "Development plan"),
               ("Misalnya RPJMD 2025–2029.", "For example RPJMD 2025–2029."), is_needed=True, longest=60, width=24),
        column("number", ("Nomor", "Number"), kind=Kind.WHOLE, is_needed=True, width=8),
        column("text", ("Misi", "Mission"), is_needed=True, width=60),
        SOURCE,
    ),
)  # fmt: skip

GOALS = Sheet(
    "goals", Words("Sasaran", "Goals"),
    Words("Yang ingin dicapai sebuah pilar.", "What a pillar wants to have reached."),
    ("pillar", "code"), (
        PILLAR_CODE,
        column("code", ("Kode sasaran", "Goal code"), is_needed=True, longest=20),
        column("sub_dimension", ("Kode subdimensi", "Sub-dimension code"),
               ("Kode dari lembar Subdimensi, dari pilar yang sama. Boleh kosong.",
                "A code of the sheet Sub-dimensions, of the same pillar. May be empty."), width=20),
        column("text", ("Sasaran", "Goal"), is_needed=True, width=60),
        ILLUSTRATION,
    ),
)  # fmt: skip

STRATEGIES = Sheet(
    "strategies", Words("Strategi", "Strategies"),
    Words("Cara mencapai sebuah sasaran.", "How a goal is to be reached."),
    ("pillar", "goal", "code"), (
        PILLAR_CODE,
        column("goal", ("Kode sasaran", "Goal code"),
               ("Kode dari lembar Sasaran, dari pilar yang sama.", "A code of the sheet Goals, of the same pillar."),
               is_needed=True, width=16),
        column("code", ("Kode strategi", "Strategy code"), is_needed=True, longest=20),
        column("text", ("Strategi", "Strategy"), is_needed=True, width=60),
        ILLUSTRATION,
    ),
)  # fmt: skip

PARTICIPATIONS = Sheet(
    "participations", Words("Keikutsertaan", "Participation"),
    Words("Organisasi yang mendukung program di samping penanggung jawabnya.",
          "An organization that supports a program beside its lead."),
    ("program", "organization"), (
        PROGRAM,
        Column("organization", Words("Organisasi", "Organization"),
               Words("Singkatan dari lembar Organisasi.", "An abbreviation of the sheet Organizations."),
               Kind.NAME, is_needed=True, of="organizations", width=18),
        choice("support", ("Peran", "Role"), Support, Support.SUPPORTING.value),
        column("note", ("Sumbangan", "Contribution"), longest=300, width=40),
    ),
)  # fmt: skip

_SCALE = ("Angka 1 sampai 5.", "A number from 1 to 5.")

RISKS = Sheet(
    "risks", Words("Risiko", "Risks"),
    Words("Hal yang dapat menghalangi program mencapai targetnya.", "What could keep a program from its target."),
    ("program", "description"), (
        NUMBER, PROGRAM,
        column("description", ("Risiko", "Risk"), is_needed=True, width=50),
        column("likelihood", ("Kemungkinan", "Likelihood"), _SCALE, kind=Kind.WHOLE, is_needed=True, width=12),
        column("impact", ("Dampak", "Impact"), _SCALE, kind=Kind.WHOLE, is_needed=True, width=12),
        agency("owner", ("Penanggung jawab", "Owner")),
        column("response", ("Penanganan", "Response"), width=40),
        flag("closed", ("Ditutup", "Closed")),
        ILLUSTRATION,
    ), has_numbers=True, parent=("program",),
)  # fmt: skip

DEPENDENCIES = Sheet(
    "dependencies", Words("Ketergantungan", "Dependencies"),
    Words("Kegiatan yang menunggu kegiatan lain selesai.", "An activity that waits for another to end."),
    ("program", "activity", "predecessor_program", "predecessor"), (
        PROGRAM, activity(is_needed=True),
        Column("predecessor_program", Words("Kode program yang ditunggu", "Program code waited for"), PROGRAM.note,
               Kind.NAME, is_needed=True, of="programs"),
        column("predecessor", ("Kegiatan yang ditunggu", "Activity waited for"),
               ("Ditulis seperti pada kolom Kegiatan.", "Written as in the column Activity."),
               is_needed=True, width=30),
        column("lag_days", ("Jeda (hari)", "Days in between"), kind=Kind.WHOLE, empty=0, width=10),
    ),
)  # fmt: skip
