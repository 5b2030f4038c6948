"""Reading forms out of pages as a browser does, and filling them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.urls import reverse

from tests.permission_table import PERMISSIONS, Outcome, Permission
from tests.permission_world import World

_ROLES = ("coordinator", "officer", "head", "verifier", "executive", "nobody")


@dataclass
class Form:
    """A form that sends something: where to, and what a browser would send, by name.

    kinds: of each field (`text`, `hidden`, `textarea`, `select` …). offered: what can be chosen.
    """

    action: str
    values: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        name = given.get("name", "")
        if self._form is None:
            return
        if tag == "input" and name:
            self._input(self._form, name, given)
        elif tag in {"textarea", "select"} and name:
            self._name = name
            self._form.kinds[name] = tag
            self._form.values.setdefault(name, "")
        elif tag == "option" and self._name:
            self._form.offered.setdefault(self._name, []).append(given.get("value", ""))
            if "selected" in given:
                self._form.values[self._name] = given.get("value", "")

    def _input(self, form: Form, name: str, given: Mapping[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in {"submit", "button", "image", "file"}:
            return
        form.kinds.setdefault(name, kind)
        if kind in {"radio", "checkbox"}:
            form.offered.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.values[name] = given.get("value", "on")
            return
        form.values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in {"select", "textarea"}:
            self._name = ""


def forms_in(page: str, path: str) -> list[Form]:
    """Return the forms of a page that send something, each with its full address."""
    reader = _Reader()
    reader.feed(page)
    for form in reader.forms:
        form.action = form.action or path
        form.values.pop("csrfmiddlewaretoken", None)
    return reader.forms


def address_of(permission: Permission, world: World) -> str:
    """Return the address of a row of the table, filled from the world."""
    path = reverse(permission.name, kwargs=dict(permission.kwargs(world)))
    return f"{path}?{urlencode(dict(permission.query(world)))}".rstrip("?")


def sender_of(permission: Permission) -> str:
    """Return a role that may send something there; "" where nobody may."""
    return next((role for role in _ROLES if permission.post[role] is Outcome.OPEN), "")


def sending() -> Iterator[Permission]:
    """Yield the rows of the table to which somebody may send something."""
    yield from (permission for permission in PERMISSIONS if sender_of(permission))
