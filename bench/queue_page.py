# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Queues page on a queue of a million jobs, by the real window on a real server and Redis."""

import json
import os
import shutil
import statistics
import subprocess

import contenders
import jobs
import setting
from report import Report

QUEUE = jobs.QUEUE
JOBS = int(os.environ.get("BENCH_JOBS", "1000000"))
DONE = JOBS // 5  # of them, completed
NEEDLE = f'"user":{JOBS // 2},'  # in the data of one
ROUNDS = 4 * setting.ROUNDS
OPENED = {"page": "the page of all queues",
          "queue": "the queue and its newest jobs, from the click on",
          "middle": "the jobs in the middle of those that wait",
          "completed": "its completed jobs"}


def fill(redis):
    jobs.run(jobs.OURS, redis, "bulk", 500, JOBS, 500)
    jobs.run(jobs.OURS, redis, "work", 100, DONE, 100)
    print(f"  {JOBS:,} jobs are there", flush=True)


def watch(server):
    """What the window measured. Without a display, everything is painted into memory."""
    folder = setting.WORK / "queue-window"
    folder.mkdir()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SIGNALBOX_ADMIN_TOKEN": contenders.TOKEN,
                   "HOME": str(folder)}
    command = [setting.TOOLS / "queue_window", f"http://127.0.0.1:{server.port}", QUEUE, ROUNDS, NEEDLE]
    output = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True,
                            env=environment, timeout=600).stdout
    return json.loads(output)


def measure():
    redis = contenders.redis()
    try:
        fill(redis)
        server = contenders.signalbox("queue-page", flags=(),
                                      environment={"REDIS_URL": f"redis://127.0.0.1:{redis.port}"})
        try:
            server.wait_until_ready()
            return watch(server)
        finally:
            server.stop()
    finally:
        redis.stop()


def main():
    report = Report("queue_page", f"The Queues page with {JOBS:,} jobs")
    if not shutil.which("redis-server"):
        raise SystemExit("queue_page needs redis-server: scripts/setup installs it")
    result = measure()
    report.table(["opened", "median", "slowest"])
    for key, title in OPENED.items():
        report.row(title, f"{statistics.median(result[key]):.0f} ms", f"{max(result[key]):.0f} ms")
    for key, title in OPENED.items():
        report.below(f"{title}, median", statistics.median(result[key]), 300, "{:.0f} ms")
        report.below(f"{title}, slowest of {ROUNDS}", max(result[key]), 300, "{:.0f} ms")
    search = result["search"]
    seconds = search["ms"] / 1000
    report.at_least("jobs that a search looked at", search["scanned"] / JOBS * 100, 100, "{:.0f} %")
    report.below("its progress is told again after, most", search["longestStepMs"], 1000, "{:.0f} ms")
    down = result["pageDown"]
    sort = result["sort"]
    report.below("a page down, painted, slowest", down["longestPressMs"], 100, "{:.0f} ms")
    report.at_least("jobs that the order was made of", sort["sorted"] / sort["waiting"] * 100, 100, "{:.0f} %")
    for what, stall in ("paging", down), ("sorting", sort), ("searching", search):
        report.below(f"the window hears nothing while {what}, longest", stall["longestStallMs"], 100, "{:.0f} ms")
    report.note(f"The window itself, on the offscreen platform, with its server and Redis as processes beside it: "
                f"{JOBS - DONE:,} jobs wait, {DONE:,} are completed. Each of {ROUNDS} times is a window of its own that "
                f"was connected and showed another page; a time ends when all rows that are seen are loaded and painted.")
    report.note(f"A search over all states for what is in the data of {search['found']:,} of them, from the last key on: "
                f"{seconds:.1f} s, {search['scanned'] / seconds:,.0f} jobs a second, the match after "
                f"{search['firstMatchMs'] / 1000:.1f} s; its progress was told {search['steps']:,} times.")
    report.note(f"{down['presses']} pages down, some 30 a second. All {sort['sorted']:,} jobs that wait, sorted by "
                f"their data by a click on its head: {sort['ms'] / 1000:.1f} s, {sort['shown']:,} of them are shown.")
    report.save()


if __name__ == "__main__":
    main()
