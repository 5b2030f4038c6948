"""What can stand at the cursor."""

import pytest

from serambi.methods.formula import Checker, FormulaError
from serambi.methods.formula.completion import OptionKind, complete
from serambi.methods.formula.functions import FUNCTIONS, SYNONYMS

from .regency import make_catalog

CATALOG = make_catalog(indicators={"waste.share": "100 * waste.handled / waste.generated"})
NAMES = {"waste.handled": "Sampah tertangani", "waste.generated": "Timbulan sampah"}


def offered(text: str, cursor: int | None = None) -> list[str]:
    found = complete(text, len(text) if cursor is None else cursor, CATALOG, names=NAMES)
    return [option.insert for option in found.options]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100 * was", ["waste.generated", "waste.handled", "waste.share"]),
        ("100 * waste.ha", ["waste.handled"]),
        ("100 * hand", ["waste.handled"]),
        ("timbul", ["waste.generated"]),
        ("prev", ["previous()"]),
        ("jumlah", ["sum()"]),
        ("sum(wa", ["waste.generated", "waste.handled"]),
        ("sum(waste.handled, ", ["time", "area"]),
        ("zzz", []),
    ],
)
def test_what_fits_the_word_at_the_cursor(text: str, expected: list[str]) -> None:
    assert offered(text) == expected


def test_names_come_before_functions_where_a_value_is_due() -> None:
    found = offered("100 * ")
    assert found[0] == "a"
    assert found.index("waste.share") < found.index("abs()")


def test_operators_are_offered_after_a_value() -> None:
    for text in ("waste.handled ", "(a + b) ", "12 "):
        assert offered(text)[:4] == ["+", "-", "*", "/"]
    assert "," not in offered("a ")
    assert "," in offered("max(a ")


def test_the_whole_word_around_the_cursor_is_replaced() -> None:
    found = complete("2 * waste.hand + 1", 9, CATALOG)
    assert (found.start, found.end) == (4, 14)


def test_the_function_around_the_cursor_is_told() -> None:
    found = complete("1 + round(previous(a), ", 23, CATALOG)
    assert found.call is not None
    assert (found.call.name, found.argument) == ("round", 1)
    assert complete("1 + (", 5, CATALOG).call is None
    assert complete("abs(a)", 6, CATALOG).call is None


@pytest.mark.parametrize("cursor", [-5, 0, 3, 999])
def test_any_text_and_cursor_will_do(cursor: int) -> None:
    assert complete("))) , ((( %% é", cursor, CATALOG).end <= 14


@pytest.mark.parametrize("option", complete("", 0, CATALOG).options, ids=lambda option: option.insert)
def test_every_option_exists(option) -> None:  # type: ignore[no-untyped-def]  # an Option
    if option.kind is OptionKind.FUNCTION:
        assert option.insert == f"{option.insert[:-2]}()"
        assert option.label == FUNCTIONS[option.insert[:-2]].usage
    else:
        assert Checker(CATALOG).check(option.insert)


def test_every_usage_can_be_written_and_every_synonym_leads_to_a_function() -> None:
    for signature in FUNCTIONS.values():
        with pytest.raises(FormulaError) as refused:
            Checker(CATALOG).check(f"{signature.name}()")
        assert refused.value.code == "wrong_arguments"
        assert signature.english.endswith(".")
        assert signature.indonesian.endswith(".")
    assert set(SYNONYMS.values()) <= set(FUNCTIONS)
    assert not set(SYNONYMS) & set(FUNCTIONS)
