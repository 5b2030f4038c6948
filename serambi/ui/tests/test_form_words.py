"""Django's own sentences in our words."""

from __future__ import annotations

import gettext
from pathlib import Path

import django
import pytest
from django import forms

from serambi.ui.form_words import COUNTED, SENTENCES

DJANGO = Path(django.__file__).parent


@pytest.fixture(scope="module")
def djangos_own() -> list[gettext.GNUTranslations]:
    found = []
    for app in ("conf", "contrib/auth"):
        with (DJANGO / app / "locale/id/LC_MESSAGES/django.mo").open("rb") as file:
            found.append(gettext.GNUTranslations(file))
    return found


def test_a_form_refuses_in_our_words() -> None:
    assert forms.CharField().error_messages["required"] == "Wajib diisi."
    assert forms.EmailField().default_validators[0].message.startswith("Tulis alamat surel")
    with pytest.raises(forms.ValidationError) as refused:
        forms.CharField(max_length=3).clean("panjang")
    assert refused.value.messages == ["Paling banyak 3 karakter; sekarang 7."]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_django_still_says_it_so(sentence: str, djangos_own: list[gettext.GNUTranslations]) -> None:
    """Fail when a new Django words it otherwise, as it would then be shown in Django's words again."""
    assert any(catalog.gettext(sentence) != sentence for catalog in djangos_own)


@pytest.mark.parametrize(("one", "many"), COUNTED)
def test_django_still_counts_it_so(one: str, many: str, djangos_own: list[gettext.GNUTranslations]) -> None:
    assert any(catalog.ngettext(one, many, 2) != many for catalog in djangos_own)
