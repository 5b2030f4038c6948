"""How the pages answer many people at once, with two worker processes, and how much memory and processor it takes.

    python bench/serving.py                         150 and 2,500 programs, ten connections, a table
    python bench/serving.py --programs 2500 --connections 10 --seconds 8 --json var/bench/serving.json

Fills a database of its own (the one of bench/dashboard.py), serves it as in production, and asks for each page over
loopback for some seconds from as many connections as wanted. Times are those of the visitor, header to last byte.
Processor is what the two web workers take of it for a page, which other work on the machine changes little. Memory is
theirs (RSS, which counts what they share twice), then that of everything `serambi serve` starts: they, their parent,
the supervisor and one worker of jobs; last the same with what is shared counted once (PSS).
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.dashboard import TODAY, fill, start_django

PAGES = {
    "dashboard": "/dashboard/",
    "home, signed out": "/",
    "pillar": "/pillars/living/",
    "program": "/programs/P-0005/",
    "register": "/plan/programs/",
    "register, filtered": "/plan/programs/?q=pelayanan&sort=-name",
    "indicators": "/indicators/",
    "series": "/data/",
    "organizations": "/organizations/",
}


@dataclass(frozen=True)
class Result:
    programs: int
    page: str
    connections: int
    per_second: float
    median_ms: float
    p95_ms: float
    errors: int
    processor_ms: float
    web_mb: float
    all_mb: float
    all_once_mb: float


def session_cookie() -> str:
    """Return the cookie of a coordinator who has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization

    user = User.objects.create_user("rani@serumpun.example", "a-veranda-in-the-afternoon", name="Rani")
    Membership.objects.create(user=user, organization=Organization.objects.all()[0], role="coordinator")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "serambi.apps.accounts.backends.PeopleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}"


def ask(port: int, path: str, *, cookie: str, until: float, times: list[float], errors: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
    while time.perf_counter() < until:
        begin = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            times.append((time.perf_counter() - begin) * 1000)
        else:
            errors.append(answer.status)
    connection.close()


@dataclass(frozen=True)
class Processes:
    """What `serambi serve` started."""

    server: psutil.Process

    @property
    def everything(self) -> list[psutil.Process]:
        return [self.server, *self.server.children(recursive=True)]

    @property
    def web(self) -> list[psutil.Process]:
        """Return the web workers: those of the web server's processes that one of them started."""
        own = {one.pid for one in self.everything if any("wsgi" in part for part in one.cmdline())}
        own.discard(self.server.pid)  # it names the web server in its arguments
        return [one for one in self.everything if one.pid in own and one.ppid() in own]

    def processor_s(self) -> float:
        return sum(one.cpu_times().user + one.cpu_times().system for one in self.web)

    def memory_mb(self) -> tuple[float, float, float]:
        """Return the memory of the web workers, of everything, and of everything with what is shared counted once."""
        full = [one.memory_full_info() for one in self.everything]
        web = sum(one.memory_info().rss for one in self.web)
        return web / 1e6, sum(one.rss for one in full) / 1e6, sum(one.pss for one in full) / 1e6


def wait_for(port: int, answers: int = 8) -> None:
    """Return once the server has answered so often in a row, so that every worker of it has begun."""
    until, count = time.monotonic() + 240, 0
    while count < answers:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/account/sign-in/")
            count += connection.getresponse().status == 200
        except OSError:
            count = 0
            time.sleep(0.2)
        finally:
            connection.close()
        if time.monotonic() > until:
            raise SystemExit("the server did not answer")


def measure(
    port: int, processes: Processes, *, programs: int, connections: int, seconds: float, cookie: str
) -> list[Result]:
    results = []
    for page, path in PAGES.items():
        for count in (1, connections):
            times: list[float] = []
            errors: list[int] = []
            sent = "" if "signed out" in page else cookie
            used = processes.processor_s()
            until = time.perf_counter() + (1 if count == 1 else seconds)
            people = [
                threading.Thread(
                    target=ask,
                    args=(port, path),
                    kwargs={"cookie": sent, "until": until, "times": times, "errors": errors},
                )
                for _ in range(count)
            ]
            for person in people:
                person.start()
            for person in people:
                person.join()
            if not times:
                print(f"{path} answered {errors[:1]}", file=sys.stderr)
                continue
            used = processes.processor_s() - used
            ordered = sorted(times)
            results.append(
                Result(
                    programs,
                    page,
                    count,
                    len(times) / (1 if count == 1 else seconds),
                    statistics.median(times),
                    ordered[max(0, round(0.95 * len(ordered)) - 1)],
                    len(errors),
                    used / (len(times) + len(errors)) * 1000,
                    *processes.memory_mb(),
                )
            )
    return results


def run(programs: int, connections: int, seconds: float) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SERAMBI_MODE"] = "trial"
        start_django(folder)
        fill(programs)
        from django.core.management import call_command
        from django.db import connection

        cookie = session_cookie()
        call_command("collectstatic", verbosity=0, interactive=False)
        connection.close()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [Path(sys.executable).with_name("serambi"), "serve", "--port", str(port), "--workers", "2"]
        server = subprocess.Popen(command, env={**os.environ, "SERAMBI_STATE": folder})
        try:
            wait_for(port)
            processes = Processes(psutil.Process(server.pid))
            return measure(port, processes, programs=programs, connections=connections, seconds=seconds, cookie=cookie)
        finally:
            server.terminate()
            server.wait(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, nargs="+", default=[150, 2500])
    parser.add_argument("--connections", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    results: list[Result] = []
    if len(arguments.programs) == 1:
        results = run(arguments.programs[0], arguments.connections, arguments.seconds)
    else:  # a process for each size, so that one does not warm the other
        for programs in arguments.programs:
            with tempfile.NamedTemporaryFile(suffix=".json") as file:
                subprocess.run(
                    [sys.executable, __file__, "--programs", str(programs), "--connections", str(arguments.connections),
                     "--seconds", str(arguments.seconds), "--json", file.name],
                    check=True,
                    stdout=subprocess.DEVNULL,
                )  # fmt: skip
                results += [Result(**row) for row in json.loads(Path(file.name).read_text())]
    print(f"Figures of {TODAY}; {os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GB\n")
    heads = ["programs", "page", "connections", "pages/s", "median ms", "p95 ms", "errors", "processor ms"]
    print(f"| {' | '.join([*heads, 'web MB', 'all MB', 'once MB'])} |")
    print(f"|---:|---|{'---:|' * 9}")
    for row in results:
        print(
            f"| {row.programs} | {row.page} | {row.connections} | {row.per_second:.0f} | {row.median_ms:.1f} "
            f"| {row.p95_ms:.1f} | {row.errors} | {row.processor_ms:.1f} | {row.web_mb:.0f} | {row.all_mb:.0f} "
            f"| {row.all_once_mb:.0f} |"
        )
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps([asdict(row) for row in results], indent=1))


if __name__ == "__main__":
    main()
