"""Sixty people follow a meeting on two cores: how soon an edit is on every screen, and what it takes.

    python bench/live.py                                  conditional polling as built, with `serambi serve`
    python bench/live.py --way sse --threads 2            server-sent events, with the threads that the server has
    python bench/live.py --way sse --threads 32           and with enough of them for everybody
    python bench/live.py --json var/bench/live.json

Makes a database of its own with a plan, a meeting in session and sixty people who have signed in, serves it as in
production, and lets a note-taker write a paragraph every few seconds. A follower asks as `frontend/src/islands/live.ts`
does. An edit counts from the moment before it is sent until a follower has read the answer that holds it. Meanwhile
somebody else opens the list of meetings again and again, to see whether the rest of the program still answers.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.register import fill, start_django

ROOT = Path(__file__).resolve().parent.parent

PEOPLE, PROGRAMS, ITEMS, PARAGRAPHS = 60, 40, 12, 40
# As frontend/src/islands/live.ts: HELD_MS and its spread.
EVERY, SPREAD = 0.5, (0.85, 1.15)
LIMITS = {"an edit on every screen, s": 1.0, "more memory, MB": 50.0}


@dataclass(frozen=True)
class Result:
    way: str
    threads: int
    followers: int
    edits: int
    median_s: float | None
    worst_s: float | None
    missed: int
    memory_before_mb: float
    memory_after_mb: float
    cores_busy: float
    requests_per_s: float
    other_page_median_s: float | None
    other_page_worst_s: float | None
    load: float


@dataclass
class Place:
    """The meeting that is followed and its item under discussion. port: where it is served."""

    meeting: int
    item: int
    port: int = 0


@dataclass
class Seen:
    """When each follower first had each edit; shared by their threads."""

    at: dict[tuple[int, int], float] = field(default_factory=dict)
    requests: int = 0
    connected: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)


def prepare() -> tuple[Place, str, list[str]]:
    """Write the plan, the meeting and the people; return the meeting, the cookie of the note-taker and the others'."""
    import datetime as dt

    from django.utils import timezone

    from serambi.apps.agencies.models import Membership, Organization
    from serambi.apps.meetings import services
    from serambi.apps.meetings.services import ItemFacts, MeetingFacts
    from serambi.apps.plans.models import Program

    fill(PROGRAMS)
    agency = Organization.objects.order_by("pk")[0]
    rani = _person("rani")
    Membership.objects.create(user=rani, organization=agency, role="coordinator")
    body = services.create_body({"code": "team", "name": "Tim Pelaksana", "quorum_percent": 50,
                                 "usual_title": "Rakor"}, by=rani)  # fmt: skip
    for member in Organization.objects.order_by("pk")[:12]:
        services.add_member(body, member, by=rani)
    starts = timezone.now() - dt.timedelta(minutes=10)
    meeting = services.plan_meeting(body, MeetingFacts("Rakor triwulan III", starts, 180), by=rani)
    programs = list(Program.objects.order_by("pk")[:ITEMS])
    for program in programs:
        facts = ItemFacts(kind="program", program=program, reason="Fisik tertinggal dari rencana.")
        services.add_item(meeting, facts, by=rani)
    for move in ("invite", "begin"):
        meeting = services.move_meeting(meeting, move, by=rani, today=timezone.localdate())
    item = services.next_item(meeting, by=rani, seen=None)
    for number in range(PARAGRAPHS):
        services.write_minute(meeting, f"Alinea nomor {number} tentang hal yang dibahas.", by=rani, item=item)
    people = []
    for number in range(PEOPLE):
        person = _person(f"orang{number}")
        Membership.objects.create(user=person, organization=agency, role="viewer")
        people.append(_cookie(person))
    return Place(meeting.pk, item.pk if item is not None else 0), _cookie(rani), people


def _person(name: str) -> Any:
    from serambi.apps.accounts.models import User

    return User.objects.create_user(f"{name}@example.test", "a-veranda-in-the-afternoon", name=name.title())


def _cookie(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "serambi.apps.accounts.backends.PeopleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}"


# The server ---------------------------------------------------------------------------------------------------------


@contextmanager
def served(folder: str, way: str, threads: int) -> Iterator[tuple[int, psutil.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    beside = Path(sys.executable)
    command = [
        str(beside.with_name("serambi")),
        "serve",
        "--port",
        str(port),
        "--workers",
        "2",
        "--threads",
        str(threads),
    ]
    if way == "sse":
        command = [
            str(beside.with_name("granian")), "bench.live_sse:application", "--interface=wsgi", "--host=127.0.0.1",
            f"--port={port}", "--workers=2", f"--blocking-threads={threads}", "--backpressure=64", "--no-ws",
            "--log-level=warning",
        ]  # fmt: skip
    env = {**os.environ, "SERAMBI_STATE": folder, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield port, psutil.Process(server.pid)
    finally:
        children = psutil.Process(server.pid).children(recursive=True)
        server.terminate()
        server.wait(30)
        for child in children:
            if child.is_running():
                child.kill()


def memory_of(server: psutil.Process) -> float:
    """Return what the server and its children hold for themselves, in MB; what they share is counted once."""
    return sum(one.memory_full_info().pss for one in [server, *server.children(recursive=True)]) / 1e6


def busy_of(server: psutil.Process) -> float:
    """Return the seconds of a processor that the server and its children have used."""
    return sum(sum(one.cpu_times()[:2]) for one in [server, *server.children(recursive=True)])


# Who follows, who writes, and who does something else ---------------------------------------------------------------


def note(seen: Seen, who: int, text: str, at: float) -> None:
    with seen.lock:
        seen.connected.add(who)
        for number in range(1, 1000):
            if f"Suntingan {number}." not in text:
                break
            seen.at.setdefault((who, number), at)


def poll(place: Place, cookie: str, who: int, seen: Seen, stop: threading.Event) -> None:
    chance, tag = random.Random(who), ""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
    stop.wait(EVERY * chance.random())
    while not stop.is_set():
        headers = {"Cookie": cookie, **({"If-None-Match": tag} if tag else {})}
        try:
            connection.request("GET", f"/meetings/{place.meeting}/live/?screen=room", headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            connection.close()
            continue
        with seen.lock:
            seen.requests += 1
        if answer.status == 200:
            tag = answer.getheader("ETag") or ""
            note(seen, who, text, time.perf_counter())
        stop.wait(EVERY * chance.uniform(*SPREAD))
    connection.close()


def listen(place: Place, cookie: str, who: int, seen: Seen, stop: threading.Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=5)
    while not stop.is_set():
        try:
            connection.request("GET", f"/sse/{place.meeting}/", headers={"Cookie": cookie})
            answer = connection.getresponse()
            event: list[str] = []
            while not stop.is_set():
                line = answer.readline().decode().rstrip("\n")
                event.append(line)
                if not line:
                    note(seen, who, "\n".join(event), time.perf_counter())
                    event = []
        except (OSError, http.client.HTTPException):
            connection.close()
            stop.wait(0.5)
    connection.close()


def write(place: Place, cookie: str, number: int) -> float:
    """Send a paragraph as the note-takers' screen does, and return when that began."""
    token = "a" * 32
    body = urlencode(
        {"text": f"Suntingan {number}.", "key": f"bench{number}", "item": place.item, "csrfmiddlewaretoken": token}
    )
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
    headers = {
        "Cookie": f"{cookie}; csrftoken={token}", "X-Notes": "script", "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    began = time.perf_counter()
    connection.request("POST", f"/meetings/{place.meeting}/minutes/write/", body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"the paragraph was answered with {answer.status}")
    return began


def open_pages(port: int, cookie: str, times: list[float], stop: threading.Event) -> None:
    while not stop.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        began = time.perf_counter()
        try:
            connection.request("GET", "/meetings/", headers={"Cookie": cookie})
            connection.getresponse().read()
            times.append(time.perf_counter() - began)
        except (OSError, http.client.HTTPException):
            times.append(10.0)
        connection.close()
        stop.wait(0.5)


def measure(way: str, threads: int, edits: int, pause: float) -> Result:
    os.environ["SERAMBI_MODE"] = "trial"
    with tempfile.TemporaryDirectory() as folder:
        start_django(folder)
        place, writer, people = prepare()
        from django.core.management import call_command
        from django.db import connection

        call_command("collectstatic", verbosity=0, interactive=False)
        connection.close()
        with served(folder, way, threads) as (port, server):
            place.port = port
            return _followed(place, server, writer, people, way=way, threads=threads, edits=edits, pause=pause)


def _followed(
    place: Place, server: psutil.Process, writer: str, people: list[str], *, way: str, threads: int, edits: int,
    pause: float,
) -> Result:  # fmt: skip
    warm: list[float] = []
    ready = threading.Event()
    warming = threading.Thread(target=open_pages, args=(place.port, writer, warm, ready))
    warming.start()
    one = Seen()
    poll_once = threading.Event()
    poller = threading.Thread(target=poll, args=(place, people[0], 0, one, poll_once))
    poller.start()
    time.sleep(12)  # both workers have answered both pages by then
    ready.set()
    poll_once.set()
    warming.join()
    poller.join()
    before, busy, started = memory_of(server), busy_of(server), time.perf_counter()
    seen, stop, other = Seen(), threading.Event(), list[float]()
    follow = poll if way == "poll" else listen
    crowd = [
        threading.Thread(target=follow, args=(place, cookie, who, seen, stop), daemon=True)
        for who, cookie in enumerate(people)
    ]
    crowd.append(threading.Thread(target=open_pages, args=(place.port, people[0], other, stop), daemon=True))
    for person in crowd:
        person.start()
    time.sleep(4)
    began: dict[int, float] = {}
    for number in range(1, edits + 1):
        try:
            began[number] = write(place, writer, number)
        except (OSError, http.client.HTTPException):
            break  # the server had no thread left for the note-taker
        time.sleep(pause)
    time.sleep(3)
    took, used, after = time.perf_counter() - started, busy_of(server) - busy, memory_of(server)
    stop.set()
    for person in crowd:
        person.join(12)
    delays = [at - began[number] for (_who, number), at in seen.at.items() if number in began]
    wanted = len(people) * edits
    return Result(
        way, threads, len(seen.connected), len(began),
        statistics.median(delays) if delays else None, max(delays) if delays else None, wanted - len(delays),
        before, after, used / took, seen.requests / took,
        statistics.median(other) if other else None, max(other) if other else None, os.getloadavg()[0],
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", choices=["poll", "sse"], default="poll")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--edits", type=int, default=12)
    parser.add_argument("--pause", type=float, default=2.3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    result = measure(given.way, given.threads, given.edits, given.pause)

    def seconds(value: float | None) -> str:
        return "–" if value is None else f"{value:.2f}"

    print(f"{given.way}, 2 workers of {given.threads} threads, load of the machine {result.load:.1f}")
    print(f"followers reached            {result.followers} of {PEOPLE}")
    print(f"an edit on a screen, s       median {seconds(result.median_s)}, the last screen {seconds(result.worst_s)}")
    print(f"edits that the server took   {result.edits} of {given.edits}")
    print(f"edits missing on a screen    {result.missed} of {PEOPLE * given.edits}")
    print(f"memory, MB                   {result.memory_before_mb:.0f}, then {result.memory_after_mb:.0f}")
    print(f"cores busy                   {result.cores_busy:.2f}, {result.requests_per_s:.0f} requests/s")
    print(f"another page, s              median {seconds(result.other_page_median_s)}, "
          f"worst {seconds(result.other_page_worst_s)}")  # fmt: skip
    print(f"limits                       {LIMITS}")
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(asdict(result), indent=1))


if __name__ == "__main__":
    main()
