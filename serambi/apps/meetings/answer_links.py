"""The personal link by which an invitation is answered without an account: made, and read back.

The link names its invitation and a secret, and is signed with the installation's key (`django.core.signing`). The
secret is made with that key from the invitation and the letter it came with, so that a reminder carries the same link
as the letter; the database keeps its SHA-256 alone. It answers this one invitation and opens nothing else, until the
meeting begins, a later letter goes out, or the coordinator ends it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from serambi.apps.meetings.models import Invitation

_SALT = "serambi.meetings.answer_links"
_signer = Signer(salt=_SALT)


def digest_for(invitation: Invitation, sequence: int) -> str:
    """Return what the database keeps of the link that goes with this letter."""
    return _digest(_secret(invitation.pk, sequence))


def path_of(invitation: Invitation) -> str:
    """Return the path of the link in the language of now; "" where there is none, or it was ended."""
    if invitation.sent_sequence is None or not invitation.token_digest:
        return ""
    return path_for(invitation, invitation.sent_sequence)


def path_for(invitation: Invitation, sequence: int) -> str:
    """Return the path of the link that goes with this letter."""
    signed = _signer.sign_object([invitation.pk, _secret(invitation.pk, sequence)])
    return reverse("meetings:answer_by_link", kwargs={"signed": signed})


def read(signed: str) -> Invitation | None:
    """Return the invitation of a link that was signed here and still holds; None for anything else."""
    try:
        pk, secret = _signer.unsign_object(signed)
    except (BadSignature, ValueError, TypeError):
        return None
    found = _invitation(pk)
    if found is None or not found.token_digest or not constant_time_compare(_digest(str(secret)), found.token_digest):
        return None
    return found


def _invitation(pk: Any) -> Invitation | None:
    if not isinstance(pk, int):
        return None
    return Invitation.objects.select_related("meeting__body", "organization", "user").filter(pk=pk).first()


def _secret(pk: int, sequence: int) -> str:
    return salted_hmac(_SALT, f"{pk}:{sequence}", algorithm="sha256").hexdigest()[:40]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
