# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeps the result of each measurement, and makes docs/benchmarks.md of them."""

import json
import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path

import setting

ORDER = ["throughput", "telemetry_cost", "route_count", "idle_connections", "start_up", "window", "validation_cost",
         "own_user", "logins", "users", "cached_user", "redis_client", "jobs", "queue_page"]


class Report:
    """A title, a table, and checks of figures against what they should be."""

    def __init__(self, name, title):
        self.content = {"name": name, "title": title, "columns": [], "rows": [], "checks": [], "notes": [],
                        "date": date.today().isoformat()}

    def table(self, columns):
        self.content["columns"] = columns

    def row(self, *cells):
        self.content["rows"].append([str(cell) for cell in cells])

    def at_least(self, what, value, least, form="{:.2f}"):
        self._check(what, form.format(value), "at least " + form.format(least), value >= least)

    def below(self, what, value, most, form="{:.2f}"):
        self._check(what, form.format(value), "below " + form.format(most), value < most)

    def note(self, text):
        self.content["notes"].append(text)

    def _check(self, what, value, wanted, holds):
        self.content["checks"].append({"what": what, "value": value, "wanted": wanted, "holds": holds})
        print(f"  {what}: {value} ({wanted}): {'holds' if holds else 'FALLS SHORT'}", flush=True)

    def save(self):
        kind = build_type()
        if kind != "Release":
            self.note(f"Measured with a build of the type {kind}, which is slower than a release.")
        setting.RESULTS.mkdir(parents=True, exist_ok=True)
        file = setting.RESULTS / f"{self.content['name']}.json"
        file.write_text(json.dumps(self.content, indent=1))


def build_type():
    cache = setting.BUILD / "CMakeCache.txt"
    found = re.search(r"^CMAKE_BUILD_TYPE:\w+=(.*)$", cache.read_text(), re.MULTILINE) if cache.exists() else None
    return found[1] if found else "unknown"


def table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    version = subprocess.run([setting.PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{os.cpu_count()} × {model[1] if model else platform.machine()}, {system}, {version}"


def section(content):
    parts = [f"## {content['title']}"]
    if content.get("date"):
        parts.append(f"Measured on {content['date']}.")
    if content["rows"]:
        parts.append(table(content["columns"], content["rows"]))
    if content["checks"]:
        rows = [[one["what"], one["value"], one["wanted"], "holds" if one["holds"] else "**falls short**"]
                for one in content["checks"]]
        parts.append(table(["figure", "measured", "wanted", ""], rows))
    parts += content["notes"]
    return "\n\n".join(parts)


def made_now():
    return f"""# Benchmarks

Made by `scripts/bench` on {date.today().isoformat()}: {machine()}. Rounds in which
each server has its turn ({setting.ROUNDS} of {setting.SECONDS:g} s), medians. The load generator
(`bench/load_generator.cpp`) runs on the same machine: one thread, {setting.CONNECTIONS} keep-alive
connections, no pipelining. *Per CPU second* is answers for each second of CPU
that the server's process used, all its threads: noise hardly moves it, and the
ratios are judged by it."""


def sections_of(text):
    """The head, and the sections by their titles."""
    head, *rest = text.strip().split("\n\n## ")
    return head, {part.partition("\n")[0]: "## " + part for part in rest}


def write():
    """Takes in every result that is there, so that one measurement can be repeated alone; what was measured elsewhere or
    earlier, and is no result here, stays as it is."""
    document = setting.SOURCE / "docs" / "benchmarks.md"
    head, sections = sections_of(document.read_text()) if document.exists() else ("", {})
    files = [setting.RESULTS / f"{name}.json" for name in ORDER]
    made = {content["title"]: section(content) for content in (json.loads(file.read_text()) for file in files
                                                               if file.exists())}
    if not head or not sections.keys() - made.keys():
        head, sections = made_now(), {}
    document.write_text("\n\n".join([head, *(sections | made).values()]) + "\n")
    print("docs/benchmarks.md is written")


if __name__ == "__main__":
    write()
