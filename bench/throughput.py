# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""GET /health with one reactor and all telemetry on, beside the peers and bare QtHttpServer."""

import contextlib
import shutil

import contenders
import setting
from load import interleaved, lost_share
from report import Report


def start_peers(stack, programs, report):
    ready = all((setting.PEERS / peer / "node_modules").exists() for peer in ("express", "fastify"))
    if not ready or not shutil.which("redis-server"):
        report.note("The Node peers were not there (their folder, Node or redis-server): Signalbox ran without them.")
        return
    redis = contenders.redis()
    stack.callback(redis.stop)
    # Fastify reads the database that Express makes.
    for name, start in (("express", contenders.express), ("fastify", contenders.fastify)):
        programs[name] = start(redis.port)
        stack.callback(programs[name].stop)
        programs[name].wait_until_ready()


def start_baseline(stack, programs, report):
    if not (setting.TOOLS / "qthttpserver_baseline").exists():
        report.note("QtHttpServer is not installed: no baseline.")
        return
    programs["qthttpserver"] = contenders.qthttpserver()
    stack.callback(programs["qthttpserver"].stop)
    programs["qthttpserver"].wait_until_ready()


def main():
    report = Report("throughput", "`GET /health`")
    report.table(["server", "requests a second", "per CPU second", "p50", "p99", "Signalbox does"])
    with contextlib.ExitStack() as stack:
        programs = {"signalbox": contenders.signalbox()}
        stack.callback(programs["signalbox"].stop)
        programs["signalbox"].wait_until_ready()
        start_peers(stack, programs, report)
        start_baseline(stack, programs, report)
        results = interleaved(programs)
        lost = lost_share(programs["signalbox"], contenders.TOKEN)
    ours = results["signalbox"]
    wanted = {"express": 12, "fastify": 2.8, "qthttpserver": 0.7}
    for name, one in results.items():
        ratio = ours.per_cpu_second / one.per_cpu_second
        report.row(name, f"{one.rate:,.0f}", f"{one.per_cpu_second:,.0f}", f"{one.p50_us:,.0f} µs",
                   f"{one.p99_us:,.0f} µs", "" if name == "signalbox" else f"{ratio:.2f}×")
        if name in wanted:
            report.at_least(f"Signalbox against {name}, per CPU second", ratio, wanted[name], "{:.2f}×")
    report.below("records or log lines that Signalbox lost under this load", lost, 0.1, "{:.2f} %")
    report.note("Signalbox: `--headless --threads 1`, journal, histograms, series and a log line for each request. "
                "Express and Fastify: one process with their observability on. QtHttpServer: one route, nothing else.")
    report.save()


if __name__ == "__main__":
    main()
