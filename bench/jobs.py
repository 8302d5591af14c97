# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs a second, added and done, by our library and by Node's BullMQ on the same Redis, each in its turn."""

import json
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass, fields

import contenders
import setting
from processes import wanted_seconds
from report import Report

QUEUE = "load"
OURS, NODE = "Signalbox", "BullMQ on Node"
COUNT = int(10_000 * setting.SECONDS)
WARM_UP = max(COUNT // 5, 8_000)  # Node compiles what it runs often
BULK = 100


@dataclass
class Task:
    title: str
    how: str  # as the programs call it
    at_once: int


TASKS = [Task("adds, 64 at a time", "add", 64),
         Task(f"adds, {BULK} a call", "bulk", BULK),
         Task("no-op jobs, concurrency 10", "work", 10),
         Task("no-op jobs, concurrency 100", "work", 100)]


@dataclass
class Sample:
    rate: float
    cpu_us: float  # of the program, for each job
    redis_us: float  # of Redis, likewise
    redis_busy: float  # percent of the time in which Redis had something to do


def redis_cli(redis, *words):
    return subprocess.run(["redis-cli", "-p", str(redis.port), *words], check=True, capture_output=True, text=True,
                          timeout=60).stdout


def redis_cpu_seconds(redis):
    fields = dict(line.split(":") for line in redis_cli(redis, "INFO", "cpu").splitlines() if ":" in line)
    return float(fields["used_cpu_user"]) + float(fields["used_cpu_sys"])


def command_of(who):
    if who == OURS:
        return [str(setting.TOOLS / "job_load")]
    return ["node", str(setting.BUILD / "bullmq" / "bullmq_load.js")]


def run(who, redis, how, at_once, count, warm_up):
    words = [how, redis.port, QUEUE, at_once, count, warm_up]
    output = subprocess.run(command_of(who) + [str(word) for word in words], check=True, capture_output=True, text=True,
                            timeout=300).stdout
    return json.loads(output)


def measure(who, redis, task):
    """What is worked on was added by the same program for both, and there is more of it than is worked on."""
    redis_cli(redis, "FLUSHALL", "SYNC")
    count = COUNT + WARM_UP
    if task.how == "work":
        run(OURS, redis, "bulk", BULK, count + 10 * task.at_once, BULK)
    before, began, wanted = redis_cpu_seconds(redis), time.perf_counter(), wanted_seconds(redis.pid)
    result = run(who, redis, task.how, task.at_once, count, WARM_UP)
    busy = (wanted_seconds(redis.pid) - wanted) / (time.perf_counter() - began)
    redis_us = (redis_cpu_seconds(redis) - before) * 1e6 / count
    return Sample(result["jobs"] / result["seconds"], result["cpuSeconds"] * 1e6 / result["jobs"], redis_us,
                  min(100, 100 * busy))


def median(samples):
    return Sample(*(statistics.median(getattr(one, field.name) for one in samples) for field in fields(Sample)))


def node_is_there(report):
    if shutil.which("node") and (setting.BUILD / "bullmq" / "node_modules").exists():
        return True
    report.note("Node's BullMQ was not there: Signalbox was measured alone.")
    return False


def compare(report, task, redis, everyone):
    samples = {who: [] for who in everyone}
    for number in range(setting.ROUNDS):
        for who in everyone if number % 2 == 0 else reversed(everyone):
            samples[who].append(measure(who, redis, task))
    for who, one in ((who, median(samples[who])) for who in everyone):
        print(f"  {task.title}, {who}: {one.rate:,.0f}/s, {one.cpu_us:.1f} µs, Redis {one.redis_us:.1f} µs, "
              f"busy {one.redis_busy:.0f} %", flush=True)
        report.row(task.title, who, f"{one.rate:,.0f}", f"{one.cpu_us:.1f} µs", f"{one.redis_us:.1f} µs",
                   f"{one.redis_busy:.0f} %")
    return samples


def check(report, task, samples):
    """By what is next to each other in time: what else the machine does changes from round to round."""
    rounds = list(zip(samples[OURS], samples[NODE]))
    report.at_least(f"{task.title}: jobs a second against Node's",
                    statistics.median(ours.rate / node.rate for ours, node in rounds), 2, "{:.2f}×")
    report.at_least(f"{task.title}: jobs for each second of CPU against Node's",
                    statistics.median(node.cpu_us / ours.cpu_us for ours, node in rounds), 2, "{:.2f}×")


def limit(ours):
    """What holds ours up, in words."""
    add, done = (min(one.redis_us for one in pair) for pair in (ours[:2], ours[2:]))
    return ("The limit is Redis, which computes in one thread. For each job both ask it by one call of the same script "
            "of BullMQ's, with 8 commands in it to add one, 23 to end one and get the next; most of its time is Lua's. "
            f"That took at least {add:.0f} µs and {done:.0f} µs of Redis's CPU with ours, so that one Redis takes in no "
            f"more than {1e6 / add:,.0f} jobs a second and lets no more than {1e6 / done:,.0f} be done. *Redis is busy* "
            "is the share of the time, the start of the program included, in which it had something to do: near 100 %, "
            "a faster worker gets no more jobs done, it leaves more of the CPU to others.")


def main():
    report = Report("jobs", "Background jobs")
    if not shutil.which("redis-server"):
        raise SystemExit("jobs needs redis-server: scripts/setup installs it")
    report.table(["", "", "jobs a second", "CPU of each", "Redis's CPU of each", "Redis is busy"])
    everyone = [OURS] + ([NODE] if node_is_there(report) else [])
    redis = contenders.redis()
    results = {}
    try:
        for task in TASKS:
            results[task.title] = compare(report, task, redis, everyone)
    finally:
        redis.stop()
    if NODE in everyone:
        for task in TASKS:
            check(report, task, results[task.title])
    report.note(f"Medians of {setting.ROUNDS} rounds of {COUNT:,} jobs each, after {WARM_UP:,} to warm up. One Redis, "
                "one process of each, which adds or does jobs over one connection; all keep every job that is done. A "
                "ratio is the median of the rounds' ratios.")
    report.note(limit([median(results[task.title][OURS]) for task in TASKS]))
    report.save()


if __name__ == "__main__":
    main()
