"""The board: columns by stage, moving a program, and taking that back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.plans import errors, services
from serambi.apps.plans.models import MasterPlan, Program, Stage
from serambi.apps.plans.queries import Chosen, programs_of
from serambi.apps.plans.queries.board import CARDS, Board, board_of
from serambi.apps.plans.queries.stages import last_stage_entry
from serambi.apps.plans.tests.builders import TODAY, heard, make_full_program, make_line, make_register
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]
BOARD = reverse("plans:board")
FILES = [reverse(f"plans:{name}") for name in ("board_csv", "board_xlsx")]


def board(user: Any, plan: MasterPlan, sort: str = "code", **chosen: Any) -> Board:
    found = Chosen(**chosen)
    return board_of(programs_of(user, plan, found, today=TODAY), found, sort=sort, today=TODAY)


def move(browser: Client, code: str, **sent: str) -> Any:
    return browser.post(reverse("plans:board_move", args=[code]), sent)


def undo_of(browser: Client) -> str:
    found = re.search(r'action="([^"]*/take-back/)"', browser.get(BOARD).content.decode())
    return found[1] if found else ""


@pytest.fixture
def register(cast: Cast, plan: MasterPlan) -> MasterPlan:
    """A runs and is late, B is in use, C has not been reported and has no lead."""
    make_full_program(plan, cast, "A", name="Bank sampah", stage=Stage.EXECUTION, ends_on=dt.date(2026, 3, 1))
    make_program(plan, "B", pillar="living", lead=cast.dinkes, name="Puskesmas digital", stage=Stage.IN_USE,
                 is_quick_win=True)  # fmt: skip
    make_program(plan, "C", pillar="living", name="Taman")
    return plan


def test_each_stage_has_its_programs_and_their_money(cast: Cast, register: MasterPlan) -> None:
    make_line(Program.objects.get(code="B"), 500, 100, year=2026)
    columns = {column.stage: column for column in board(cast.rani, register).columns}
    assert list(columns) == list(Stage)
    assert {stage.value: column.count for stage, column in columns.items() if column.count} == {
        "unreported": 1, "execution": 1, "in_use": 1,
    }  # fmt: skip
    running = columns[Stage.EXECUTION]
    assert (running.late, running.budget.ceiling) == (1, Decimal(3_000_000))
    assert [card.program.code for card in running.cards] == ["A"]
    assert running.cards[0].why_late
    assert columns[Stage.UNREPORTED].budget.ceiling is None
    only = {column.stage: column for column in board(cast.rani, register, year=2026).columns}
    assert (only[Stage.EXECUTION].budget.ceiling, only[Stage.IN_USE].budget.ceiling) == (2_000_000, 500)


def test_it_is_narrowed_as_the_register(cast: Cast, register: MasterPlan) -> None:
    shown = board(cast.rani, register, pillar="living")
    assert shown.summary.count == 2
    assert shown.summary.unowned == 1
    (column,) = board(cast.rani, register, stage="in_use").columns
    assert [card.program.code for card in column.cards] == ["B"]


@pytest.mark.parametrize("sort", ["code", "-code", "name", "pillar", "lead", "-end", "-ceiling", "nonsense"])
def test_a_column_shows_the_first_of_it_in_the_registers_order(cast: Cast, plan: MasterPlan, sort: str) -> None:
    for number in range(CARDS + 5):
        make_program(plan, f"P-{number:02}", stage=Stage.PLANNING)
    column = next(column for column in board(cast.rani, plan, sort).columns if column.stage == Stage.PLANNING)
    expected = [f"P-{number:02}" for number in range(CARDS + 5)]
    if sort == "-code":
        expected.reverse()
    assert [card.program.code for card in column.cards] == expected[:CARDS]
    assert (column.count, column.has_more) == (CARDS + 5, True)


def test_more_than_a_column_shows_is_a_link_to_the_register(plan: MasterPlan, client: Client) -> None:
    for number in range(CARDS + 1):
        make_program(plan, f"P-{number:02}", stage=Stage.PLANNING)
    page = client.get(BOARD, {"pillar": "environment"}).content.decode()
    assert f"{reverse('plans:program_list')}?pillar=environment&amp;stage=planning" in page
    assert "Tampilkan semua 21" in page


def test_only_those_who_report_on_a_program_get_the_form_on_its_card(
    cast: Cast, register: MasterPlan, client: Client, signed_in: SignIn
) -> None:
    form = f'action="{reverse("plans:board_move", args=["A"])}"'
    for name in ("rani", "oka", "hadi"):
        assert form in signed_in(cast.people[name]).get(BOARD).content.decode()
    for browser in (client, *(signed_in(cast.people[name]) for name in ("sari", "vera", "bima", "wati"))):
        assert form not in browser.get(BOARD).content.decode()


def test_a_program_moves_and_comes_back(cast: Cast, register: MasterPlan, signed_in: SignIn) -> None:
    Program.objects.filter(code="A").update(stage_note="Jalan", stage_changed_on=dt.date(2025, 1, 5))
    oka, back = signed_in(cast.oka), f"{BOARD}?pillar=environment"
    with heard() as told:
        answer = move(oka, "A", stage="done", stage_note="Selesai", since="2026-02-01", back=back)
    assert (answer.status_code, answer["Location"]) == (302, back)
    program = Program.objects.get(code="A")
    assert (program.stage, program.stage_note) == ("done", "Selesai")
    assert program.stage_changed_on == dt.date(2026, 2, 1)
    undo = undo_of(oka)
    assert oka.post(undo).status_code == 302
    program.refresh_from_db()
    assert (program.stage, program.stage_note) == ("execution", "Jalan")
    assert program.stage_changed_on == dt.date(2025, 1, 5)
    assert told == [frozenset({program.pk})]
    assert Entry.objects.count() == 2


def test_what_was_not_reported_before_is_not_reported_again(
    cast: Cast, register: MasterPlan, signed_in: SignIn
) -> None:
    rani = signed_in(cast.rani)
    move(rani, "C", stage="planning", stage_note="")
    assert Program.objects.get(code="C").stage_changed_on == timezone.localdate()
    rani.post(undo_of(rani))
    program = Program.objects.get(code="C")
    assert (program.stage, program.stage_changed_on) == (Stage.UNREPORTED, None)


def test_what_somebody_reported_since_is_not_undone(cast: Cast, register: MasterPlan, signed_in: SignIn) -> None:
    program = Program.objects.get(code="A")
    services.set_stage(program, by=cast.oka, stage="done", note="", today=TODAY)
    entry = last_stage_entry(program)
    assert entry is not None
    services.set_stage(program, by=cast.hadi, stage="in_use", note="", today=TODAY)
    with pytest.raises(errors.StageMovedOn):
        services.take_back_stage(program, by=cast.oka, entry=entry)
    address = reverse("plans:stage_take_back", args=["A", entry.pk])
    assert "dilaporkan lagi" in signed_in(cast.oka).post(address, follow=True).content.decode()
    assert Program.objects.get(code="A").stage == "in_use"


def test_taking_back_is_for_those_who_report(
    cast: Cast, register: MasterPlan, client: Client, signed_in: SignIn
) -> None:
    program = Program.objects.get(code="A")
    services.set_stage(program, by=cast.oka, stage="done", note="", today=TODAY)
    entry = last_stage_entry(program)
    assert entry is not None
    address = reverse("plans:stage_take_back", args=["A", entry.pk])
    assert client.post(address).status_code == 302
    assert signed_in(cast.sari).post(address).status_code == 403
    rani = signed_in(cast.rani)
    assert rani.get(address).status_code == 405
    assert rani.post(reverse("plans:stage_take_back", args=["B", entry.pk])).status_code == 404
    assert rani.post(reverse("plans:stage_take_back", args=["A", 99999])).status_code == 404
    services.archive_program(program, by=cast.rani)
    rani.post(address)
    assert signed_in(cast.oka).post(address).status_code == 404
    assert Program.objects.get(code="A").stage == "done"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"stage": "stopped", "stage_note": ""}, "dihentikan"),
        ({"stage": "unreported"}, "Tahap"),
        ({"stage": ""}, "Tahap"),
        ({"stage": "done", "since": "2999-01-01"}, "2999"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    cast: Cast, register: MasterPlan, signed_in: SignIn, sent: dict[str, str], words: str
) -> None:
    answer = move(signed_in(cast.oka), "A", back=f"{BOARD}?lead=DLH", **{"stage_note": "Menunggu lahan", **sent})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'value="{BOARD}?lead=DLH"' in page
    assert Program.objects.get(code="A").stage == "execution"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/plan/board/x", "javascript:alert(1)", ""])
def test_nobody_is_led_away(cast: Cast, register: MasterPlan, signed_in: SignIn, back: str) -> None:
    assert move(signed_in(cast.oka), "A", stage="done", back=back)["Location"] == BOARD


def test_archived_and_unpublished_are_hidden(
    cast: Cast, register: MasterPlan, client: Client, signed_in: SignIn
) -> None:
    services.archive_program(Program.objects.get(code="A"), by=cast.rani)
    assert "Bank sampah" not in client.get(BOARD).content.decode()
    archive = signed_in(cast.rani).get(BOARD, {"archived": "on"}).content.decode()
    assert "Bank sampah" in archive
    assert "board-move" not in archive
    services.unpublish_plan(register, by=cast.rani)
    assert "Taman" not in client.get(BOARD).content.decode()
    assert [client.get(address).status_code for address in FILES] == [404, 404]


@pytest.mark.parametrize("address", [BOARD, *FILES])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_board_is_only_read(plan: MasterPlan, client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405


def test_empty_and_filtered_to_nothing_say_so(cast: Cast, client: Client) -> None:
    assert client.get(BOARD).status_code == 200
    make_plan(cast.region)
    assert "Papan" in client.get(BOARD).content.decode()
    assert 'class="empty"' in client.get(BOARD, {"q": "x", "year": "abc", "sort": "'"}).content.decode()


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(address)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[arg-type]  # not asynchronous
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", [BOARD, f"{BOARD}?sort=-ceiling&late=on&year=2025", FILES[0]])
def test_the_board_costs_as_many_queries_for_sixty_programs_as_for_five(
    cast: Cast, signed_in: SignIn, address: str
) -> None:
    plan = make_register(cast, 5)
    signed_in(cast.rani).get("/organizations/?format=csv")  # the first download writes down who it is
    few = _queries(signed_in(cast.rani), address)
    for number in range(5, 60):
        make_full_program(plan, cast, f"P-{number:03}")
    assert _queries(signed_in(cast.rani), address) == few <= 15


def test_the_file_holds_the_programs_by_stage(register: MasterPlan, client: Client) -> None:
    with translation.override("en"):
        response = client.get(reverse("plans:board_csv"), {"sort": "code"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type,attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Stage"], row["Code"]) for row in rows] == [
        ("Not reported", "C"), ("Execution", "A"), ("In use", "B"),
    ]  # fmt: skip
    assert (rows[1]["Ceiling (Rp)"], rows[0]["Ceiling (Rp)"], rows[2]["Quick win"]) == ("3000000.00", "", "yes")
