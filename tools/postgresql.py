"""Run a command with a PostgreSQL of its own, and throw that away: `python tools/postgresql.py -- pytest`.

The server is made from Debian's binaries, runs as an unprivileged user, listens on a socket in a temporary folder and
on no network, and does not keep what it is told. `--available` only tells whether that is possible here.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Fast and forgetful, which is what a test wants and nobody else.
OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' "
    "-c shared_buffers=128MB -c max_connections=60 -c max_wal_size=2GB"
)


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def unprivileged() -> list[str]:
    """Return what to put before a command so that it does not run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return ["runuser", "-u", name, "--"]
    return []


def main() -> int:
    folder = binaries()
    if sys.argv[1:] == ["--available"]:
        return 0 if folder else 1
    if folder is None:
        print("There is no PostgreSQL here (Debian: apt install postgresql).", file=sys.stderr)
        return 1
    command = sys.argv[sys.argv.index("--") + 1 :]
    before = unprivileged()
    home = Path(tempfile.mkdtemp(prefix="serambi-pg-"))
    try:
        if before:
            shutil.chown(home, before[2])
        home.chmod(0o755)
        cluster = home / "cluster"
        quiet = {"stdout": subprocess.DEVNULL, "cwd": home}
        user = "serambi"
        subprocess.run(
            [*before, folder / "initdb", "-D", cluster, "-U", user, "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            **quiet,
        )
        start = ["-D", cluster, "-o", f"{OPTIONS} -k {home}", "-l", home / "log", "-w"]
        subprocess.run([*before, folder / "pg_ctl", *start, "start"], check=True, **quiet)
        try:
            # Only people on this machine who can reach the folder can connect.
            address = f"postgresql://{user}@/postgres?host={home}"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
        finally:
            subprocess.run([*before, folder / "pg_ctl", "-D", cluster, "-m", "immediate", "stop"], check=False, **quiet)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
