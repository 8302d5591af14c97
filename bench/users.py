# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists and searches of 100,000 users, on SQLite and on PostgreSQL."""

import contextlib
import http.client
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse

import accounts
import contenders
import setting
from report import Report

COUNT = 100_000
TIMES = 40
LIMIT_MS = 20
POSTGRESQL = setting.SOURCE / "tests" / "support" / "postgresql.sh"


class Client:
    """An admin on a keep-alive connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Authorization": "Bearer " + accounts.token(accounts.make_users(1)[0].id, "admin")}

    def get(self, path, **query):
        target = f"{path}?{urllib.parse.urlencode(query)}"
        self.connection.request("GET", target, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"GET {target} was answered {answer.status}: {body[:200]}")
        return body

    def milliseconds(self, path, query):
        """Median and the 19th of 20 of the time to the whole answer."""
        times = []
        for _ in range(TIMES):
            began = time.perf_counter()
            self.get(path, **query)
            times.append((time.perf_counter() - began) * 1000)
        return statistics.median(times), sorted(times)[TIMES * 19 // 20]


def cursor_in_the_middle(client):
    cursor = {}
    for _ in range(COUNT // 2 // 1000):
        cursor = {"cursor": json.loads(client.get("/admin/users", sort="name", limit=1000, **cursor))["next"]}
    return cursor


def questions(client):
    middle = cursor_in_the_middle(client)
    window = {"sort": "name", "limit": 100}
    return {
        "first page of 20": ("/users", {"limit": 20}),
        f"page {COUNT // 20 - 100:,} of 20": ("/users", {"limit": 20, "page": COUNT // 20 - 100}),
        "100 by name": ("/admin/users", window),
        "100 by name from the middle on": ("/admin/users", window | middle),
        "search: one match": ("/admin/users", window | {"q": "user73512@"}),
        "search: a family name, one in 20": ("/admin/users", window | {"q": "kowalski"}),
        "search: all match": ("/admin/users", window | {"q": "example.com"}),
        "search: two letters": ("/admin/users", window | {"q": "an"}),
        "search: nobody": ("/admin/users", window | {"q": "qqqqqq"}),
    }


def measured(program):
    client = Client(program.port)
    client.get("/admin/users", q="warm up")
    return {name: client.milliseconds(*question) for name, question in questions(client).items()}


def on_sqlite(users):
    with contextlib.ExitStack() as stack:
        program = contenders.signalbox("users-sqlite")
        stack.callback(program.stop)
        program.wait_until_ready()
        accounts.seed_signalbox(program, users)
        return measured(program)


def on_postgresql(users):
    folder = f"{tempfile.gettempdir()}/signalbox-bench-postgresql-{os.getpid()}"  # that another user can get at
    with contextlib.ExitStack() as stack:
        stack.callback(subprocess.run, [POSTGRESQL, "remove", folder], check=True)
        subprocess.run([POSTGRESQL, "start", folder], check=True)
        url = f"postgresql://signalbox@/postgres?host={urllib.parse.quote(folder, safe='')}"
        program = contenders.signalbox("users-postgresql", environment={"DATABASE_URL": url})
        stack.callback(program.stop)
        program.wait_until_ready()
        accounts.seed_postgresql(folder, users)
        return measured(program)


def main():
    report = Report("users", f"{COUNT:,} users")
    users = accounts.make_users(COUNT)
    results = {"SQLite": on_sqlite(users)}
    if shutil.which("psql"):
        results["PostgreSQL"] = on_postgresql(users)
    else:
        report.note("PostgreSQL was not there.")
    report.table(["", *(f"{name}, {part}" for name in results for part in ("median", "p95"))])
    for question in results["SQLite"]:
        report.row(question, *(f"{value:.1f} ms" for result in results.values() for value in result[question]))
    for name, result in results.items():
        slowest = max(result, key=lambda question: result[question][0])
        report.below(f"slowest median on {name}: {slowest}", result[slowest][0], LIMIT_MS, "{:.1f} ms")
    report.note(f"Each asked {TIMES} times, one after the other, as a client sees it. The pages of 20 are `GET "
                "/users`, the others `GET /admin/users` sorted by name, 100 at a time, as the window asks; all count "
                "the matches, too.")
    report.save()


if __name__ == "__main__":
    main()
