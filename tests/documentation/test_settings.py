"""Every setting has its line in the reference, and every line its setting."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"""(?:text|switch|listed|environ\.get)\(\s*["']([A-Z_]+)["']""")


def test_every_setting_is_documented() -> None:
    source = "".join(path.read_text() for path in sorted((ROOT / "serambi").rglob("*.py")) if "tests" not in path.parts)
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE))
    assert documented == set(READ.findall(source)) - {"DJANGO_SETTINGS_MODULE"}
