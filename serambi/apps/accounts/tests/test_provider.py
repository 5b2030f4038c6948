"""Signing in through a real provider: npm's certified oidc-provider, asked as a browser would."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from serambi.apps.accounts import provider
from serambi.apps.accounts.models import Identity, OpenSession
from serambi.apps.audit.models import Entry, Verb
from tests.cast import Cast

FRONTEND = Path(django_settings.REPOSITORY) / "frontend"
CLIENT = "serambi-serumpun"
BACK = "http://testserver/account/provider/return/"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("node") is None, reason="needs node"),
    pytest.mark.skipif(not (FRONTEND / "node_modules" / "oidc-provider").exists(), reason="needs make test's set-up"),
]


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("oidc") / "key.pem"


@pytest.fixture(scope="module")
def issuer(key_file: Path) -> Iterator[str]:
    """Run the provider, which has been given our public key as it would be in a registration."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    key = provider.signing_key(key_file).as_dict(private=False)
    command = ["node", "tests/provider.mjs", str(port), CLIENT, BACK]
    with subprocess.Popen(
        command, cwd=FRONTEND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(json.dumps({"keys": [key]}))
        running.stdin.close()
        # It says more before it is ready: warnings that these are settings for tests.
        assert any(line.strip() == "ready" for line in running.stdout), "the provider did not start"
        yield f"http://localhost:{port}"
        running.terminate()


@pytest.fixture
def set_up(settings: Settings, issuer: str, key_file: Path) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_NAME = issuer, CLIENT, "Akun Serumpun"
    settings.OIDC_KEY_FILE, settings.OIDC_SECRET = str(key_file), ""
    settings.LOGIN_REDIRECT_URL = "accounts:profile"


def at_the_provider(address: str, login: str) -> str:
    """Sign in there and agree, as a browser does, and return the address to which it sends back."""
    browser = requests.Session()
    answer = browser.get(address, timeout=20)
    for _step in range(8):
        action = re.search(r'action="([^"]+)"', answer.text)
        assert action, answer.text
        fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', answer.text))
        fields |= {"login": login, "password": "x"} if 'name="login"' in answer.text else {}
        answer = browser.post(urljoin(answer.url, action[1]), data=fields, timeout=20, allow_redirects=False)
        while answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            if target.startswith(BACK):
                return target
            answer = browser.get(target, timeout=20, allow_redirects=False)
    raise AssertionError("the provider did not send back")


def sign_in(client: Client, login: str) -> object:
    begun = client.get("/account/provider/")
    assert begun.status_code == 302
    back = at_the_provider(begun["Location"], login)
    return client.get(back.removeprefix("http://testserver"))


def test_the_provider_is_asked_with_pkce_state_and_nonce(set_up: None) -> None:
    asked = parse_qs(urlsplit(Client().get("/account/provider/")["Location"]).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert {"code_challenge", "state", "nonce"} <= asked.keys()
    assert asked["redirect_uri"] == [BACK]


def test_a_person_with_a_confirmed_address_arrives_and_is_known_from_then_on(set_up: None, cast: Cast) -> None:
    client = Client()

    response = sign_in(client, cast.oka.email)

    assert response["Location"] == "/account/"
    assert cast.oka.email in client.get("/account/").content.decode()
    assert Identity.objects.get().user == cast.oka
    assert OpenSession.objects.get().way == "provider"
    assert Entry.objects.filter(verb=Verb.SIGNED_IN, actor_id=cast.oka.pk).count() == 1
    # By the provider's own name for them, whatever becomes of the address here.
    cast.oka.email = "oka.lain@serumpun.example"
    cast.oka.save()
    assert sign_in(Client(), "oka@serumpun.example")["Location"] == "/account/"
    assert Identity.objects.count() == 1


def test_an_unconfirmed_address_opens_nothing(set_up: None, cast: Cast) -> None:
    client = Client()

    response = sign_in(client, f"{cast.oka.email}!")

    assert response.status_code == 403
    assert "belum memastikan" in response.content.decode()
    assert client.get("/account/").status_code == 302
    assert not Identity.objects.exists()


def test_nobody_gets_an_account_by_signing_in_elsewhere(set_up: None, cast: Cast) -> None:
    response = sign_in(Client(), "asing@elsewhere.example")

    assert response.status_code == 403
    assert "koordinator" in response.content.decode()


def test_a_closed_account_stays_closed(set_up: None, cast: Cast) -> None:
    sign_in(Client(), cast.oka.email)
    cast.oka.is_active = False
    cast.oka.save()

    assert sign_in(Client(), cast.oka.email).status_code == 403


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(set_up: None, cast: Cast) -> None:
    back = at_the_provider(Client().get("/account/provider/")["Location"], cast.oka.email)

    response = Client().get(back.removeprefix("http://testserver"))

    assert response.status_code == 502
    assert not OpenSession.objects.exists()


def test_an_answer_works_once(set_up: None, cast: Cast) -> None:
    client = Client()
    back = at_the_provider(client.get("/account/provider/")["Location"], cast.oka.email)
    client.get(back.removeprefix("http://testserver"))

    assert client.get(back.removeprefix("http://testserver")).status_code == 502


def test_a_request_signed_with_another_key_is_refused_by_the_provider(
    set_up: None, cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.OIDC_KEY_FILE = str(tmp_path / "another.pem")

    assert sign_in(Client(), cast.oka.email).status_code == 502


def test_a_provider_that_does_not_answer_is_told(set_up: None, settings: Settings) -> None:
    settings.OIDC_ISSUER = "http://localhost:9"

    response = Client().get("/account/provider/")

    assert response.status_code == 502
    assert "kata sandi" in response.content.decode()


def test_the_public_key_is_given_and_the_private_never(set_up: None) -> None:
    (key,) = Client().get("/account/provider/keys.json").json()["keys"]

    assert key["kty"] == "EC"
    assert key["kid"]
    assert "d" not in key


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key.pem"

    first, again = provider.signing_key(path), provider.signing_key(path)

    assert first.kid == again.kid
    assert path.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir()] == ["key.pem"]


def test_the_sign_in_page_names_the_provider_only_where_there_is_one(set_up: None, settings: Settings) -> None:
    assert "Akun Serumpun" in Client().get("/account/sign-in/").content.decode()

    settings.OIDC_ISSUER = ""
    assert "/account/provider/" not in Client().get("/account/sign-in/").content.decode()
    assert Client().get("/account/provider/return/").status_code == 404
