"""Signing in through a provider: OpenID Connect with code flow, PKCE and private_key_jwt, all by Authlib.

OpenID Connect Core 1.0; RFC 7636 (PKCE, S256); RFC 7523 section 2.2 (private_key_jwt). What is set, from the
environment: SERAMBI_OIDC_ISSUER, SERAMBI_OIDC_CLIENT and a name to show; a secret where the provider knows no keys.

Authlib is loaded by the first who signs in through a provider: most installations have none.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from joserfc.jwk import ECKey

_PATIENCE_S = 10


def is_set() -> bool:
    """Tell whether this installation signs people in through a provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT)


def client() -> Any:
    """Return Authlib's client of the provider, which has read the provider's own description of itself."""
    return _client(
        settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET, str(Path(settings.OIDC_KEY_FILE).resolve())
    )


def failures() -> tuple[type[Exception], ...]:
    """Return what is raised where the provider does not answer, or not as it should."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return RequestException, AuthlibBaseError, JoseError, ValueError, KeyError


@lru_cache(maxsize=4)
def _client(issuer: str, name: str, secret: str, key_file: str) -> Any:
    from authlib.integrations.django_client import OAuth

    oauth = OAuth()
    with_key = not secret
    return oauth.register(
        "provider",
        client_id=name,
        client_secret=secret or signing_key(Path(key_file)),
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_auth_methods=[_signed_with_key()] if with_key else None,
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "private_key_jwt" if with_key else "client_secret_basic",
            "default_timeout": _PATIENCE_S,
        },
    )


def _signed_with_key() -> Any:
    """Return Authlib's private_key_jwt with an elliptic key, which names itself so that the provider finds it."""
    from authlib.oauth2.rfc7523 import PrivateKeyJWT

    class SignedWithKey(PrivateKeyJWT):  # type: ignore[misc]  # Authlib has no types
        alg = "ES256"

        def sign(self, auth: Any, token_endpoint: str) -> Any:
            self.headers = {"kid": auth.client_secret.kid}
            return super().sign(auth, token_endpoint)

    return SignedWithKey()


def public_keys() -> dict[str, Any]:
    """Return the public keys as the provider wants them (a JWK set), made when there are none yet."""
    key = signing_key(Path(settings.OIDC_KEY_FILE))
    return {"keys": [{**key.as_dict(private=False), "use": "sig", "alg": "ES256"}]}


def signing_key(path: Path) -> ECKey:
    """Return the key that this installation signs its requests to the provider with; the first call makes it."""
    from joserfc.jwk import ECKey

    if not path.exists():
        _keep(path, ECKey.generate_key("P-256").as_pem(private=True))
    key = ECKey.import_key(path.read_bytes())
    key.ensure_kid()
    return key


def _keep(path: Path, content: bytes) -> None:
    """Write a new key that only its owner reads; whichever of two processes comes first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
