"""A person changes their own password."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from tests.cast import PASSWORD, Cast

ADDRESS = "/account/password/"
NEW = "three-mangoes-and-a-gate"


def form(old: str = PASSWORD, new: str = NEW, again: str = NEW) -> dict[str, str]:
    return {"old_password": old, "new_password1": new, "new_password2": again}


def test_signed_out_it_asks_to_sign_in(db: None) -> None:
    assert Client().get(ADDRESS)["Location"] == f"/account/sign-in/?next={ADDRESS}"
    assert Client().post(ADDRESS, form())["Location"] == f"/account/sign-in/?next={ADDRESS}"


def test_other_methods_are_refused(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    assert signed_in(cast.oka).delete(ADDRESS).status_code == 405


def test_the_person_stays_signed_in_here_and_nowhere_else(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    here, elsewhere = signed_in(cast.oka), signed_in(cast.oka)

    assert here.post(ADDRESS, form())["Location"] == "/account/"

    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert Entry.objects.get(verb=Verb.PASSWORD_CHANGED).actor_id == cast.oka.pk


def test_the_present_password_is_asked(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(cast.oka).post(ADDRESS, form(old="wrong"))

    assert response.status_code == 200
    assert User.objects.get(pk=cast.oka.pk).check_password(PASSWORD)


def test_a_weak_password_is_refused(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(cast.oka).post(ADDRESS, form(new="oka@serumpun.example", again="oka@serumpun.example"))

    assert response.status_code == 200
    assert User.objects.get(pk=cast.oka.pk).check_password(PASSWORD)


def test_a_demonstration_account_keeps_its_password(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    User.objects.filter(pk=cast.oka.pk).update(is_demo=True)
    client = signed_in(cast.oka)

    answers = [client.get(ADDRESS), client.post(ADDRESS, form())]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert all("Akun contoh tetap seperti adanya" in answer.content.decode() for answer in answers)
    assert User.objects.get(pk=cast.oka.pk).check_password(PASSWORD)
    assert ADDRESS not in client.get("/account/").content.decode()
