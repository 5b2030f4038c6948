"""What an address may answer, and short ways to write its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.permission_world import ROLES, World


class Outcome(StrEnum):
    """What an address answers."""

    OPEN = "open"  # the page, or the form is read and answered
    SIGN_IN = "sign_in"  # sent to the sign-in page
    REFUSED = "refused"  # 403: the person may not do this
    HIDDEN = "hidden"  # 404: as if it were not there
    NO_METHOD = "no_method"  # 405: nothing can be sent here, or nothing can be opened
    ELSEWHERE = "elsewhere"  # taken to another page, which is open to the person; nothing is done


Rule = dict[str, Outcome]
Fill = Callable[[World], Mapping[str, object]]

PEOPLE = tuple(role for role in ROLES if role != "nobody")


def always(outcome: Outcome, *, nobody: Outcome | None = None) -> Rule:
    """Return the rule that answers everybody alike; nobody: whoever has not signed in, when it differs."""
    return dict.fromkeys(PEOPLE, outcome) | {"nobody": nobody or outcome}


def only(*roles: str, others: Outcome = Outcome.REFUSED, nobody: Outcome = Outcome.SIGN_IN) -> Rule:
    """Return the rule that lets these roles in and answers the others alike."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"no such role: {unknown}")
    return always(others, nobody=nobody) | dict.fromkeys(roles, Outcome.OPEN)


PUBLIC = always(Outcome.OPEN)
SIGNED_IN = always(Outcome.OPEN, nobody=Outcome.SIGN_IN)
COORDINATOR = only("coordinator")
COORDINATOR_KNOWS = only("coordinator", others=Outcome.HIDDEN)
AGENCY = only("coordinator", "officer", "head")
AGENCY_ELSEWHERE = COORDINATOR | dict.fromkeys(("officer", "head"), Outcome.ELSEWHERE)
RECORDERS = only("coordinator", "officer", "head", "verifier")
VERIFIERS = only("coordinator", "verifier")
NO_METHOD = always(Outcome.NO_METHOD)
# The same where signing in is asked for before anything else.
NO_METHOD_INSIDE = always(Outcome.NO_METHOD, nobody=Outcome.SIGN_IN)


def nothing(world: World) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Permission:
    """One address: its name, what reading (GET) and sending (POST) it answers, and how to fill it.

    kwargs, query: what stands in the path and after the question mark. data: what is sent, when nothing is not enough.
    elsewhere: the name of the page to which some are taken instead; its address is filled by the same kwargs.
    """

    name: str
    get: Rule
    post: Rule
    kwargs: Fill = field(default=nothing)
    query: Fill = field(default=nothing)
    data: Fill = field(default=nothing)
    elsewhere: str = ""

    @property
    def app(self) -> str:
        return self.name.partition(":")[0]


def reading(name: str, get: Rule, post: Rule, kwargs: Fill = nothing, query: Fill = nothing) -> Permission:
    return Permission(name, get, post, kwargs, query)


def public_page(name: str, kwargs: Fill = nothing, query: Fill = nothing) -> Permission:
    """Return a page that everybody reads and to which nothing can be sent."""
    return Permission(name, PUBLIC, NO_METHOD, kwargs, query)


def form(name: str, rule: Rule, kwargs: Fill = nothing, query: Fill = nothing, *, elsewhere: str = "") -> Permission:
    """Return a page with a form that the same people open and send."""
    return Permission(name, rule, rule, kwargs, query, elsewhere=elsewhere)


def sending(name: str, post: Rule, kwargs: Fill = nothing, data: Fill = nothing) -> Permission:
    """Return an address to which something is sent and which is no page; whoever may not send may not ask either."""
    get = {role: Outcome.NO_METHOD if post[role] is Outcome.OPEN else post[role] for role in ROLES}
    return Permission(name, get, post, kwargs, data=data)
