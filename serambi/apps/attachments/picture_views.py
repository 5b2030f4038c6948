"""What is made of every picture that is sent: what the views are called, how large they are, how they are written.

Apart from what opens pictures, since a web process only names them.
"""

from __future__ import annotations

from typing import Final

MILLION_POINTS: Final = 100
# The longest side of each view in points, and how it is written.
VIEWS: Final[dict[str, tuple[int, str, int]]] = {
    "view": (2560, "JPEG", 86),
    "large": (960, "WEBP", 80),
    "small": (240, "WEBP", 72),
}
SUFFIXES: Final = {"JPEG": "jpg", "WEBP": "webp"}
