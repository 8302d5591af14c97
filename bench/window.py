# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a window costs the server that it watches, and how smooth the window stays."""

import json
import time

import contenders
import setting
from load import SETTLE, generate, median, sample
from processes import Program
from report import Report

RATE = 20_000


def open_window(port, name):
    """The window, attached to a server; without a display, everything is painted into memory."""
    folder = setting.WORK / name
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


def windows_lag(program):
    window, lag = open_window(program.port, "window-lag")
    try:
        result = generate(program.port, seconds=max(10, 2 * setting.SECONDS), rate=RATE)
        time.sleep(SETTLE)
    finally:
        window.stop()
    return result, json.loads(lag.read_text())


def main():
    report = Report("window", "With a window attached")
    report.table(["", "requests a second", "per CPU second", "p99"])
    program = contenders.signalbox("watched")
    try:
        program.wait_until_ready()
        alone, watched = servers_loss(program)
        offered, lag = windows_lag(program)
    finally:
        program.stop()
    for name, one in (("alone", alone), ("with a window", watched)):
        report.row(name, f"{one.rate:,.0f}", f"{one.per_cpu_second:,.0f}", f"{one.p99_us:,.0f} µs")
    report.below("the server's loss at full load, per CPU second",
                 100 * (1 - watched.per_cpu_second / alone.per_cpu_second), 15, "{:.1f} %")
    report.below("the server's loss at full load, of requests a second", 100 * (1 - watched.rate / alone.rate), 15,
                 "{:.1f} %")
    report.below(f"lag of the window's main thread at {RATE:,} requests a second, p99", lag["p99Ms"], 16, "{:.1f} ms")
    report.below(f"lag of the window's main thread at {RATE:,} requests a second, most", lag["maxMs"], 50, "{:.1f} ms")
    report.note(f"The window is a process of its own on the Overview; offered were {RATE:,} a second, answered "
                f"{offered['rate']:,.0f}. Load generator, server and window share the machine's cores.")
    report.save()


if __name__ == "__main__":
    main()
