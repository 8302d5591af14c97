# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a connection costs that does nothing: 10,000 of them."""

import resource
import socket
import time

import contenders
from processes import resident_bytes
from report import Report

COUNT = 10_000
REQUEST = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def open_connection(port):
    """A connection as browsers leave them: it had an answer, and is kept alive."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(REQUEST)
    if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
        raise RuntimeError("no 200")
    return connection


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    report = Report("idle_connections", "Idle connections")
    program = contenders.signalbox("idle", configuration=f'[limits]\nconnections = {COUNT + 100}\nidle-timeout = "1h"\n')
    try:
        program.wait_until_ready()
        warm = [open_connection(program.port) for _ in range(100)]
        time.sleep(1)
        before = resident_bytes(program.pid)
        idle = [open_connection(program.port) for _ in range(COUNT - len(warm))]
        time.sleep(1)
        each = (resident_bytes(program.pid) - before) / len(idle) / 1024
        for connection in warm + idle:
            connection.close()
    finally:
        program.stop()
    report.below(f"memory of each of {COUNT:,} keep-alive connections", each, 20, "{:.1f} KiB")
    report.note("Resident memory of the server's process; each connection has had one answer. What the kernel keeps "
                "for a socket is not in it.")
    report.save()


if __name__ == "__main__":
    main()
