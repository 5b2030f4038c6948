"""How long official documents take: one letter, forty invitations, each kind as PDF and as Word.

    python bench/documents.py

The first PDF of a process also reads the fonts; it is measured apart. No database is used.
"""

# ruff: noqa: PLC0415 - Django is set up before anything that needs it is imported

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

ONE_LETTER_MS, FORTY_LETTERS_S = 200, 5


def milliseconds(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the median and the longest of several runs."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), max(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    os.environ.setdefault("SERAMBI_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
    import django

    django.setup()
    from serambi.exchange.documents import kinds, samples
    from serambi.exchange.documents.kinds import kind_of
    from serambi.exchange.documents.office import neutral_office
    from serambi.exchange.documents.parts import Photograph
    from serambi.exchange.documents.printing import letters_of, pdf_of
    from serambi.exchange.documents.word import docx_of

    made = dt.datetime(2026, 10, 8, tzinfo=dt.UTC)
    office = neutral_office()
    documents = samples.all_samples(office.letterhead, office.signatory)
    # With a coat of arms, as letters have one; an example picture does for that.
    minutes = samples.minutes(office.letterhead, office.signatory)
    head = replace(office.letterhead, coat_of_arms=minutes.photographs[0].picture)
    letter = replace(samples.letter(head, office.signatory), recipients=samples.RECIPIENTS[:1])
    people = [kinds.Recipient(f"Kepala Perangkat Daerah {number}") for number in range(1, 41)]

    print(f"{'what':44}{'median ms':>11}{'longest ms':>12}")
    print(f"{'first letter of a process':44}{milliseconds(lambda: pdf_of(letter, made=made), 1)[0]:11.0f}")
    one, longest = milliseconds(lambda: pdf_of(letter, made=made), runs)
    print(f"{'one letter':44}{one:11.0f}{longest:12.0f}")
    forty, longest = milliseconds(lambda: list(letters_of(letter, people, made=made)), 3)
    print(f"{'forty letters':44}{forty:11.0f}{longest:12.0f}")
    for document in documents:
        for form, make in (("PDF", lambda d=document: pdf_of(d, made=made)), ("Word", lambda d=document: docx_of(d))):
            took = milliseconds(make, max(3, runs // 4))
            print(f"{f'{kind_of(document)} as {form}':44}{took[0]:11.0f}{took[1]:12.0f}")
    actions = tuple(samples.ACTIONS[number % 3] for number in range(300))
    long = replace(samples.matrix(head, office.signatory), actions=actions)
    took = milliseconds(lambda: pdf_of(long, made=made), 3)
    print(f"{'matrix of 300 actions as PDF':44}{took[0]:11.0f}{took[1]:12.0f}")
    photographs = tuple(Photograph(one.picture, one.caption) for one in minutes.photographs) * 10
    took = milliseconds(lambda: pdf_of(replace(minutes, photographs=photographs), made=made), 3)
    print(f"{'minutes with 20 photographs as PDF':44}{took[0]:11.0f}{took[1]:12.0f}")
    if one > ONE_LETTER_MS or forty > FORTY_LETTERS_S * 1000:
        sys.exit("Slower than promised.")


if __name__ == "__main__":
    main()
