"""Pictures that look alike, found by their perceptual hashes.

Two pictures are taken for one when at most seven of the 64 bits differ. Cut into four bands of 16 bits, seven
differences leave a band with one at most; so whoever is alike has a band that equals one of the 17 words within one bit
of ours. Four indexes find those, however many pictures there are.

Source: Norouzi, Punjani and Fleet (2012), "Fast search in Hamming space with multi-index hashing", CVPR, 3.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Q

DISTANCE: Final = 7
BANDS: Final = 4
_BITS: Final = 16
_MASK: Final = (1 << _BITS) - 1
_ALL: Final = (1 << 64) - 1


def signed(bits: int) -> int:
    """Return 64 bits as the number that a database column holds.

    >>> signed(0xFFFF_FFFF_FFFF_FFFF)
    -1
    """
    return bits - (1 << 64) if bits >> 63 else bits


def bands_of(bits: int) -> tuple[int, ...]:
    """Return the four parts of 16 bits, lowest first."""
    return tuple(bits >> (_BITS * band) & _MASK for band in range(BANDS))


def distance(first: int, second: int) -> int:
    """Return how many of the 64 bits differ; both may be signed.

    >>> distance(-1, 0)
    64
    """
    return ((first ^ second) & _ALL).bit_count()


def columns(bits: int | None) -> dict[str, int]:
    """Return the columns of a stored file for a hash."""
    if bits is None:
        return {}
    return {"hash_bits": signed(bits), **{f"band_{band}": part for band, part in enumerate(bands_of(bits))}}


def near(hashes: Iterable[int]) -> Q:
    """Return the condition that every picture alike to one of these fulfils; a few others do by chance."""
    wanted: list[set[int]] = [set() for _ in range(BANDS)]
    for bits in hashes:
        for band, part in enumerate(bands_of(bits & _ALL)):
            wanted[band] |= {part, *(part ^ (1 << bit) for bit in range(_BITS))}
    condition = Q(pk__in=())
    for band, parts in enumerate(wanted):
        if parts:
            condition |= Q(**{f"band_{band}__in": sorted(parts)})
    return condition
