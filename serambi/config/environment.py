"""What the environment says, read once and refused with a sentence when it is not safe to start."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


class Mode(StrEnum):
    """How this process runs.

    PRODUCTION is what runs when nothing is said, and it starts only with everything set that makes it safe.
    TRIAL is `make run`: this machine only, demonstration accounts, mail kept in a folder. TEST is the test suite.
    """

    PRODUCTION = "production"
    TRIAL = "trial"
    TEST = "test"


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def switch(name: str, *, default: bool) -> bool:
    """Return whether a variable is on; anything but the words it knows is refused rather than guessed."""
    value = text(name).lower()
    if value in {"", "default"}:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value} is not understood. Write 1 or 0.")


def listed(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def mode() -> Mode:
    value = text("SERAMBI_MODE", Mode.PRODUCTION)
    try:
        return Mode(value)
    except ValueError as error:
        known = ", ".join(Mode)
        raise ImproperlyConfigured(f"SERAMBI_MODE={value} is not known. Choose one of: {known}.") from error


def state_folder() -> Path:
    """Return the folder of everything that changes: the SQLite file, collected pages, keys of the trial."""
    return Path(text("SERAMBI_STATE", "var")).resolve()


def secret_key(running: Mode, state: Path) -> str:
    """Return the key that signs sessions and links.

    The trial keeps one of its own in the state folder; production must be given one of 50 characters or more.
    """
    given = text("SERAMBI_SECRET_KEY")
    if running is Mode.PRODUCTION:
        if len(given) < 50:
            raise ImproperlyConfigured(
                "Set SERAMBI_SECRET_KEY to at least 50 random characters, for example with: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
            )
        return given
    return given or _kept_key(state / "trial-secret-key")


def _kept_key(path: Path) -> str:
    import secrets  # noqa: PLC0415 - only the first start of a trial needs it

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


def allowed_hosts(running: Mode) -> list[str]:
    hosts = listed("SERAMBI_HOSTS")
    if running is Mode.PRODUCTION:
        if not hosts or "*" in hosts:
            raise ImproperlyConfigured(
                "Set SERAMBI_HOSTS to the names people type to reach this server, separated by commas "
                "(for example: smartcity.example.go.id). An asterisk is not accepted."
            )
        return hosts
    return hosts or ["127.0.0.1", "localhost", "[::1]", "testserver"]


def site_address(running: Mode, hosts: list[str]) -> str:
    """Return the address of this installation where none is set: the first of its names in production."""
    if running is Mode.PRODUCTION:
        return f"https://{hosts[0].lstrip('.')}"
    return f"http://127.0.0.1:{text('PORT', '8000')}"
