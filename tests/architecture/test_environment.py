"""Serambi does not start unsafely: what production needs is asked for with a sentence."""

import os
import subprocess
import sys

import pytest

SAFE = {"SERAMBI_SECRET_KEY": "k" * 60, "SERAMBI_HOSTS": "smartcity.serumpun.example"}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SERAMBI_", "DJANGO_", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-c", "import serambi.config.settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE)"],
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_what_makes_it_safe(tmp_path: object) -> None:
    result = start(**SAFE, SERAMBI_STATE=str(tmp_path))
    assert (result.returncode, result.stdout) == (0, "False True\n")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "Set SERAMBI_SECRET_KEY"),
        ({**SAFE, "SERAMBI_SECRET_KEY": "short"}, "Set SERAMBI_SECRET_KEY"),
        ({**SAFE, "SERAMBI_HOSTS": ""}, "Set SERAMBI_HOSTS"),
        ({**SAFE, "SERAMBI_HOSTS": "*"}, "Set SERAMBI_HOSTS"),
        ({**SAFE, "SERAMBI_MODE": "developement"}, "SERAMBI_MODE=developement is not known"),
        ({**SAFE, "SERAMBI_BEHIND_PROXY": "maybe"}, "SERAMBI_BEHIND_PROXY=maybe is not understood"),
        ({**SAFE, "DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must begin with"),
    ],
)
def test_production_refuses_what_is_unsafe(variables: dict[str, str], sentence: str, tmp_path: object) -> None:
    result = start(**{"SERAMBI_STATE": str(tmp_path), **variables})
    assert result.returncode != 0
    assert sentence in result.stderr
