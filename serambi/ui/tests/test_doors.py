"""What every form of the program does when it is shown, sent, refused and done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from serambi.ui import doors
from serambi.ui.doors import FormPage, answer_form, sent
from serambi.ui.refusals import Refusal

PAGE = FormPage(title="Add a thing", action="Add the thing", back="/things/", undo="/things/undo/")


class TakenName(Refusal):
    code = "taken"
    sentence = "“%(name)s” is taken."
    field = "name"


class ThingForm(forms.Form):
    name = forms.CharField()


class PatientForm(ThingForm):
    """Shows a refusal in a way of its own."""

    def refuse(self, error: Refusal) -> None:
        self.add_error(None, f"Wait: {error}")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """Return what was rendered, template and context, in place of pages."""
    found: list[tuple[str, dict[str, Any]]] = []

    def render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        found.append((template, context))
        return HttpResponse(status=status)

    monkeypatch.setattr(doors, "render", render)
    return found


def ask(method: str, form_class: type[ThingForm] = ThingForm, **data: str) -> tuple[HttpRequest, ThingForm]:
    request: HttpRequest = getattr(RequestFactory(), method)("/things/add/", data)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # what the middleware sets
    return request, form_class(sent(request))


def never() -> str:
    raise AssertionError("saved")


def refuse() -> str:
    raise TakenName(name="A")


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_form_is_shown_empty(shown: list[tuple[str, dict[str, Any]]], method: str) -> None:
    request, form = ask(method, name="A")
    assert answer_form(request, form, PAGE, save=never).status_code == 200
    template, context = shown[0]
    assert template == "ui/form.html"
    assert (context["title"], context["action"], context["cancel_url"]) == ("Add a thing", "Add the thing", "/things/")
    assert not form.is_bound


def test_what_is_wrong_is_shown_and_not_saved(shown: list[tuple[str, dict[str, Any]]]) -> None:
    request, form = ask("post", name="")
    assert answer_form(request, form, PAGE, save=never).status_code == 422
    assert form.errors["name"]


@pytest.mark.parametrize(
    ("form_class", "field", "text"),
    [(ThingForm, "name", "“A” is taken."), (PatientForm, "__all__", "Wait: “A” is taken.")],
)
def test_a_refusal_is_shown_beside_its_field_or_as_the_form_wants(
    shown: list[tuple[str, dict[str, Any]]], form_class: type[ThingForm], field: str, text: str
) -> None:
    request, form = ask("post", form_class, name="A")
    assert answer_form(request, form, PAGE, save=refuse).status_code == 422
    assert form.errors[field] == [text]


@pytest.mark.parametrize(
    ("save", "address"), [(lambda: "Done.", "/things/"), (lambda: ("Done.", "/things/7/"), "/things/7/")]
)
def test_what_is_done_is_told_and_leads_on(save: Callable[[], str | tuple[str, str]], address: str) -> None:
    request, form = ask("post", name="A")
    answer = answer_form(request, form, PAGE, save=save)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert [(str(one), one.extra_tags) for one in get_messages(request)] == [("Done.", "undo:/things/undo/")]


def test_our_own_faults_are_not_taken_for_a_refusal() -> None:
    request, form = ask("post", name="A")
    with pytest.raises(AssertionError):
        answer_form(request, form, PAGE, save=never)
