"""Why a score is what it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.http import Http404
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.evaluation.labels import LeftOut
from serambi.apps.evaluation.models import Node, Score
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.why import Explanation, explain
from serambi.apps.evaluation.tests.scene import Scene, make_value, recompute
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan
from serambi.methods.periods import Period
from tests.cast import make_indicator, make_program

SignIn = Callable[[User], Client]
QUARTER = Period.parse("2024-Q4")


def nodes(scene: Scene) -> dict[Node, int]:
    pillar = scene.plan.pillars.get(code="environment")
    return {
        Node.PLAN: scene.plan.pk,
        Node.PILLAR: pillar.pk,
        Node.SUB_DIMENSION: scene.waste.sub_dimension_id or 0,
        Node.UNASSIGNED: pillar.pk,
        Node.PROGRAM: scene.waste.pk,
    }


def explained(scene: Scene, node: Node, pk: int, *, basis: Basis = Basis.WORKING) -> Explanation:
    return explain(scene.plan, scene.cast.rani, node, pk, quarter=QUARTER, basis=basis)


@pytest.mark.parametrize("node", list(Node))
def test_everybody_may_ask_and_nobody_writes(full: Scene, client: Client, signed_in: SignIn, node: Node) -> None:
    address = f"/en/why/{node.value}/{nodes(full)[node]}/"
    answer = client.get(address)
    assert answer.status_code == 200
    assert "at the end of" in answer.content.decode().lower()
    assert signed_in(full.cast.rani).post(address).status_code == 405
    assert client.get(f"/en/why/{node.value}/99999/").status_code == 404
    MasterPlan.objects.update(is_published=False)
    assert client.get(address).status_code == 404
    assert signed_in(full.cast.sari).get(address).status_code == 200


def test_a_kind_that_there_is_not_is_not_found(full: Scene, client: Client) -> None:
    assert client.get("/en/why/nonsense/1/").status_code == 404


@pytest.mark.parametrize("node", list(Node))
@pytest.mark.parametrize("basis", list(Basis))
def test_the_explanation_gives_the_value_that_is_written(full: Scene, node: Node, basis: Basis) -> None:
    make_value(full.handled, full.cast.region, "2024-Q4", 64, final=40, marks=Mark.PRELIMINARY)
    make_value(full.parks, full.cast.region, "2024", 12, marks=Mark.ILLUSTRATION)
    recompute(full)
    pk = nodes(full)[node]
    why = explained(full, node, pk, basis=basis)
    row = Score.objects.get(node=node, object_id=pk, period=QUARTER)
    expected = row.value if basis is Basis.WORKING else row.final_value
    assert why.value == expected
    assert why.coverage == pytest.approx(row.coverage if basis is Basis.WORKING else row.final_coverage)
    assert sum(line.contribution.points or 0 for line in why.lines) == pytest.approx(expected)
    marks = Mark(row.marks) if basis is Basis.WORKING else Mark(row.marks) & ~Mark.PRELIMINARY
    assert why.marks == marks


def test_it_leads_down_to_the_indicator_and_its_own_why(full: Scene, client: Client) -> None:
    addresses = {
        Node.PLAN: f"/en/why/pillar/{nodes(full)[Node.PILLAR]}/?period=2024-Q4",
        Node.PILLAR: f"/en/why/unassigned/{nodes(full)[Node.UNASSIGNED]}/?period=2024-Q4",
        Node.SUB_DIMENSION: f"/en/why/program/{full.waste.pk}/?period=2024-Q4",
        Node.PROGRAM: "/en/indicators/waste_handled/why/?area=90.01&amp;period=2024-Q4",
    }
    for node, address in addresses.items():
        assert address in client.get(f"/en/why/{node.value}/{nodes(full)[node]}/").content.decode()


def test_what_is_left_out_says_why(full: Scene) -> None:
    make_indicator("no_target_yet", "x", program=full.waste)
    make_value(full.handled, full.cast.region, "2024-Q4", None)
    make_value(full.sorted_waste, full.cast.region, "2024-Q4", 40, final=None)
    recompute(full)

    def reasons(basis: Basis) -> dict[str, LeftOut | None]:
        why = explained(full, Node.PROGRAM, full.waste.pk, basis=basis)
        return {line.part.name: line.part.left_out for line in why.left_out}

    assert reasons(Basis.WORKING) == {"no target yet": LeftOut.NO_TARGET, "waste handled": LeftOut.NO_VALUE}
    assert reasons(Basis.FINAL)["waste sorted"] == LeftOut.NOT_FINAL


def test_a_target_that_is_not_due_is_told(full: Scene) -> None:
    why = explain(
        full.plan, full.cast.rani, Node.PROGRAM, full.water.pk, quarter=Period.parse("2024-Q2"), basis=Basis.WORKING
    )
    assert [line.part.left_out for line in why.left_out] == [LeftOut.NOT_DUE]
    assert why.value is None


def test_programs_without_indicators_and_parts_without_programs_are_told(full: Scene) -> None:
    make_program(full.plan, "ENV-8", name="Belum terukur")
    recompute(full)
    group = explained(full, Node.SUB_DIMENSION, nodes(full)[Node.SUB_DIMENSION])
    left_out = [(line.part.name, line.part.left_out) for line in group.left_out]
    assert left_out == [("Belum terukur", LeftOut.NO_INDICATOR)]
    assert group.coverage == 0.5
    full.plan.pillars.get(code="environment").sub_dimensions.create(code="energy", name="Energi", position=2)
    assert [part.name for part in explained(full, Node.PILLAR, nodes(full)[Node.PILLAR]).uncounted] == ["Energi"]
    plan = explained(full, Node.PLAN, full.plan.pk)
    assert {line.part.left_out for line in plan.left_out} == {LeftOut.NO_PROGRAM}


def test_a_weight_of_zero_counts_for_nothing_and_says_so(full: Scene) -> None:
    full.green.sub_dimension, full.green.weight = full.waste.sub_dimension, 0
    full.green.save()
    recompute(full)
    why = explained(full, Node.SUB_DIMENSION, nodes(full)[Node.SUB_DIMENSION])
    assert [(line.part.name, line.part.left_out) for line in why.left_out] == [("Taman kota", LeftOut.NO_WEIGHT)]
    assert why.value == 80


def test_the_nodes_of_another_plan_are_not_found(full: Scene) -> None:
    other = MasterPlan.objects.create(region=full.cast.region, name="Lama", start_year=2018, is_published=True)
    for node, pk in nodes(full).items():
        with pytest.raises(Http404):
            explain(other, full.cast.rani, node, pk, quarter=QUARTER, basis=Basis.WORKING)


def test_an_archived_program_is_not_explained(full: Scene, client: Client) -> None:
    full.waste.archived_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    full.waste.save()
    assert client.get(f"/en/why/program/{full.waste.pk}/").status_code == 404


def test_the_page_shows_the_arithmetic(full: Scene, client: Client) -> None:
    pillar = nodes(full)[Node.PILLAR]
    text = re.sub(r"<[^>]+>|\s+", " ", client.get(f"/en/why/pillar/{pillar}/").content.decode())
    text = re.sub(r"\s+", " ", text)
    assert "Why is Smart Environment at 70.0%?" in text
    assert re.search(r"Sub environment .{0,40}80\.00% 1 50\.0% 40\.00", text)
    assert re.search(r"Programs without a sub-dimension .{0,40}60\.00% 1 50\.0% 30\.00", text)
    assert "The value rests on 100% of the weight" in text
