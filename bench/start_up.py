# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""From start to the first 200, and memory when idle, headless."""

import statistics
import time

import contenders
import setting
from processes import resident_bytes
from report import Report


def start_once(number):
    """Milliseconds to the first 200, and idle memory in MB."""
    program = contenders.signalbox(f"start-{number}", flags=())
    try:
        ready = program.wait_until_ready(pause=0.0005)
        time.sleep(1)
        return 1000 * ready, resident_bytes(program.pid) / 1e6
    finally:
        program.stop()


def main():
    report = Report("start_up", "Start, and memory when idle")
    taken = [start_once(number) for number in range(max(5, 2 * setting.ROUNDS))]
    report.below("start to first 200, median", statistics.median(one[0] for one in taken), 200, "{:.0f} ms")
    report.below("start to first 200, slowest", max(one[0] for one in taken), 200, "{:.0f} ms")
    report.below("resident memory when idle, headless", statistics.median(one[1] for one in taken), 45, "{:.1f} MB")
    report.note(f"{len(taken)} starts with an empty data folder, a thread for each core.")
    report.save()


if __name__ == "__main__":
    main()
