from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import translation
from django.utils.safestring import mark_safe

from serambi.ui import labels, parts
from serambi.ui.tests.conftest import Render, make_request
from serambi.ui.widgets import PlainSelect


class Structure(HTMLParser):
    """Collects the tags of a piece of HTML and complains about one that is closed out of turn."""

    VOID = {"input", "meta", "link", "br", "img", "hr", "path", "rect", "circle"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def structure(html: str) -> Structure:
    read = Structure()
    read.feed(html)
    assert read.open == []
    return read


class ProgramForm(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di masterplan.")
    ceiling = forms.DecimalField(label="Pagu", required=False)
    stage = forms.ChoiceField(label="Tahap", choices=[("a", "Rencana"), ("b", "Jalan")], widget=forms.RadioSelect)
    public = forms.BooleanField(label="Terbit", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("kind", labels.MARKS)
def test_every_mark_has_words_in_both_languages(render: Render, kind: str) -> None:
    words = []
    for language in ("id", "en"):
        with translation.override(language):
            words.append(re.sub("<[^>]+>", "", render("{% mark kind detail %}", kind=kind, detail="<sejak Mei>")))
    assert all("&lt;sejak Mei&gt;" in word for word in words)
    assert kind == "quick_win" or words[0] != words[1]


@pytest.mark.parametrize("code", [*labels.BANDS, None, "unheard-of"])
def test_a_band_is_told_by_word_and_shape(render: Render, code: str | None) -> None:
    html = render("{% band code %}", code=code)
    known = code if code in labels.BANDS else "none"
    assert str(labels.BANDS[known]) in html
    assert "<svg" in html


def test_no_two_bands_have_the_same_shape() -> None:
    shapes = {re.sub(r"band-\w+|</svg>.*", "", str(parts.band(code))) for code in labels.BANDS}
    assert len(shapes) == len(labels.BANDS)


@pytest.mark.parametrize(
    ("value", "better", "word", "worse"),
    [
        (2.6, "higher", "naik 2,6", False),
        (-4.1, "higher", "turun 4,1", True),
        (-4.1, "lower", "turun 4,1", False),
        (4.1, "lower", "naik 4,1", True),
        (4.1, "neither", "naik 4,1", False),
        (0, "higher", "tetap", False),
        (0.04, "higher", "tetap", False),
    ],
)
def test_a_change_is_told_in_words(render: Render, value: float, better: str, word: str, worse: bool) -> None:
    html = render("{% delta value better=better %}", value=value, better=better)
    assert word in re.sub("<[^>]+>", "", html)
    assert ("worse" in html) is worse


def test_a_band_kept_in_one_language_is_not_shown_in_the_other() -> None:
    with translation.override("id"):
        assert "Tinggi" in parts.band("high")
    with translation.override("en"):
        assert "High" in parts.band("high")


def test_no_change_is_told_when_there_is_none_to_tell(render: Render) -> None:
    assert render("{% delta value %}", value=None).strip() == ""


def test_attainment_says_why_it_is_missing(render: Render) -> None:
    html = render('{% attainment None 75 missing="belum dilaporkan" %}')
    assert "belum dilaporkan" in html
    assert ">–<" in html
    assert "0,0" not in html


def test_money_tells_the_exact_amount_where_words_round_it(render: Render) -> None:
    html = render("{{ amount|money }}", amount=1_390_250_000)
    assert 'data-exact="Rp1.390.250.000"' in html
    assert 'tabindex="0"' in html
    assert render("{{ amount|money }}", amount=41_500) == "Rp41.500"


def test_sorting_keeps_the_filters_turns_on_a_second_press_and_returns_to_the_first_page(render: Render) -> None:
    html = render('{% sort_header "Nama" "name" %}', request=make_request("/?q=a%26b&sort=name&page=3"))
    link = structure(html).tags[1][1]
    assert QueryDict((link["href"] or "")[1:]).dict() == {"q": "a&b", "sort": "-name"}
    assert link["hx-get"] == link["href"]
    assert 'aria-sort="ascending"' in html
    other = render('{% sort_header "Pagu" "ceiling" %}', request=make_request("/?sort=name"))
    assert "aria-sort" not in other


def test_pages_are_turned_by_links(render: Render) -> None:
    page = Paginator(range(1, 101), 10).page(5)
    html = render("{% pagination page %}", page=page, request=make_request("/?q=a&page=5"))
    assert "41 sampai 50 dari 100" in html
    assert 'href="?q=a&amp;page=4"' in html
    assert 'rel="next"' in html
    assert html.count('aria-current="page"') == 1


def test_one_page_has_nothing_to_turn(render: Render) -> None:
    html = render("{% pagination page %}", page=Paginator([1, 2], 10).page(1), request=make_request())
    assert "<a " not in html
    assert "1 sampai 2 dari 2" in html


def test_no_entries_make_no_count(render: Render) -> None:
    html = render("{% pagination page %}", page=Paginator([], 10).page(1), request=make_request())
    assert "dari" not in html


def test_a_field_ties_its_label_hint_and_error_to_its_control(render: Render) -> None:
    html = render("{% field form.name %}", form=ProgramForm({"name": ""}))
    tags = structure(html).tags
    control = next(attributes for tag, attributes in tags if tag == "input")
    ids = {attributes.get("id") for _tag, attributes in tags}
    assert set((control["aria-describedby"] or "").split()) <= ids
    assert control["aria-describedby"] == "id_name_helptext id_name_error"
    assert control["aria-invalid"] == "true"
    assert ("label", {"for": "id_name"}) in tags


def test_radio_buttons_are_a_group_with_a_legend(render: Render) -> None:
    html = render("{% field form.stage %}", form=ProgramForm({"stage": ""}))
    read = structure(html)
    assert read.tags[0][0] == "fieldset"
    assert read.tags[0][1]["aria-describedby"] == "id_stage_error"
    labelled = {attributes["for"] for tag, attributes in read.tags if tag == "label"}
    assert labelled == {attributes["id"] for tag, attributes in read.tags if tag == "input"}


def test_what_may_stay_empty_says_so(render: Render) -> None:
    assert "boleh kosong" in render("{% field form.ceiling %}", form=ProgramForm())
    assert "boleh kosong" not in render("{% field form.name %}", form=ProgramForm())
    assert "boleh kosong" not in render("{% field form.public %}", form=ProgramForm())


def test_all_fields_are_shown_and_hidden_ones_stay_hidden(render: Render) -> None:
    html = render("{% form_fields form %}", form=ProgramForm())
    assert structure(html).tags[-1][1]["type"] == "hidden"
    assert html.count("<label") == 5


def test_the_summary_of_errors_leads_to_each_field(render: Render) -> None:
    form = ProgramForm({"name": "", "ceiling": "dua"})
    form.add_error(None, "Periksa lagi.")
    html = render("{% error_summary form %}", form=form)
    assert [attributes["href"] for tag, attributes in structure(html).tags if tag == "a"] == [
        "#id_name", "#id_ceiling", "#id_stage"
    ]  # fmt: skip
    assert "4 hal perlu diperbaiki" in html
    assert html.index("Periksa lagi.") < html.index("Nama:")


def test_a_form_without_errors_has_no_summary(render: Render) -> None:
    assert render("{% error_summary form %}", form=ProgramForm()).strip() == ""


def test_what_was_typed_is_kept_and_escaped(render: Render) -> None:
    html = render("{% field form.ceiling %}", form=ProgramForm({"ceiling": '"><script>x'}))
    assert "&lt;script&gt;x" in html
    assert "<script>" not in html


class Filters(forms.Form):
    q = forms.CharField(label="Cari", required=False)
    pillar = forms.ChoiceField(label="Pilar", required=False, choices=[("", "Semua"), ("living", "Smart Living")])


def test_filters_say_what_is_chosen_and_how_to_drop_it(render: Render) -> None:
    request = make_request("/plan/?q=air&pillar=living&sort=name&page=2")
    html = render("{% filter_form form %}", form=Filters(request.GET), request=request)
    structure(html)
    assert "Pilar: Smart Living" in html
    assert 'href="?q=air&amp;sort=name"' in html
    assert '<input type="hidden" name="sort" value="name">' in html
    assert 'name="page"' not in html
    assert 'hx-get="/plan/"' in html


def test_many_filters_wait_behind_a_word_until_one_is_in_use(render: Render) -> None:
    fields = {f"f{n}": forms.CharField(label=f"Saringan {n}", required=False) for n in range(8)}
    many = type("Many", (forms.Form,), fields)
    html = render("{% filter_form form %}", form=many(QueryDict()), request=make_request())
    structure(html)
    assert html.index("Saringan 3") < html.index("Saringan lain") < html.index("Saringan 4")
    assert "<details" in html
    assert " open" not in html
    in_use = make_request("/?f6=x")
    assert " open" in render("{% filter_form form %}", form=many(in_use.GET), request=in_use)


def test_no_filter_no_chip(render: Render) -> None:
    assert "chip" not in render("{% filter_form form %}", form=Filters(QueryDict()), request=make_request())


def test_an_empty_list_says_how_to_begin(render: Render) -> None:
    html = render('{% empty "Belum ada program" "Di sini tampil program." "/baru/" "Tambah program" %}')
    assert '<a class="button" href="/baru/">Tambah program</a>' in html


def test_breadcrumbs_link_what_lies_above(render: Render) -> None:
    html = render("{% breadcrumbs trail %}", trail=[("Rencana", "/plan/"), ("Sampah", "")])
    assert '<a href="/plan/">Rencana</a>' in html
    assert "<li>Sampah</li>" in html
    assert render("{% breadcrumbs trail %}", trail=[]).strip() == ""


def test_a_figure_that_is_missing_gives_its_reason(render: Render) -> None:
    assert "belum dilaporkan" in render('{% figure None missing="belum dilaporkan" %}')
    assert "7,5\u00a0ton" in render('{% figure 7.5 1 "ton" %}')


def test_an_option_is_escaped_unless_it_is_safe_and_marks_what_is_chosen() -> None:
    choices = [("a", "A & B"), ("b", mark_safe("A &amp; B")), (None, "–")]
    html = str(PlainSelect(choices=choices).render("x", "b"))
    assert html.count("A &amp; B") == 2
    assert '<option value="b" selected>' in html
    assert '<option value="">–</option>' in html
