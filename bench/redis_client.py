# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands a second of our Redis client on one connection, beside redis-benchmark with the same pipeline depth."""

import json
import shutil
import statistics
import subprocess

import contenders
import setting
from report import Report

DEPTHS = [1, 16, 64]
KEY = "key:000000000001"
VALUE = "x" * 200  # as long as a cached user


def redis_benchmark(port, depth, count):
    """redis-benchmark waits for all answers of a pipeline before it sends the next one."""
    output = subprocess.run(["redis-benchmark", "-p", str(port), "-c", "1", "-P", str(depth), "-n", str(count), "--csv",
                             "GET", KEY], check=True, capture_output=True, text=True).stdout
    return float(output.splitlines()[-1].split(",")[1].strip('"'))


def ours(port, depth, count):
    output = subprocess.run([str(setting.TOOLS / "redis_client"), f"redis://127.0.0.1:{port}", str(depth), str(count),
                             KEY], check=True, capture_output=True, text=True).stdout
    return json.loads(output)["rate"]


def main():
    report = Report("redis_client", "Commands to Redis over one connection")
    if not shutil.which("redis-benchmark"):
        raise SystemExit("redis_client needs redis-benchmark: scripts/setup installs it")
    report.table(["pipeline depth", "Signalbox's client, a second", "redis-benchmark, a second", "share"])
    redis = contenders.redis()
    try:
        subprocess.run(["redis-cli", "-p", str(redis.port), "SET", KEY, VALUE], check=True, stdout=subprocess.DEVNULL)
        for depth in DEPTHS:
            count = 20_000 * min(depth, 16)
            rounds = [(ours(redis.port, depth, count), redis_benchmark(redis.port, depth, count))
                      for _ in range(setting.ROUNDS)]
            mine, theirs = (statistics.median(column) for column in zip(*rounds))
            print(f"  depth {depth}: {mine:,.0f}/s, redis-benchmark {theirs:,.0f}/s", flush=True)
            report.row(depth, f"{mine:,.0f}", f"{theirs:,.0f}", f"{100 * mine / theirs:.0f} %")
            report.at_least(f"Signalbox's client against redis-benchmark, depth {depth}", mine / theirs, 0.5, "{:.2f}×")
    finally:
        redis.stop()
    report.note("`GET` of 200 bytes over TCP. Ours: as many coroutines as the depth, each with one command at a time, "
                "its deadline, its breaker and its figures. redis-benchmark writes one prepared buffer and counts "
                "answers. Medians of rounds in turn.")
    report.save()


if __name__ == "__main__":
    main()
