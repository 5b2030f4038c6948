from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import engines
from django.test import Client
from django.urls import reverse

from serambi.ui import assets
from serambi.ui.tests.conftest import Render, make_request

pytestmark = pytest.mark.django_db


@dataclass
class Entry:
    """An entry of the main navigation, as the program gives them."""

    label: str
    url: str
    current: bool
    count: int = 0
    title: str = ""


INLINE = re.compile(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\bsrc=)')


def test_the_gallery_shows_every_part(client: Client) -> None:
    response = client.get(reverse("ui:gallery"))
    assert response.status_code == 200
    html = response.content.decode()
    assert "ledger" in html
    assert html.count("<h1") == 1
    assert not INLINE.search(html)


def test_no_id_is_given_twice_in_the_gallery(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(reverse("ui:gallery")).content.decode())
    # The same form stands there twice, as it is and with errors; on a page of work it stands once.
    doubled = {name for name in ids if ids.count(name) > 1}
    assert all(name.startswith("id_") for name in doubled)


def test_the_gallery_takes_no_post(client: Client) -> None:
    assert client.post(reverse("ui:gallery")).status_code == 405


@pytest.mark.parametrize("name", ["trend", "lines", "bars", "map"])
def test_charts_of_the_gallery_can_be_saved(client: Client, name: str) -> None:
    drawing = client.get(reverse("ui:gallery_svg", args=[name]))
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing.content.startswith(b"<svg")
    assert client.get(reverse("ui:gallery_csv", args=[name])).status_code == 200


def test_an_unknown_chart_is_not_found(client: Client) -> None:
    assert client.get(reverse("ui:gallery_svg", args=["other"])).status_code == 404


def test_the_sample_check_says_where_a_formula_is_wrong(client: Client) -> None:
    address = reverse("ui:gallery_check")
    assert client.get(address).status_code == 405
    wrong = client.post(address, {"formula": "1 + nonsens"}).content.decode()
    assert 'data-error-start="4" data-error-end="11"' in wrong
    assert "data-error" not in client.post(address, {"formula": "sum(waste.handled)"}).content.decode()


def test_the_sample_completion_offers_series_first(client: Client) -> None:
    offered = client.get(reverse("ui:gallery_complete"), {"q": "s"}).json()
    assert [offer["kind"] for offer in offered] == sorted((o["kind"] for o in offered), key=["deret", "fungsi"].index)
    assert offered[-1]["insert"] == "sum("


# The theme --------------------------------------------------------------------------------------------------------


def test_the_look_is_kept_and_worn_at_once(client: Client) -> None:
    response = client.post(reverse("ui:preferences"), {"theme": "dark", "next": "/ui/?q=a"})
    assert response.status_code == 302
    assert response["Location"] == "/ui/?q=a"
    assert '<html lang="id" data-theme="dark">' in client.get(reverse("ui:gallery")).content.decode()


@pytest.mark.parametrize("theme", ["auto", "", "purple", '"><script>'])
def test_anything_else_leaves_it_to_the_machine(client: Client, theme: str) -> None:
    client.cookies["theme"] = "dark"
    client.post(reverse("ui:preferences"), {"theme": theme})
    assert 'data-theme="' not in client.get(reverse("ui:gallery")).content.decode()


def test_a_forged_cookie_is_not_written_into_the_page(client: Client) -> None:
    client.cookies["theme"] = '"><script>alert(1)</script>'
    assert "alert(1)" not in client.get(reverse("ui:gallery")).content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_switch_leads_nowhere_else(client: Client, address: str) -> None:
    assert client.post(reverse("ui:preferences"), {"theme": "dark", "next": address})["Location"] == "/"


def test_the_switch_takes_no_get_and_no_forged_post() -> None:
    assert Client().get(reverse("ui:preferences")).status_code == 405
    assert Client(enforce_csrf_checks=True).post(reverse("ui:preferences"), {"theme": "dark"}).status_code == 403


# The frame --------------------------------------------------------------------------------------------------------

PAGE = '{% extends "ui/base.html" %}{% block content %}<p id="results">isi</p>{% endblock %}'


def test_a_part_comes_without_its_frame() -> None:
    page = engines["django"].from_string(PAGE)
    whole = page.render({"title": "Judul"}, make_request())
    part = page.render({"title": "Judul"}, make_request(hx_request="true"))
    assert "<html" in whole
    assert "<html" not in part
    assert '<p id="results">isi</p>' in part
    assert 'hx-swap-oob="true"' in part
    for headers in ({"hx_boosted": "true"}, {"hx_history_restore_request": "true"}):
        assert "<html" in page.render({}, make_request(hx_request="true", **headers))


def test_a_boosted_link_that_names_its_part_gets_the_part() -> None:
    page = engines["django"].from_string(PAGE)
    request = make_request(hx_request="true", hx_boosted="true", hx_target="results")
    assert "<html" not in page.render({}, request)


def test_a_part_is_not_kept_as_the_page(client: Client, settings: Any) -> None:
    settings.MIDDLEWARE = ["serambi.ui.middleware.VaryOnHtmx", *settings.MIDDLEWARE]
    assert "HX-Request" in client.get(reverse("ui:gallery"))["Vary"]
    assert "HX-Request" not in client.get(reverse("ui:gallery_complete")).get("Vary", "")


def test_the_frame_has_landmarks_a_skip_link_and_one_heading() -> None:
    entries = [Entry(f"Bagian {n}", f"/{n}/", current=n == 2) for n in range(7)]
    html = engines["django"].from_string(PAGE).render({"title": "<Judul>", "navigation": entries}, make_request("/2/"))
    assert html.index('href="#main"') < html.index("<nav")
    assert html.count("<main") == 1
    assert "<h1>&lt;Judul&gt;</h1>" in html
    assert html.count('aria-current="page"') == 1
    assert html.count('class="beyond"') == 3
    assert "Lainnya" in html


def test_five_entries_need_no_overflow(render: Render) -> None:
    entries = [Entry(f"Bagian {n}", f"/{n}/", current=False) for n in range(5)]
    assert "more" not in render('{% include "ui/rail.html" %}', navigation=entries, request=make_request())


@pytest.mark.parametrize("name", ["ui/errors/400", "ui/errors/403", "ui/errors/404", "ui/errors/500", "403_csrf"])
def test_error_pages_need_nothing_but_themselves(render: Render, name: str) -> None:
    html = render("{% include name %}", name=f"{name}.html")
    assert "<h1>" in html
    assert 'href="/"' in html


def test_a_page_that_asks_first(render: Render) -> None:
    html = render(
        '{% include "ui/confirm.html" %}', title="Arsipkan?", action="Arsipkan program", cancel_url="/kembali/",
        consequences=["Program tidak tampil lagi."], dangerous=True, request=make_request(),
    )  # fmt: skip
    assert 'class="button danger"' in html
    assert 'href="/kembali/"' in html
    assert "Program tidak tampil lagi." in html


# The build --------------------------------------------------------------------------------------------------------


def test_a_missing_build_is_told_outside_the_tests(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "MANIFEST", assets.BUILT / "no-such-file.json")
    assert assets.entry("main") is None
    settings.MODE = "production"
    with pytest.raises(ImproperlyConfigured, match="make build"):
        assets.entry("main")


def test_the_addresses_come_from_the_manifest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(
        '{"src/main.ts": {"file": "assets/main-1.js", "css": ["assets/main-2.css"], "assets": ["assets/f-3.woff2"]}}'
    )
    monkeypatch.setattr(assets, "MANIFEST", manifest)
    entry = assets.entry("main")
    assert entry == assets.Entry(
        "/static/built/assets/main-1.js",
        ("/static/built/assets/main-2.css",),
        ("/static/built/assets/f-3.woff2",),
        "/static/built/icon.svg",
    )
