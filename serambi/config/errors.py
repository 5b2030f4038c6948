"""The pages people see when something cannot be shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from serambi.apps.progress import form_links


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing; to whoever came by a link to one form, which nothing else opens, how to go on."""
    link = form_links.link_of(request, today=timezone.localdate())
    if link is None:
        return render(request, "ui/errors/404.html", status=404)
    context = {"link": link, "form": form_links.form_path(link), "wanted": request.get_full_path()}
    return render(request, "progress/link_only.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/errors/500.html", status=500)
