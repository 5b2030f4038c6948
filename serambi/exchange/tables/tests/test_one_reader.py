"""Every door reads a number alike: forms, sheets of figures and tables say the same of one text."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.observations import numbers
from serambi.apps.observations.errors import ObservationError
from serambi.exchange.budgets import amounts
from serambi.exchange.tables.notation import Notation, decide, read_quantity
from serambi.ui.fields import NumberField
from serambi.ui.numbers import AmbiguousNumber, NotANumber, read_number

TEXTS = st.text(st.sampled_from("0123456789.,"), max_size=14)


@given(TEXTS | st.sampled_from(["-1.234", "Rp 1.000,-", "5%", "1.2,3", "1,23,4", "5.", ",5"]))
def test_every_door_reads_alike(text: str) -> None:
    if not text:
        return
    try:
        wanted: Decimal | str = read_number(text)
    except (AmbiguousNumber, NotANumber) as error:
        wanted = str(error)
    try:
        of_figures: Decimal | str = numbers.read_number(text)
    except ObservationError as error:
        of_figures = str(error)
    try:
        of_forms = NumberField().clean(text)
    except ValidationError as error:
        of_forms = error.messages[0]
    assert of_figures == wanted
    assert of_forms == wanted


@given(TEXTS.filter(lambda text: text[:1].isdigit() and text[-1:].isdigit()))
def test_tables_read_what_forms_read(text: str) -> None:
    try:
        wanted: Decimal | None = read_number(text)
    except (AmbiguousNumber, NotANumber):
        wanted = None
    assert amounts.read_number(text).value == wanted
    assert read_quantity(text, Notation.PLAIN).quantity.value == wanted
    assert read_quantity(text, decide([text]).notation).quantity.value == wanted
