"""Photographs of a meeting as its documents show them: without what the camera wrote beside them."""

from __future__ import annotations

from collections.abc import Iterable

from serambi.apps.attachments.queries import picture_of
from serambi.apps.meetings.models import Photograph as Chosen
from serambi.exchange.documents.parts import Photograph, Picture


def pictures_of(photographs: Iterable[Chosen]) -> tuple[Photograph, ...]:
    """Return the pictures with their captions; one whose file is not there is left out."""
    found = []
    for one in photographs:
        content = picture_of(one.attachment)
        if content is not None:
            found.append(Photograph(Picture(content, one.caption), one.caption))
    return tuple(found)
