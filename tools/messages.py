"""Keep the translations: `update` reads the source, `check` says what is missing, `compile` makes what Django reads.

    python tools/messages.py add words.json     add Indonesian for English words: {"Save": "Simpan", …}
    python tools/messages.py update             read every word out of the source into locale/
    python tools/messages.py check              fail when a word has no translation or is no longer used
    python tools/messages.py compile            write the .mo files where a .po file is newer

A plural is written {"one||many": "terjemahan"}; a word with a context {"context\\x04word": "terjemahan"}. Works without
the gettext programs, so that nothing has to be installed with root.
"""

from __future__ import annotations

import fcntl
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "serambi"
LOCALE = ROOT / "locale"
KEYWORDS = {
    "gettext": None,
    "_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "counted_sentence": (1, 2),  # serambi.apps.jobs.sentences
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

Word = tuple[str | None, str | tuple[str, str], str]


def words() -> Iterator[Word]:
    """Yield every translatable word of the source with its context and the file it stands in."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    sources = [(path, None) for path in sorted(PACKAGE.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]
    for pattern in ("*.html", "*.txt"):
        sources += [(path, templatize) for path in sorted(PACKAGE.rglob(pattern)) if "templates" in path.parts]
    for path, translate in sources:
        text = path.read_text(encoding="utf-8")
        code = translate(text, origin=str(path)) if translate else text
        for found in extract("python", io.BytesIO(code.encode()), KEYWORDS, (), {"encoding": "utf-8"}):
            _line, message, _comments, context = found
            if isinstance(message, tuple):
                message = tuple(message[:2])
            if message and message != ("",):
                yield context, message, path.relative_to(ROOT).as_posix()


def catalog(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, project="Serambi", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def save(language: str, messages: Catalog) -> None:
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, messages, width=118, sort_output=True, omit_header=False, ignore_obsolete=True)


def add(file: str) -> None:
    """Add Indonesian translations from a JSON file; an existing one is replaced."""
    given = json.loads(Path(file).read_text(encoding="utf-8"))
    messages = catalog("id")
    for key, translation in given.items():
        context, _, word = key.rpartition("\x04")
        identity: str | tuple[str, ...] = tuple(word.split("||")) if "||" in word else word
        value = (translation,) * messages.num_plurals if isinstance(identity, tuple) else translation
        existing = messages.get(identity if isinstance(identity, str) else identity[0], context or None)
        if existing is not None:
            existing.id = identity
            existing.string = value
        else:
            messages.add(identity, value, context=context or None)
    save("id", messages)
    print(f"{len(given)} added")


def update() -> None:
    """Bring both catalogues in line with the source: new words in, unused ones out, places noted."""
    found: dict[tuple[str | None, str], tuple[str | tuple[str, str], set[str]]] = {}
    for context, message, place in words():
        key = (context, message[0] if isinstance(message, tuple) else message)
        kept, places = found.setdefault(key, (message, set()))
        places.add(place)
        if isinstance(message, tuple) and not isinstance(kept, tuple):
            found[key] = (message, places)
    for language in ("id", "en"):
        old = catalog(language)
        new = Catalog(locale=language, project="Serambi", charset="utf-8", fuzzy=False)
        new.header_comment = "# Words of Serambi. Kept by tools/messages.py."
        new.revision_date = new.creation_date = old.creation_date
        for (context, word), (message, places) in sorted(
            found.items(), key=lambda pair: (pair[0][1], pair[0][0] or "")
        ):
            before = old.get(word, context)
            string = before.string if before is not None else ""
            if isinstance(message, tuple):
                count = new.num_plurals
                parts = (string,) if isinstance(string, str) else tuple(string or ())
                string = (parts + ("",) * count)[:count]
                if language == "en":
                    string = message
            elif isinstance(string, tuple):
                string = string[0]
            if language == "en" and not isinstance(message, tuple):
                string = message
            new.add(message, string, locations=[(place, 0) for place in sorted(places)], context=context)
        save(language, new)


def missing(language: str = "id") -> list[str]:
    """Return what stands between the source and complete catalogues, a line each."""
    messages = catalog(language)
    problems = []
    used = set()
    for context, message, place in words():
        word = message[0] if isinstance(message, tuple) else message
        used.add((context, word))
        entry = messages.get(word, context)
        strings = () if entry is None else (entry.string if isinstance(entry.string, tuple) else (entry.string,))
        if not strings or not all(strings):
            problems.append(f"{place}: no {language} for {word!r}")
    problems += [
        f"locale/{language}: {entry.id!r} is no longer used"
        for entry in messages
        if entry.id and (entry.context, entry.id[0] if isinstance(entry.id, tuple | list) else entry.id) not in used
    ]
    return sorted(set(problems))


def compile_changed() -> None:
    """Write the compiled catalogue of each language whose text is newer."""
    for language in ("id", "en"):
        path = _path(language)
        target = path.with_suffix(".mo")
        if path.exists() and (not target.exists() or target.stat().st_mtime < path.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, catalog(language))


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def main() -> None:
    action = sys.argv[1] if len(sys.argv) > 1 else ""
    LOCALE.mkdir(exist_ok=True)
    with (LOCALE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        match action:
            case "add":
                add(sys.argv[2])
                compile_changed()
            case "update":
                update()
                compile_changed()
            case "compile":
                compile_changed()
            case "check":
                problems = missing("id") + missing("en")
                print("\n".join(problems) or "Every word is translated.")
                sys.exit(1 if problems else 0)
            case _:
                sys.exit(__doc__)


if __name__ == "__main__":
    main()
