# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Puts load on a program and says what it did for it."""

import json
import statistics
import subprocess
import time
import urllib.request
from dataclasses import dataclass

import setting
from processes import cpu_seconds

SETTLE = 0.3  # what a server puts off (log lines, telemetry) is a cost of the load too


@dataclass
class Sample:
    rate: float  # answers a second
    per_cpu_second: float  # answers for each second of the server's CPU
    cpus: float  # busy, of the server
    p50_us: float
    p99_us: float


def generate(port, path="/health", seconds=None, rate=0, connections=setting.CONNECTIONS, tokens=None,
             body=None, paths=None):
    """`tokens` and `paths` are files with one on each line, which the connections have in turn; a `body` is posted."""
    command = [setting.TOOLS / "load_generator", "--port", port, "--path", path, "--warm-up", 0, "--rate", rate,
               "--duration", seconds or setting.SECONDS, "--connections", connections]
    command += ["--tokens", tokens] if tokens else []
    command += ["--paths", paths] if paths else []
    command += ["--body", body] if body else []
    output = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
    result = json.loads(output)
    if result["errors"]:
        raise RuntimeError(f"{result['errors']} of {result['requests']} requests failed")
    return result


def sample(program, path="/health", rate=0, tokens=None, body=None, paths=None):
    """One round: a second to warm up, then the measured time."""
    generate(program.port, path, seconds=1, rate=rate, tokens=tokens, body=body, paths=paths)
    time.sleep(SETTLE)
    program.drop_output()
    before = cpu_seconds(program.pid)
    began = time.perf_counter()
    result = generate(program.port, path, rate=rate, tokens=tokens, body=body, paths=paths)
    elapsed = time.perf_counter() - began
    time.sleep(SETTLE)
    cpu = cpu_seconds(program.pid) - before
    latency = result["latencyUs"]
    return Sample(result["rate"], result["requests"] / cpu, cpu / elapsed, latency["p50"], latency["p99"])


def interleaved(programs, rounds=None, path="/health", tokens=None, body=None, paths=None):
    """Medians over rounds in which each program has its turn, so that what else the machine does hits all alike.
    `path`, `tokens` and `paths` may be a dictionary that has one for each name."""
    samples = {name: [] for name in programs}
    for number in range(rounds or setting.ROUNDS):
        for name, program in programs.items():
            samples[name].append(sample(program, of_name(path, name), tokens=of_name(tokens, name), body=body,
                                        paths=of_name(paths, name)))
            print(f"  round {number + 1}, {name}: {samples[name][-1].rate:,.0f}/s, "
                  f"{samples[name][-1].per_cpu_second:,.0f} per CPU second", flush=True)
    return {name: median(taken) for name, taken in samples.items()}


def of_name(value, name):
    return value[name] if isinstance(value, dict) else value


def ask_admin(program, token, target):
    request = urllib.request.Request(f"http://127.0.0.1:{program.port}{target}",
                                     headers={"Authorization": f"Bearer {token}"})
    return json.load(urllib.request.urlopen(request, timeout=10))


def lost_share(program, token, window="5m"):
    """Percent of a Signalbox's requests whose record or log line was dropped, since telemetry never holds one up."""
    stats = ask_admin(program, token, f"/admin/stats?window={window}")
    requests = stats["requests"] + stats["lostRecords"]
    return 100 * max(stats["lostRecords"], stats["lostLogLines"]) / max(1, requests)


def median(samples):
    fields = Sample.__dataclass_fields__
    return Sample(**{field: statistics.median(getattr(one, field) for one in samples) for field in fields})
