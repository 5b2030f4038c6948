"""Who may open which page and send which form: one row for every named address.

`tests/documentation/test_permissions.py` asks for every cell and fails for an address without a row;
`tools/permission_table.py` writes the rows into `docs/reference/permissions.md`.

To add a page: a `Permission` with its name, how to fill its address from the world (`kwargs`, `query`), and a rule for
reading and one for sending. A rule says what happens for each role of `permission_world.ROLES`.
"""

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


def _nothing(world: World) -> Mapping[str, object]:
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
    kwargs: Fill = field(default=_nothing)
    query: Fill = field(default=_nothing)
    data: Fill = field(default=_nothing)
    elsewhere: str = ""

    @property
    def app(self) -> str:
        return self.name.partition(":")[0]


def reading(name: str, get: Rule, post: Rule, kwargs: Fill = _nothing, query: Fill = _nothing) -> Permission:
    return Permission(name, get, post, kwargs, query)


def public_page(name: str, kwargs: Fill = _nothing, query: Fill = _nothing) -> Permission:
    """Return a page that everybody reads and to which nothing can be sent."""
    return Permission(name, PUBLIC, NO_METHOD, kwargs, query)


def form(name: str, rule: Rule, kwargs: Fill = _nothing, query: Fill = _nothing, *, elsewhere: str = "") -> Permission:
    """Return a page with a form that the same people open and send."""
    return Permission(name, rule, rule, kwargs, query, elsewhere=elsewhere)


def sending(name: str, post: Rule, kwargs: Fill = _nothing) -> Permission:
    """Return an address to which something is sent and which is no page; whoever may not send may not ask either."""
    get = {role: Outcome.NO_METHOD if post[role] is Outcome.OPEN else post[role] for role in ROLES}
    return Permission(name, get, post, kwargs)


# How addresses are filled -------------------------------------------------------------------------------------------


def _person(world: World) -> Mapping[str, object]:
    return {"pk": world.person.pk}


def _membership(world: World) -> Mapping[str, object]:
    return {"pk": world.membership.pk}


def _agency(world: World) -> Mapping[str, object]:
    return {"abbreviation": world.cast.dlh.abbreviation}


def _entry(world: World) -> Mapping[str, object]:
    return {"pk": world.entry.pk}


def _pillar(world: World) -> Mapping[str, object]:
    return {"pillar": "environment"}


def _pillar_code(world: World) -> Mapping[str, object]:
    return {"code": "environment"}


def _sub_dimension(world: World) -> Mapping[str, object]:
    return {"pillar": "environment", "code": "environment-1"}


def _goal(world: World) -> Mapping[str, object]:
    return {"pk": world.goal.pk}


def _strategy(world: World) -> Mapping[str, object]:
    return {"pk": world.strategy.pk}


def _mission(world: World) -> Mapping[str, object]:
    return {"pk": world.mission.pk}


def _program(world: World) -> Mapping[str, object]:
    return {"code": world.program.code}


def _archived_program(world: World) -> Mapping[str, object]:
    return {"code": world.archived_program.code}


def _part(name: str) -> Fill:
    """Return how to name a part of the program: an activity, a milestone, a budget line …"""
    return lambda world: {"code": world.program.code, "pk": getattr(world, name).pk}


def _stage_entry(world: World) -> Mapping[str, object]:
    return {"code": world.program.code, "pk": world.stage_entry.pk}


def _series(world: World) -> Mapping[str, object]:
    return {"code": world.series.code}


def _archived_series(world: World) -> Mapping[str, object]:
    return {"code": world.archived_series.code}


def _cell(world: World) -> Mapping[str, object]:
    return {"area": world.observation.area.code, "period": "2026-01"}


def _observation(world: World) -> Mapping[str, object]:
    return {"pk": world.observation.pk}


def _indicator(world: World) -> Mapping[str, object]:
    return {"code": world.indicator.code}


def _archived_indicator(world: World) -> Mapping[str, object]:
    return {"code": world.archived_indicator.code}


def _constant(world: World) -> Mapping[str, object]:
    return {"code": world.constant.code}


def _of_indicator(name: str) -> Fill:
    """Return how to name a target or a baseline of the indicator."""
    return lambda world: {"code": world.indicator.code, "pk": getattr(world, name).pk}


def _invented_link(world: World) -> Mapping[str, object]:
    return {"uidb64": "MQ", "token": "abc-def"}


def _node(world: World) -> Mapping[str, object]:
    return {"node": "program", "pk": world.program.pk}


def _area(world: World) -> Mapping[str, object]:
    return {"code": world.cast.region.code}


# The table ----------------------------------------------------------------------------------------------------------

ACCOUNTS = [
    form("accounts:sign_in", PUBLIC),
    Permission("accounts:sign_out", NO_METHOD, PUBLIC),
    form("accounts:profile", SIGNED_IN),
    form("accounts:password_change", SIGNED_IN),
    form("accounts:password_reset", PUBLIC),
    public_page("accounts:password_sent"),
    form("accounts:password_choose", PUBLIC, _invented_link),
]

AUDIT = [
    reading("audit:entry_list", COORDINATOR, NO_METHOD_INSIDE),
    reading("audit:entry_detail", COORDINATOR_KNOWS, NO_METHOD_INSIDE, _entry),
]

AGENCIES = [
    public_page("agencies:organization_list"),
    form("agencies:organization_create", COORDINATOR),
    form("agencies:organization_edit", COORDINATOR, _agency),
    form("agencies:organization_end", COORDINATOR, _agency),
    form("agencies:organization_reopen", COORDINATOR, _agency),
    reading("agencies:member_list", AGENCY, NO_METHOD_INSIDE, _agency),
    form("agencies:member_add", COORDINATOR, _agency),
    reading("agencies:person_list", COORDINATOR, NO_METHOD_INSIDE),
    form("agencies:person_create", COORDINATOR),
    reading("agencies:person_detail", COORDINATOR_KNOWS, NO_METHOD_INSIDE, _person),
    form("agencies:person_edit", COORDINATOR_KNOWS, _person),
    form("agencies:person_deactivate", COORDINATOR_KNOWS, _person),
    form("agencies:person_reactivate", COORDINATOR_KNOWS, _person),
    Permission("agencies:person_send_link", NO_METHOD_INSIDE, COORDINATOR_KNOWS, _person),
    form("agencies:role_add", COORDINATOR, _person),
    form("agencies:role_change", COORDINATOR, _membership),
    form("agencies:role_end", COORDINATOR, _membership),
]

REGIONS = [
    public_page("regions:area_list"),
    public_page("regions:area_detail", _area),
    form("regions:area_edit", COORDINATOR, _area),
]

PLANS = [
    public_page("plans:master_plan"),
    form("plans:master_plan_create", COORDINATOR),
    form("plans:master_plan_edit", COORDINATOR),
    form("plans:master_plan_publish", COORDINATOR),
    form("plans:master_plan_unpublish", COORDINATOR),
    form("plans:pillar_edit", COORDINATOR, _pillar),
    form("plans:sub_dimension_edit", COORDINATOR, _sub_dimension),
    public_page("plans:goal_list"),
    form("plans:goal_create", COORDINATOR, _pillar),
    form("plans:goal_edit", COORDINATOR, _goal),
    form("plans:goal_remove", COORDINATOR, _goal),
    form("plans:strategy_create", COORDINATOR, _goal),
    form("plans:strategy_edit", COORDINATOR, _strategy),
    form("plans:strategy_remove", COORDINATOR, _strategy),
    form("plans:mission_create", COORDINATOR),
    form("plans:mission_edit", COORDINATOR, _mission),
    form("plans:mission_remove", COORDINATOR, _mission),
    public_page("plans:program_list"),
    public_page("plans:program_csv"),
    public_page("plans:program_xlsx"),
    public_page("plans:timeline"),
    public_page("plans:timeline_csv"),
    public_page("plans:timeline_xlsx"),
    public_page("plans:board"),
    public_page("plans:board_csv"),
    public_page("plans:board_xlsx"),
    form("plans:board_move", AGENCY, _program),
    sending("plans:stage_take_back", AGENCY, _stage_entry),
    form("plans:dependency_create", AGENCY, _part("activity")),
    form("plans:dependency_remove", AGENCY, _part("dependency")),
    reading("workbook:download", SIGNED_IN, NO_METHOD),
    form("plans:program_create", COORDINATOR),
    reading("plans:program_places", COORDINATOR, NO_METHOD),
    form("plans:program_edit", COORDINATOR, _program),
    form("plans:program_stage", AGENCY, _program),
    form("plans:program_archive", COORDINATOR, _program),
    form("plans:program_restore", COORDINATOR_KNOWS, _archived_program),
    form("plans:activity_create", AGENCY, _program),
    form("plans:activity_edit", AGENCY, _part("activity")),
    sending("plans:activity_move", AGENCY, _part("activity")),
    form("plans:activity_remove", AGENCY, _part("activity")),
    form("plans:milestone_create", AGENCY, _part("activity")),
    form("plans:milestone_edit", AGENCY, _part("milestone")),
    form("plans:milestone_reach", AGENCY, _part("milestone")),
    sending("plans:milestone_reopen", AGENCY, _part("milestone")),
    form("plans:milestone_remove", AGENCY, _part("milestone")),
    form("plans:budget_line_create", COORDINATOR, _program),
    # Who may only report is taken to the page for that.
    form("plans:budget_line_edit", AGENCY_ELSEWHERE, _part("budget_line"), elsewhere="plans:realization"),
    form("plans:realization", AGENCY, _part("budget_line")),
    form("plans:budget_line_remove", COORDINATOR, _part("budget_line")),
    form("plans:risk_create", AGENCY, _program),
    form("plans:risk_edit", AGENCY, _part("risk")),
    form("plans:risk_remove", AGENCY, _part("risk")),
    form("plans:participation_create", COORDINATOR, _program),
    form("plans:participation_edit", COORDINATOR, _part("participation")),
    form("plans:participation_remove", COORDINATOR, _part("participation")),
]

OBSERVATIONS = [
    public_page("observations:series_list"),
    public_page("observations:series_detail", _series),
    form("observations:series_create", COORDINATOR),
    form("observations:series_edit", COORDINATOR, _series),
    form("observations:series_archive", COORDINATOR, _series),
    Permission("observations:series_restore", NO_METHOD_INSIDE, COORDINATOR_KNOWS, _archived_series),
    form("observations:record", RECORDERS, _series, _cell),
    form("observations:series_grid", RECORDERS, _series),
    form("observations:period_grid", only("coordinator", "officer", "stranger", "head", "verifier")),
    form("observations:finalize", VERIFIERS),
    form("observations:withdraw", RECORDERS, _observation),
    # A preliminary figure is for people with a role; the public does not learn that it is there.
    reading("observations:observation_detail", always(Outcome.OPEN, nobody=Outcome.HIDDEN), NO_METHOD, _observation),
]

PORTAL = [
    public_page("portal:home"),
    public_page("portal:search"),
]

EVALUATION = [
    public_page("evaluation:dashboard"),
    public_page("evaluation:inside", _pillar_code),
    public_page("evaluation:pillar", _pillar_code),
    public_page("evaluation:sub_dimension", _sub_dimension),
    public_page("evaluation:program", _program),
    public_page("evaluation:organization", _agency),
    public_page("evaluation:why", _node),
    public_page("evaluation:trend_svg", _node),
    public_page("evaluation:trend_csv", _node),
    public_page("evaluation:rules"),
    form("evaluation:bands_edit", COORDINATOR),
    form("evaluation:limits_edit", COORDINATOR),
]

# Parts of the formula editor's page: asked for by a script, so whoever may not is refused and not sent to sign in.
_EDITOR = only("coordinator", nobody=Outcome.REFUSED)

INDICATORS = [
    public_page("indicators:indicator_list"),
    public_page("indicators:indicator_detail", _indicator),
    public_page("indicators:indicator_why", _indicator),
    public_page("indicators:trend_svg", _indicator),
    public_page("indicators:trend_csv", _indicator),
    public_page("indicators:areas_svg", _indicator),
    public_page("indicators:areas_csv", _indicator),
    form("indicators:indicator_create", COORDINATOR),
    form("indicators:indicator_edit", COORDINATOR, _indicator),
    form("indicators:indicator_describe", AGENCY, _indicator),
    form("indicators:indicator_archive", COORDINATOR, _indicator),
    form("indicators:indicator_restore", COORDINATOR, _archived_indicator),
    Permission("indicators:formula_check", NO_METHOD, _EDITOR),
    reading("indicators:formula_complete", _EDITOR, NO_METHOD),
    public_page("indicators:target_list", _indicator),
    Permission("indicators:target_add", NO_METHOD_INSIDE, COORDINATOR, _indicator),
    Permission("indicators:target_years", NO_METHOD_INSIDE, COORDINATOR, _indicator),
    form("indicators:target_edit", COORDINATOR, _of_indicator("target")),
    form("indicators:target_remove", COORDINATOR, _of_indicator("target")),
    Permission("indicators:baseline_add", NO_METHOD_INSIDE, COORDINATOR, _indicator),
    form("indicators:baseline_edit", COORDINATOR, _of_indicator("baseline")),
    form("indicators:baseline_remove", COORDINATOR, _of_indicator("baseline")),
    public_page("indicators:standard_list"),
    public_page("indicators:constant_list"),
    form("indicators:constant_create", COORDINATOR),
    form("indicators:constant_edit", COORDINATOR, _constant),
    form("indicators:constant_remove", COORDINATOR, _constant),
]

BUDGETS = [
    public_page("budgets:budget_forms"),
    public_page("budgets:evaluation_xlsx"),
    public_page("budgets:evaluation_csv"),
    public_page("budgets:monthly_xlsx"),
    public_page("budgets:monthly_csv"),
]

UI = [
    Permission("ui:preferences", NO_METHOD, PUBLIC),
]

PERMISSIONS: list[Permission] = [
    *PORTAL,
    *EVALUATION,
    *INDICATORS,
    *PLANS,
    *OBSERVATIONS,
    *AGENCIES,
    *REGIONS,
    *ACCOUNTS,
    *AUDIT,
    *BUDGETS,
    *UI,
]

# Pages of a trial and of tests, closed in production: not part of what an installation offers.
NOT_IN_PRODUCTION = frozenset(
    {"ui:gallery", "ui:gallery_svg", "ui:gallery_csv", "ui:gallery_check", "ui:gallery_complete"}
)
