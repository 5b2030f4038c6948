"""What is kept in the process: found by its key, read once, the oldest gone first."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation

from serambi.ui.shelf import Shelf


def test_what_is_kept_is_read_once() -> None:
    shelf: Shelf[int] = Shelf(2)
    read = iter(range(9))
    assert [shelf.get("a", lambda: next(read)) for _ in range(3)] == [0, 0, 0]


def test_without_a_key_nothing_is_kept() -> None:
    shelf: Shelf[int] = Shelf(2)
    read = iter(range(9))
    assert [shelf.get(None, lambda: next(read)) for _ in range(2)] == [0, 1]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    shelf: Shelf[str] = Shelf(2)
    for key in ("a", "b", "a", "c"):
        shelf.get(key, lambda key=key: key)  # type: ignore[misc]  # bound at once
    assert shelf.get("a", lambda: "again") == "a"
    assert shelf.get("b", lambda: "again") == "again"


def test_a_part_of_a_page_is_written_once_for_a_key_and_a_language() -> None:
    part = Template("{% load ui %}{% kept state 'part' number %}{{ word }}{% endkept %}")
    state = ("a state of this test",)
    assert part.render(Context({"state": state, "number": 1, "word": "satu"})) == "satu"
    assert part.render(Context({"state": state, "number": 1, "word": "lain"})) == "satu"
    assert part.render(Context({"state": state, "number": 2, "word": "dua"})) == "dua"
    assert part.render(Context({"state": ("another",), "number": 1, "word": "baru"})) == "baru"
    with translation.override("en"):
        assert part.render(Context({"state": state, "number": 1, "word": "one"})) == "one"


def test_a_part_without_a_state_is_written_every_time() -> None:
    part = Template("{% load ui %}{% kept state 'part' %}{{ word }}{% endkept %}")
    assert [part.render(Context({"state": None, "word": word})) for word in ("satu", "dua")] == ["satu", "dua"]


def test_a_long_part_is_kept_apart_from_short_ones() -> None:
    long = "{% kept_long state 'part' %}{{ word }}{% endkept_long %}"
    text = "{% load ui %}" + long + "{% kept state 'part' %}{{ short }}{% endkept %}"
    state = ("a state of this test",)
    for word in ("satu", "lain"):
        assert Template(text).render(Context({"state": state, "word": word, "short": "dua"})) == "satudua"
    assert Template(text).render(Context({"state": None, "word": "tiga", "short": "empat"})) == "tigaempat"
