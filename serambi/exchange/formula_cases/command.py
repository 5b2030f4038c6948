"""`serambi formula`: a case in JSON on standard input, its values in JSON on standard output."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any

import click

REFUSED = 2


@click.command(short_help="Work out formulas from JSON.")
@click.option(
    "--engine",
    type=click.Choice(["reference", "duckdb"]),
    default="reference",
    show_default=True,
    help="reference: exact, the definition, with whole explanations. duckdb: fast, for many observations.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "id"]),
    default="en",
    show_default=True,
    help="Of the sentence that says what a formula computes.",
)
@click.option("--pretty", is_flag=True, help="Indent the answer.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a case and of the answers, and do nothing else.")
def formula(*, engine: str, language: str, pretty: bool, schema: bool) -> None:
    """Read a case from standard input and write its results to standard output.

    \b
    serambi formula < case.json > result.json

    A case holds areas, series, indicators, constants, observations and requests. A wrong formula is an error in the
    result of its request. A case that cannot be used ends with status 2 and {"error": ...}.
    """
    if schema:
        click.echo(resources.files(__package__).joinpath("schema.json").read_text("utf-8"), nl=False)
        return
    from .answering import CaseRefused, answered_by_duckdb, answered_by_reference  # noqa: PLC0415 - for a quick --help

    answered = answered_by_duckdb if engine == "duckdb" else answered_by_reference
    try:
        with _without_garbage_collection():
            results = answered(sys.stdin.buffer.read(), language=language)
    except CaseRefused as refused:
        _write({"error": refused.as_dict()}, pretty=pretty)
        click.echo(str(refused), err=True)
        sys.exit(REFUSED)
    _write({"results": results}, pretty=pretty)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Nearly all that is made lives until the end: looking for garbage takes a tenth of the time and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write(answer: dict[str, Any], *, pretty: bool) -> None:
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2 if pretty else None)
    # As bytes: the answer is UTF-8 whatever the terminal is set to.
    click.echo(f"{text}\n".encode(), nl=False)
