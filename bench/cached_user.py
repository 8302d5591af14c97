# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cached GET /users/:id with a token and one reactor, beside the Express and Fastify peers: 64 users, each on a
connection of its own. From Redis, from the in-process layer, and read from the database each time."""

import contextlib
import shutil

import accounts
import contenders
import setting
from load import ask_admin, interleaved, lost_share
from report import Report

THROUGH_REDIS = "signalbox, through Redis"
IN_PROCESS = "signalbox, in-process layer"
MISSING = "signalbox, cache passed by"
WANTED = {THROUGH_REDIS: {"express": 8, "fastify": 4}, IN_PROCESS: {"express": 12, "fastify": 6}}


def start_signalbox(stack, redis_port, strategy, users):
    program = contenders.signalbox(f"cached-user-{strategy}", configuration=f'[cache]\nstrategy = "{strategy}"\n',
                                   environment={"REDIS_URL": f"redis://127.0.0.1:{redis_port}/{len(strategy)}"})
    stack.callback(program.stop)
    program.wait_until_ready()
    accounts.seed_signalbox(program, users)
    return program


def start_peers(stack, redis_port, users, report):
    """Fastify reads the database that Express makes."""
    if not all((setting.PEERS / peer / "node_modules").exists() for peer in ("express", "fastify")):
        report.note("The Node peers were not there (their folders or Node): Signalbox ran without them.")
        return {}
    peers = {}
    for name, start in (("express", contenders.express), ("fastify", contenders.fastify)):
        peers[name] = start(redis_port)
        stack.callback(peers[name].stop)
        peers[name].wait_until_ready()
    accounts.seed_express(users)
    return peers


def share_of(program, figure):
    """Percent of a Signalbox's lookups that were answered so."""
    row = ask_admin(program, contenders.TOKEN, "/admin/cache")["namespaces"][0]
    return 100 * row[figure] / max(1, row["localHits"] + row["hits"] + row["misses"])


def lines_file(name, lines):
    file = setting.WORK / name
    file.write_text("".join(line + "\n" for line in lines))
    return file


def measure(report):
    users = accounts.make_users(setting.CONNECTIONS)
    own = lines_file("user-tokens", [accounts.token(user.id) for user in users])
    as_admin = lines_file("admin-tokens", [accounts.token(user.id, "admin") for user in users])
    hit = lines_file("paths", [f"/users/{user.id}" for user in users])
    passed_by = lines_file("fresh-paths", [f"/users/{user.id}?fresh=1" for user in users])
    with contextlib.ExitStack() as stack:
        redis = contenders.redis()
        stack.callback(redis.stop)
        programs = {THROUGH_REDIS: start_signalbox(stack, redis.port, "invalidate", users),
                    IN_PROCESS: start_signalbox(stack, redis.port, "pubsub", users)}
        programs[MISSING] = programs[THROUGH_REDIS]
        programs.update(start_peers(stack, redis.port, users, report))
        results = interleaved(programs, tokens={name: as_admin if name == MISSING else own for name in programs},
                              paths={name: passed_by if name == MISSING else hit for name in programs})
        lost = max(lost_share(programs[name], contenders.TOKEN) for name in (THROUGH_REDIS, IN_PROCESS))
        answered = {"by Redis": share_of(programs[THROUGH_REDIS], "hits"),
                    "in the process": share_of(programs[IN_PROCESS], "localHits")}
    return results, lost, answered


def main():
    report = Report("cached_user", "Cached `GET /users/:id`")
    if not shutil.which("redis-server"):
        raise SystemExit("cached_user needs redis-server: scripts/setup installs it")
    results, lost, answered = measure(report)
    report.table(["server", "requests a second", "per CPU second", "p50", "p99"])
    for name, one in results.items():
        report.row(name, f"{one.rate:,.0f}", f"{one.per_cpu_second:,.0f}", f"{one.p50_us:,.0f} µs",
                   f"{one.p99_us:,.0f} µs")
    for ours, wanted in WANTED.items():
        for peer, least in wanted.items():
            if peer in results:
                ratio = results[ours].per_cpu_second / results[peer].per_cpu_second
                report.at_least(f"{ours}, against {peer}, per CPU second", ratio, least, "{:.2f}×")
    report.at_least("a hit in Redis against the cache passed by, per CPU second",
                    results[THROUGH_REDIS].per_cpu_second / results[MISSING].per_cpu_second, 1, "{:.2f}×")
    for where, share in answered.items():
        report.at_least(f"lookups that were to be answered {where} and were", share, 99, "{:.1f} %")
    report.below("records or log lines that Signalbox lost under this load", lost, 0.1, "{:.2f} %")
    report.note("Each request has a token to verify; Redis runs beside all of them, and its CPU is not counted. "
                "Signalbox: `--headless --threads 1`, everything observed, with the strategy `invalidate` (each hit "
                "asks Redis) and `pubsub` (hits in the process). *Passed by* is `?fresh=1`: a read of the database and "
                "a fill of Redis for each request. Express and Fastify: one process each, observability on.")
    report.save()


if __name__ == "__main__":
    main()
