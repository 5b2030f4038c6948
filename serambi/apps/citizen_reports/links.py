"""The private link to one report, and the token that a form carries: both signed with the installation's key.

The link names its report and the report's secret; a changed one is no link. It shows that report to whoever holds it
and opens nothing else. The token says when the form was opened and gives it a key, so that sending it twice is one
report. Neither needs a cookie, a script or a service of somebody else.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from serambi.apps.citizen_reports import errors
from serambi.apps.citizen_reports.models import CitizenReport

_signer = Signer(salt="serambi.citizen_reports.links")
_form_signer = Signer(salt="serambi.citizen_reports.forms")
# Nobody reads and fills in the form faster; a page that was open for half a day is looked at once more.
QUICKEST = dt.timedelta(seconds=2)
LONGEST = dt.timedelta(hours=12)

# Without letters and digits that are taken for one another when they are read out.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """Return what a report is called, for example 7K3M-9QF2; there are a million millions."""
    letters = "".join(secrets.choice(_LETTERS) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str:
    """Return a code as it is kept, however somebody typed it.

    >>> read_code(" 7k3m 9qf2 ")
    '7K3M-9QF2'
    """
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    return f"{letters[:4]}-{letters[4:8]}" if len(letters) >= 8 else letters


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def signed_for(report: CitizenReport) -> str:
    """Return what stands in the private link, the same each time."""
    return _signer.sign_object([report.pk, report.secret])


def path_of(report: CitizenReport) -> str:
    """Return the path of the private link in the language of now."""
    return reverse("citizen_reports:follow", kwargs={"signed": signed_for(report)})


def read(signed: str) -> tuple[int, str] | None:
    """Return number and secret that a link made here names; None for anything else."""
    try:
        pk, secret = _signer.unsign_object(signed)
    except (BadSignature, ValueError, TypeError):
        return None
    return (pk, secret) if isinstance(pk, int) and isinstance(secret, str) else None


def new_token(now: dt.datetime | None = None) -> str:
    """Return the token of a form that is opened now."""
    at = now or timezone.now()
    return _form_signer.sign_object([at.timestamp(), secrets.token_urlsafe(18)])


def read_token(token: str, *, now: dt.datetime) -> str:
    """Return the key of a form. Raises FormTooQuick; FormTooOld also for what is no token of ours."""
    try:
        at, key = _form_signer.unsign_object(token)
        age = now.timestamp() - float(at)
    except (BadSignature, ValueError, TypeError) as error:
        raise errors.FormTooOld from error
    if age > LONGEST.total_seconds():
        raise errors.FormTooOld
    if age < QUICKEST.total_seconds():
        raise errors.FormTooQuick
    return str(key)[:40]
