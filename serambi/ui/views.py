"""The theme switch, and the gallery in which every part of the interface can be seen in every state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from serambi.ui import assets, labels
from serambi.ui import gallery as sample
from serambi.ui.charts import files
from serambi.ui.charts.trend import Line, Point, TrendChart
from serambi.ui.messages import done

_A_YEAR = 60 * 60 * 24 * 365
_THEMES = {"light", "dark"}

_CHARTS: dict[str, Callable[[], files.Chart]] = {
    "trend": sample.trend,
    "lines": sample.trend_of_many,
    "bars": sample.bars,
    "map": sample.area_map,
}


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Give the browser what it keeps running for the whole site (a service worker), from an address that stays."""
    path = assets.BUILT / "worker.js"
    if not path.exists():
        raise Http404
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(path.read_bytes(), content_type="text/javascript", headers=headers)


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """Tell a phone how to install the program: its name, its icons, and that it opens with what is due."""
    icons = [
        {"src": assets.built(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    body = {
        "id": "/",
        "name": "Serambi",
        "short_name": "Serambi",
        "description": _("Fill in what is due, also without a line"),
        "lang": get_language(),
        "start_url": reverse("progress:due"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf6",
        "theme_color": "#006a61",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no line; the browser keeps this page for when it has no other."""
    return render(request, "ui/offline.html", {"due": reverse("progress:due")})


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the look the person has chosen and return to the page they were on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in _THEMES:
        response.set_cookie("theme", chosen, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    done(request, "Perubahan disimpan.", undo=request.path)
    messages.error(request, "Berkas tidak terkirim: lebih besar dari 10 MB.")
    wrong = sample.SampleForm({"name": "", "ceiling": "dua ratus", "stage": "execution"})
    wrong.add_error("ceiling", "Kolom Pagu berisi “dua ratus”. Tulis angka, misalnya 200.")
    rows = [f"Program {number}" for number in range(1, 241)]
    context = {
        "title": "Empat dari enam pilar sesuai rencana.",
        "crumbs": [("Galeri", ""), ("Triwulan III 2025", "")],
        "pillars": sample.PILLARS,
        "marks": list(labels.MARKS),
        "bands": list(labels.BANDS),
        "form": sample.SampleForm(),
        "wrong": wrong,
        "formula": sample.FormulaForm({"formula": "100 * waste.handled / waste.generated"}),
        "filters": sample.SampleFilters(request.GET or {"q": "bank", "pillar": "environment"}),
        "page": Paginator(rows, 25).get_page(request.GET.get("page")),
        "stats": [
            {"label": "Tahap", "value": "Pelaksanaan", "note": "rencana: selesai Juni 2025"},
            {"label": "Fisik", "value": "46 %", "note": "rencana 80 %, deviasi −34 poin"},
            {"label": "Keuangan", "value": "Rp1,12 miliar", "note": "dari pagu Rp2,8 miliar, 40 %"},
            {"label": "Titik hidup", "value": "3 dari 20", "note": "mitra siap 8 titik lagi"},
        ],
        "tabs": [
            {"label": "Ringkasan", "url": "#", "current": True},
            {"label": "Kegiatan", "url": "#", "current": False, "count": 12},
            {"label": "Riwayat", "url": "#", "current": False, "count": 0},
        ],
        "trend": sample.trend(),
        "lines": sample.trend_of_many(),
        "no_trend": TrendChart("Belum ada angka", [Line("Air minum", [])]),
        "one_point": TrendChart(
            "Baru satu angka",
            [Line("Air minum", [Point(sample.SamplePeriod("year", 2025, 1), 41.5)], "living")],
            unit="%",
        ),
        "bars": sample.bars(),
        "changes": sample.bars_below_zero(),
        "map": sample.area_map(),
        "places": sample.place_map(),
        "amounts": [1_390_250_000, 2_800_000, 41_500, -1_120_000_000_000, None],
        "month": sample.SamplePeriod("month", 2025, 3),
        "quarter": sample.SamplePeriod("quarter", 2026, 3),
        "moment": dt.datetime(2024, 11, 28, 1, 0, tzinfo=dt.UTC),
        "today": timezone.localdate(),
    }
    return render(request, "ui/gallery.html", context)


def _chart(name: str) -> files.Chart:
    if name not in _CHARTS:
        raise Http404
    return _CHARTS[name]()


@require_GET
def gallery_svg(request: HttpRequest, name: str) -> HttpResponse:
    return files.svg_response(_chart(name), name)


@require_GET
def gallery_csv(request: HttpRequest, name: str) -> HttpResponse:
    return files.csv_response(_chart(name), name)


@require_POST
def gallery_check(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery_check.html", {"checked": sample.check(request.POST.get("formula", ""))})


@require_GET
def gallery_complete(request: HttpRequest) -> HttpResponse:
    return JsonResponse(sample.complete(request.GET.get("q", "")), safe=False)
