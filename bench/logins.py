# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""200 clients that log in again and again, and GET /health beside them."""

import http.client
import json
import sqlite3
import threading
import time

import accounts
import contenders
import setting
from load import generate
from processes import cpu_seconds
from report import Report

CLIENTS = 200
ADDRESSES = 20  # of one address 100 logins that are not decided yet are the most
HEALTH_RATE = 500
PASSWORD = "a password of the benchmark"


def post(port, path, body, source="127.0.0.1"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()


def hash_of_password(program):
    """As the server itself makes it, of a user who registers."""
    answer = post(program.port, "/auth/register", {"email": "first@example.com", "name": "First", "password": PASSWORD})
    if answer.status != 201:
        raise RuntimeError(f"registering was answered {answer.status}")
    with sqlite3.connect(program.folder / "data" / "signalbox.db") as connection:
        return connection.execute("SELECT password_hash FROM users").fetchone()[0]


class Clients:
    """Log in, and do so again when they are in, or after the time that a 503 asks for."""

    def __init__(self, port, users):
        self.port = port
        self.done = []  # statuses: threads may append to a list at once
        self.refused = []
        self.failure = None
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(user, f"127.0.0.{2 + number % ADDRESSES}"))
                        for number, user in enumerate(users)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        if self.failure:
            raise RuntimeError(self.failure)

    def run(self, user, source):
        while not self.stopping.is_set():
            answer = post(self.port, "/auth/login", {"email": user.email, "password": PASSWORD}, source)
            if answer.status == 200:
                self.done.append(answer.status)
            elif answer.status == 503:
                self.refused.append(answer.status)
                self.stopping.wait(float(answer.headers["Retry-After"]))
            else:
                self.failure = f"a login was answered {answer.status}"
                return


def measure(program, users):
    seconds = max(8, 2 * setting.SECONDS)
    with Clients(program.port, users) as clients:
        time.sleep(2)  # until all are at it
        logins, refused, cpu = len(clients.done), len(clients.refused), cpu_seconds(program.pid)
        began = time.perf_counter()
        health = generate(program.port, seconds=seconds, rate=HEALTH_RATE, connections=8)
        elapsed = time.perf_counter() - began
        return {"logins": (len(clients.done) - logins) / elapsed,
                "refused": (len(clients.refused) - refused) / elapsed,
                "cpus": (cpu_seconds(program.pid) - cpu) / elapsed, "health": health["latencyUs"]}


def in_milliseconds(latency):
    return [f"{latency[part] / 1000:.2f} ms" for part in ("p50", "p99", "max")]


def main():
    report = Report("logins", "Logins")
    report.table(["", "logins a second", "cores busy", "`/health` p50", "`/health` p99", "most"])
    program = contenders.signalbox("logins", flags=())
    try:
        program.wait_until_ready()
        users = accounts.make_users(CLIENTS)
        accounts.seed_signalbox(program, users, hash_of_password(program))
        quiet = generate(program.port, rate=HEALTH_RATE, connections=8)["latencyUs"]
        busy = measure(program, users)
    finally:
        program.stop()
    report.row("nobody logs in", "", "", *in_milliseconds(quiet))
    report.row(f"{CLIENTS} at once", f"{busy['logins']:.1f}", f"{busy['cpus']:.2f}", *in_milliseconds(busy["health"]))
    report.below(f"`/health` while {CLIENTS} log in, p99", busy["health"]["p99"] / 1000, 20, "{:.2f} ms")
    report.note(f"bcrypt of cost 12, a thread for each core; beyond 64 that wait a login is 503, and its client comes "
                f"again when `Retry-After` is over ({busy['refused']:.0f} a second did). `/health` is asked "
                f"{HEALTH_RATE} times a second. Load generator, clients and server share the machine's cores.")
    report.save()


if __name__ == "__main__":
    main()
