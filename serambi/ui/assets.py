"""Where the built styles and scripts are: reads the manifest that `npm run build` writes in `frontend/`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

BUILT = Path(__file__).parent / "static" / "built"
MANIFEST = BUILT / "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """The addresses of one entry of the build.

    script: the module to load. styles: its style sheets. fonts: the fonts those use, worth asking for early. icon: of
    the window.
    """

    script: str
    styles: tuple[str, ...]
    fonts: tuple[str, ...]
    icon: str


def entry(name: str) -> Entry | None:
    """Return the entry built from `frontend/src/<name>.ts`, or None in a test run without a build.

    Files carry the hash of their content in their names, so their addresses are used as they are and not hashed
    again by the storage: a chunk that imports another by its name must get the same copy as the page.

    Raises ImproperlyConfigured when the build is missing anywhere else.
    """
    if not MANIFEST.exists():
        if getattr(settings, "MODE", "") == "test":
            return None
        raise ImproperlyConfigured("The styles and scripts are not built. Run `make build` (or `npm run build`).")
    return _read(name, MANIFEST.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(name: str, changed: int) -> Entry:
    chunk = json.loads(MANIFEST.read_text())[f"src/{name}.ts"]
    fonts = tuple(_address(path) for path in chunk.get("assets", []) if path.endswith(".woff2"))
    return Entry(
        _address(chunk["file"]), tuple(_address(path) for path in chunk.get("css", [])), fonts, _address("icon.svg")
    )


def built(path: str) -> str:
    """Return the address of a file that the build copies as it is."""
    return _address(path)


def _address(path: str) -> str:
    return f"{settings.STATIC_URL}built/{path}"
