# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts the programs that are measured, and reads what they cost from /proc."""

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    """User and system time of all threads of a process, the ended ones too."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def wanted_seconds(pid):
    """For how long its main thread has computed, or would have, had another not had the core."""
    ran, waited = Path(f"/proc/{pid}/schedstat").read_text().split()[:2]
    return (int(ran) + int(waited)) / 1e9


def resident_bytes(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"process {pid} has no VmRSS")


def answers(port, path="/health"):
    """Whether a GET is answered with 200 now."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


class Program:
    """A running program. Its output goes to a file, as a service's does."""

    def __init__(self, name, command, environment, folder, port=None):
        self.name = name
        self.port = port
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.output = self.folder / f"{name}.output"
        self.began = time.perf_counter()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command], env={**os.environ, **environment}, cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    @property
    def pid(self):
        return self.process.pid

    def wait_until_ready(self, timeout=30, pause=0.001):
        """Seconds from its start to the first 200 of GET /health."""
        while time.perf_counter() - self.began < timeout:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}: {self.tail()}")
            if answers(self.port):
                return time.perf_counter() - self.began
            time.sleep(pause)
        raise RuntimeError(f"{self.name} did not answer within {timeout} s: {self.tail()}")

    def wait_until_open(self, timeout=10, pause=0.01):
        """Until its port takes a connection."""
        while time.perf_counter() - self.began < timeout:
            with socket.socket() as connection:
                if connection.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(pause)
        self.stop()
        raise RuntimeError(f"{self.name} took no connection within {timeout} s: {self.tail()}")

    def tail(self):
        return self.output.read_text(errors="replace")[-500:]

    def drop_output(self):
        """Empties the output file, which a minute of log lines makes large."""
        os.truncate(self.output, 0)

    def stop(self, timeout=20):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode
