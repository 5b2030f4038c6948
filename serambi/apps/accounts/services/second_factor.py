"""A second factor beside the password: codes of an app (TOTP, RFC 6238) and recovery codes on paper."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django_otp.models import Device, ThrottlingMixin
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from serambi.apps.accounts import queries
from serambi.apps.accounts.errors import SecondFactorNeeded, TooManyCodes, WrongCode
from serambi.apps.accounts.models import SignInRules, User
from serambi.apps.accounts.services.sessions import end_others
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record

RECOVERY_CODES = 10


@transaction.atomic
def prepare_second_factor(user: User) -> TOTPDevice:
    """Return the app's secret that the person is about to confirm; the same one until they do."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def confirm_second_factor(user: User, *, code: str) -> list[str]:
    """Take the prepared secret as the person's second factor and return new recovery codes, to be shown once.

    An older one is replaced. Raises WrongCode and TooManyCodes.
    """
    device = prepare_second_factor(user)
    _verify(device, code)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        record(Verb.CREATED, user, by=user, after={"second_factor": "totp"})
        return new_recovery_codes(user, told=False)


def check_code(user: User, code: str) -> None:
    """Accept a code of the app or a recovery code, which works once. Raises WrongCode and TooManyCodes."""
    plain = code.replace(" ", "").replace("-", "").lower()
    device = StaticDevice if len(plain) > 6 else TOTPDevice
    found = device.objects.filter(user=user, confirmed=True).first()
    if found is None:
        raise WrongCode
    _verify(found, plain)
    if isinstance(found, StaticDevice):
        record(Verb.CHANGED, user, by=user, after={"recovery_codes_left": found.token_set.count()})


@transaction.atomic
def new_recovery_codes(user: User, *, told: bool = True) -> list[str]:
    """Make ten recovery codes in place of the old ones. told: whether the record tells it on its own."""
    device, _made = StaticDevice.objects.get_or_create(user=user, defaults={"name": "paper"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    if told:
        record(Verb.CHANGED, user, by=user, after={"recovery_codes": "new"})
    return codes


def remove_second_factor(user: User, *, code: str) -> None:
    """Sign in with the password alone from now on. Raises WrongCode, TooManyCodes and SecondFactorNeeded."""
    if queries.needs_second_factor(user):
        raise SecondFactorNeeded
    check_code(user, code)
    _remove(user, by=user, reason="")


def reset_second_factor(user: User, *, by: User, reason: str) -> None:
    """Take the second factor from somebody who lost the phone; their sessions end, and they set up a new one."""
    with transaction.atomic():
        _remove(user, by=by, reason=reason)
        end_others(user, but=None, by=by)


@transaction.atomic
def change_rules(*, second_factor_roles: Collection[str], by: User, session_key: str | None) -> int:
    """Say which roles need a second factor, and sign out those who now need one and have none.

    session_key: of the one who changes the rules, which stays open. Returns how many people were signed out.
    """
    rules = queries.sign_in_rules()
    before, after = sorted(rules.second_factor_roles), sorted(second_factor_roles)
    rules.second_factor_roles = after
    rules.pk = rules.pk or 1
    rules.save()
    SignInRules.objects.exclude(pk=rules.pk).delete()
    record(Verb.CHANGED, rules, by=by, before={"second_factor_roles": before}, after={"second_factor_roles": after})
    return sum(
        bool(end_others(user, but=session_key if user.pk == by.pk else None, by=by))
        for user in queries.signed_in_without_second_factor()
        if queries.needs_second_factor(user)
    )


@transaction.atomic
def _remove(user: User, *, by: User, reason: str) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    record(Verb.DELETED, user, by=by, before={"second_factor": "totp"}, reason=reason)


def _verify(device: Device, code: str) -> None:
    """Check a code and count what fails; the count is kept even when the caller is refused."""
    with transaction.atomic():
        locked = type(device).objects.select_for_update().get(pk=device.pk)
        allowed, _why = locked.verify_is_allowed()
        right = allowed and locked.verify_token(code)
    if not allowed and isinstance(locked, ThrottlingMixin):
        raise TooManyCodes
    if not right:
        raise WrongCode
