"""What every page does at its door: who may not pass, how a form is answered and a refusal shown, a page as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, runtime_checkable

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from serambi.ui.messages import done
from serambi.ui.refusals import Refusal

P = ParamSpec("P")
Inner = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
View = Callable[..., HttpResponseBase]  # what an address leads to; Django names its arguments


@runtime_checkable
class Refusing(Protocol):
    """A form that shows what a service refused in a way of its own."""

    def refuse(self, error: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class FormPage:
    """What a page with a form says.

    back: where one goes from here, done or not. action: the verb of its button. undo: the address that takes it back.
    template: extends `ui/form.html`. more: what the template knows besides.
    """

    title: str
    action: str
    back: str
    crumbs: Sequence[tuple[Any, str]] = ()
    lede: str = ""
    undo: str = ""
    template: str = "ui/form.html"
    more: Mapping[str, Any] = field(default_factory=dict)


def open_to(
    allowed: Callable[[Any], bool],
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponseBase]], View]:
    """Return a door that lets those who are allowed through; for everybody else who has signed in nothing is there.

    allowed: told the person.
    """

    def door(view: Inner[P]) -> View:
        @login_required
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not allowed(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return answer

    return door


def refuse_unless(allowed: bool) -> None:
    """Answer 403 when the person may not do this."""
    if not allowed:
        raise PermissionDenied


def show_error(form: forms.BaseForm, error: Refusal, *, fields: Mapping[str, str] | None = None) -> None:
    """Put a refusal of a service beside the field it is about, or above the form.

    fields: how this form calls the field that the error names, where that differs.
    """
    name = (fields or {}).get(error.field, error.field)
    form.add_error(name if name in form.fields else None, str(error))


def sent(request: HttpRequest) -> Any:
    """Return what was sent with a form, or None while it is only shown."""
    return request.POST if request.method == "POST" else None


def answer_form(
    request: HttpRequest, form: Any, page: FormPage, *, save: Callable[[], str | tuple[str, str]]
) -> HttpResponse:
    """Show the form; when it is sent and right, do it, say so and go on.

    save: does it with what is in `form.cleaned_data` and returns the sentence that says it is done, with another place
    to go to where that is not `page.back`. What it refuses is shown in the form, which keeps what was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            answer = save()
        except Refusal as error:
            if isinstance(form, Refusing):
                form.refuse(error)
            else:
                show_error(form, error)
        else:
            text, address = answer if isinstance(answer, tuple) else (answer, page.back)
            done(request, text, undo=page.undo)
            return redirect(address)
    context = {
        "title": page.title,
        "lede": page.lede,
        "crumbs": page.crumbs,
        "action": page.action,
        "cancel_url": page.back,
        "form": form,
        **page.more,
    }
    return render(request, page.template, context, status=422 if form.is_bound and form.errors else 200)


def csv_query(request: HttpRequest, kind: str = "csv") -> str:
    """Return the query of the same page as a file."""
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = kind
    return query.urlencode()
