"""Evidence: who may open and send what."""

from __future__ import annotations

from collections.abc import Mapping

from tests.permission_table.rules import (
    AGENCY,
    NO_METHOD,
    NO_METHOD_INSIDE,
    VERIFIERS,
    Outcome,
    Permission,
    always,
    form,
    only,
    reading,
)
from tests.permission_world import World

# What is not published is for people with a role; the public does not learn that it is there.
PEOPLE_KNOW = always(Outcome.OPEN, nobody=Outcome.HIDDEN)


def milestone(world: World) -> Mapping[str, object]:
    return {"owner_type": "plans.milestone", "pk": world.milestone.pk}


def part_for_milestone(world: World) -> Mapping[str, object]:
    return {**milestone(world), "key": "6f6b0c0e-8c55-4f0e-9b1b-0f9c7c1e2a11"}


def attachment(world: World) -> Mapping[str, object]:
    return {"pk": world.attachment.pk}


def archived_attachment(world: World) -> Mapping[str, object]:
    return {"pk": world.archived_attachment.pk}


def small(world: World) -> Mapping[str, object]:
    return {"pk": world.attachment.pk, "view": "small"}


# An archived file is known to those who may bring it back and to those who verify.
RESTORERS = only("coordinator", "officer", "head", others=Outcome.HIDDEN) | {"verifier": Outcome.REFUSED}

ATTACHMENTS: list[Permission] = [
    Permission("attachments:of", always(Outcome.OPEN), AGENCY, milestone),
    Permission("attachments:part", AGENCY, AGENCY, part_for_milestone),
    reading("attachments:detail", PEOPLE_KNOW, NO_METHOD, attachment),
    reading("attachments:download", PEOPLE_KNOW, NO_METHOD, attachment),
    reading("attachments:picture", PEOPLE_KNOW, NO_METHOD, small),
    reading("attachments:original", VERIFIERS, NO_METHOD_INSIDE, attachment),
    form("attachments:replace", AGENCY, attachment),
    form("attachments:archive", AGENCY, attachment),
    Permission("attachments:restore", NO_METHOD_INSIDE, RESTORERS, archived_attachment),
    form("attachments:publish", VERIFIERS, attachment),
    Permission("attachments:unpublish", NO_METHOD_INSIDE, VERIFIERS, attachment),
    form("attachments:cover", VERIFIERS, attachment),
]
