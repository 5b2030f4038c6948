"""The parts of a zipped workbook, and in a sentence why they are not read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from serambi.exchange.tables import errors, limits
from serambi.files import archives


class Archive(archives.Archive):
    """A zipped workbook whose parts were inflated once and found to be as small as they say.

    Raises PasswordProtected, Damaged or InflatesTooMuch when they are not.
    """

    def __init__(self, content: bytes, *, name: str) -> None:
        self.name = name
        allowed = archives.Limits(
            inflated=limits.INFLATED_MEGABYTES * limits.MEGABYTE,
            ratio=limits.RATIO,
            ratio_from=limits.RATIO_FROM_MEGABYTES * limits.MEGABYTE,
        )
        with _told(name):
            super().__init__(content, limits=allowed)

    def pieces(self, part: str) -> Iterator[bytes]:
        """Yield the content of a part, 64 kB at a time."""
        with _told(self.name):
            yield from super().pieces(part)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Say in a sentence what is wrong with the archive."""
    try:
        yield
    except archives.Encrypted as error:
        raise errors.PasswordProtected(name=name) from error
    except archives.InflatesTooMuch as error:
        raise errors.InflatesTooMuch(name=name, megabytes=limits.INFLATED_MEGABYTES) from error
    except archives.BadArchive as error:
        raise errors.Damaged(name=name) from error
