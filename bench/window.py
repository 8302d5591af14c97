# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a window costs the server that it watches, and how smooth each of its pages stays.

    window.py [--page overview|requests|routes]     one page's smoothness alone, without a report
"""

import argparse
import json
import time

import contenders
import setting
from load import SETTLE, generate, median, sample
from processes import Program
from report import Report

RATE = 20_000
PAGES = ("overview", "requests", "routes")


def open_window(port, name, page="overview"):
    """The window, attached to a server; without a display, everything is painted into memory."""
    folder = setting.WORK / name
    remembered = folder / "config" / "signalbox" / "window.ini"
    remembered.parent.mkdir(parents=True, exist_ok=True)
    remembered.write_text(f"[window]\npage={page}\n")
    lag = folder / "lag.json"
    environment = {"QT_QPA_PLATFORM": "offscreen", "SIGNALBOX_ADMIN_TOKEN": contenders.TOKEN,
                   "SIGNALBOX_LAG_REPORT": str(lag), "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"),
                   "XDG_DATA_HOME": str(folder / "data")}
    window = Program(name, [setting.PROGRAM, "--attach", f"http://127.0.0.1:{port}"], environment, folder)
    time.sleep(3)
    if window.process.poll() is not None:
        raise RuntimeError(f"the window ended: {window.tail()}")
    return window, lag


def servers_loss(program):
    """Medians without and with a window, in turns."""
    alone, watched = [], []
    for number in range(setting.ROUNDS):
        alone.append(sample(program))
        window, _ = open_window(program.port, f"window-{number}")
        try:
            watched.append(sample(program))
        finally:
            window.stop()
        print(f"  round {number + 1}: alone {alone[-1].rate:,.0f}/s, watched {watched[-1].rate:,.0f}/s", flush=True)
    return median(alone), median(watched)


def windows_lag(program, page):
    window, lag = open_window(program.port, f"window-{page}", page)
    try:
        result = generate(program.port, seconds=max(10, 2 * setting.SECONDS), rate=RATE)
        time.sleep(SETTLE)
    finally:
        window.stop()
    return result, json.loads(lag.read_text())


def one_page(page):
    program = contenders.signalbox("watched")
    try:
        program.wait_until_ready()
        offered, lag = windows_lag(program, page)
    finally:
        program.stop()
    print(f"{page}: p50 {lag['p50Ms']:.1f} ms, p99 {lag['p99Ms']:.1f} ms, most {lag['maxMs']:.1f} ms "
          f"of {lag['samples']} at {offered['rate']:,.0f}/s")


def main():
    report = Report("window", "With a window attached")
    report.table(["", "requests a second", "per CPU second", "p99"])
    program = contenders.signalbox("watched")
    try:
        program.wait_until_ready()
        alone, watched = servers_loss(program)
        lags = {page: windows_lag(program, page) for page in PAGES}
    finally:
        program.stop()
    for name, one in (("alone", alone), ("with a window", watched)):
        report.row(name, f"{one.rate:,.0f}", f"{one.per_cpu_second:,.0f}", f"{one.p99_us:,.0f} µs")
    report.below("the server's loss at full load, per CPU second",
                 100 * (1 - watched.per_cpu_second / alone.per_cpu_second), 15, "{:.1f} %")
    report.below("the server's loss at full load, of requests a second", 100 * (1 - watched.rate / alone.rate), 15,
                 "{:.1f} %")
    for page, (_, lag) in lags.items():
        at = f"lag of the window's main thread at {RATE:,} requests a second, {page.capitalize()}"
        report.below(f"{at}, p99", lag["p99Ms"], 16, "{:.1f} ms")
        report.below(f"{at}, most", lag["maxMs"], 50, "{:.1f} ms")
    answered = ", ".join(f"{offered['rate']:,.0f}" for offered, _ in lags.values())
    report.note(f"The window is a process of its own; offered were {RATE:,} a second, answered {answered}. Load generator, server and window share the machine's cores.")
    report.save()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--page", choices=PAGES)
    chosen = parser.parse_args().page
    if chosen:
        one_page(chosen)
    else:
        main()
