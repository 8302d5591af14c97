# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a request costs more when there are more routes: 10 against 300."""

import setting
from load import interleaved
from processes import Program, free_port
from report import Report


def server(routes):
    port = free_port()
    return Program(f"routes-{routes}", [setting.TOOLS / "routes_server"], {"PORT": str(port), "ROUTES": str(routes)},
                   setting.WORK / f"routes-{routes}", port)


def main():
    report = Report("route_count", "10 routes and 300")
    report.table(["routes", "requests a second", "per CPU second", "p99"])
    programs = {"10": server(10), "300": server(300)}
    # A route of the last resource in each.
    paths = {"10": "/resource1/42/items", "300": "/resource59/42/items"}
    try:
        for program in programs.values():
            program.wait_until_ready()
        results = interleaved(programs, path=paths)
    finally:
        for program in programs.values():
            program.stop()
    for name, one in results.items():
        report.row(name, f"{one.rate:,.0f}", f"{one.per_cpu_second:,.0f}", f"{one.p99_us:,.0f} µs")
    report.below("300 routes against 10, per CPU second",
                 100 * abs(1 - results["300"].per_cpu_second / results["10"].per_cpu_second), 5, "{:.1f} %")
    report.note("A route with a parameter, one reactor, telemetry on, no request log lines.")
    report.save()


if __name__ == "__main__":
    main()
