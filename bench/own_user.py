# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""GET /users/me with one reactor, beside the Express peer: 64 users, each on a connection of its own."""

import contextlib
import shutil

import accounts
import contenders
import setting
from load import interleaved, lost_share
from report import Report


def start_express(stack, programs, report):
    if not (setting.PEERS / "express" / "node_modules").exists() or not shutil.which("redis-server"):
        report.note("Express was not there (its folder, Node or redis-server): Signalbox ran without it.")
        return
    redis = contenders.redis()
    stack.callback(redis.stop)
    programs["express"] = contenders.express(redis.port)
    stack.callback(programs["express"].stop)
    programs["express"].wait_until_ready()


def tokens_of(users):
    file = setting.WORK / "tokens"
    file.write_text("".join(accounts.token(user.id) + "\n" for user in users))
    return file


def main():
    report = Report("own_user", "`GET /users/me`")
    report.table(["server", "requests a second", "per CPU second", "p50", "p99", "Signalbox does"])
    users = accounts.make_users(setting.CONNECTIONS)
    with contextlib.ExitStack() as stack:
        programs = {"signalbox": contenders.signalbox("own-user")}
        stack.callback(programs["signalbox"].stop)
        programs["signalbox"].wait_until_ready()
        accounts.seed_signalbox(programs["signalbox"], users)
        start_express(stack, programs, report)
        if "express" in programs:
            accounts.seed_express(users)
        results = interleaved(programs, path="/users/me", tokens=tokens_of(users))
        lost = lost_share(programs["signalbox"], contenders.TOKEN)
    ours = results["signalbox"]
    for name, one in results.items():
        ratio = ours.per_cpu_second / one.per_cpu_second
        report.row(name, f"{one.rate:,.0f}", f"{one.per_cpu_second:,.0f}", f"{one.p50_us:,.0f} µs",
                   f"{one.p99_us:,.0f} µs", "" if name == "signalbox" else f"{ratio:.2f}×")
        if name == "express":
            report.at_least("Signalbox against express, per CPU second", ratio, 8, "{:.2f}×")
    report.below("records or log lines that Signalbox lost under this load", lost, 0.1, "{:.2f} %")
    report.note("Each request has a token to verify and a user to read from SQLite, in both. Signalbox: `--headless "
                "--threads 1`, and the database's threads, whose CPU counts too; everything observed. Express: one "
                "process with its observability on.")
    report.save()


if __name__ == "__main__":
    main()
