"""A web process and a worker of jobs carry only the libraries that nearly every request needs."""

from __future__ import annotations

import os
import subprocess
import sys

# Each is loaded by the first who needs it; together they took half as much memory as all of Serambi.
SELDOM_NEEDED = frozenset(
    {"PIL", "authlib", "clamav_client", "docx", "docxtpl", "duckdb", "holidays", "ibis", "icalendar", "imagehash",
     "joserfc", "jwt", "lxml", "numpy", "pandas", "pillow_heif", "puremagic", "pyarrow", "pydantic", "qrcode",
     "rapidfuzz", "requests", "scipy", "shapely", "typst", "webpush", "xlsxwriter"}
)  # fmt: skip
SCRIPT = """
import sys
from serambi.config.wsgi import application
from serambi.apps.jobs import worker
from django.urls import reverse
reverse("portal:home")
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_libraries_that_few_requests_need_are_loaded_by_the_first_that_does(tmp_path: object) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "serambi.config.settings", "SERAMBI_STATE": str(tmp_path)}
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "django" in loaded
    assert sorted(SELDOM_NEEDED.intersection(loaded)) == []
