// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Workers that die, connections that drop and locks that expire: of ours and of BullMQ's, beside each other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { useQueues } from "./queue_fixture.js";
import { eventually } from "./workers.js";

const q = useQueues();
const stalledText = "job stalled more than allowable limit";

async function heardStalled(job) {
  return (await q.eventsOf(job.id)).filter((event) => event.event === "stalled").length;
}

for (const name of ["sleep", "cpu"]) {
  test(`B.7 a long ${name} keeps its lock, with a Node worker that looks for stalled jobs`, async () => {
    const options = { lockDuration: 1500, stalledInterval: 200 };
    const worker = await q.work("ours", options);
    const job = await q.queue.add(name, { ms: 4500 });
    await worker.says("began", { id: job.id });
    await q.work("node", options);
    assert.equal(await q.result(job), 4500);
    const hash = await q.hash(job);
    assert.deepEqual([hash.ats, hash.atm, hash.stc], ["1", "1", undefined]);
    assert.equal(await heardStalled(job), 0);
  });
}

test("B.7 very many locks at a time are renewed", async () => {
  const count = 600;
  await q.queue.addBulk([...Array(count).keys()].map((n) => ({ name: "sleep", data: { n, ms: 9000 } })));
  const options = { lockDuration: 3000, stalledInterval: 500 };
  const ours = await q.work("ours", { ...options, concurrency: count });
  await q.eventually({ completed: count });
  assert.deepEqual(ours.all("stalled"), []);
  assert.equal((await q.queue.getJobs(["completed"])).filter((job) => job.attemptsStarted !== 1).length, 0);
});

const quick = { lockDuration: 1500, stalledInterval: 300, maxStalledCount: 1 };

for (const [victim, heir] of [["ours", "node"], ["node", "ours"], ["ours", "ours"]]) {
  test(`B.8 ${heir} takes over from ${victim} that was killed, once`, async () => {
    const dying = await q.work(victim, quick);
    const job = await q.queue.add("sleep", { ms: 3000 });
    await dying.says("began", { id: job.id });
    await dying.kill();
    const next = await q.work(heir, quick);
    await next.says("began", { id: job.id });
    const hash = await q.hash(job);
    assert.deepEqual([hash.stc, hash.ats], ["1", "2"]);
    assert.equal(await heardStalled(job), 1);
    assert.equal(await q.result(job), 3000);
    assert.equal((await q.hash(job)).atm, "1");
  });

  test(`B.8 ${heir} fails what stalls for the second time with ${victim}`, async () => {
    const job = await q.queue.add("sleep", { ms: 60_000 }, { attempts: 5 });
    for (const time of ["first", "second"]) {
      const dying = await q.work(victim, quick);
      await dying.says("began", { id: job.id });
      if (time === "second") await q.work(heir, quick);
      await dying.kill();
    }
    await assert.rejects(q.result(job), new RegExp(stalledText));
    const hash = await q.hash(job);
    assert.deepEqual([hash.stc, hash.failedReason, hash.atm], ["2", stalledText, "1"]);
    await q.eventually({ active: 0, wait: 0, failed: 1 });
  });
}

test("B.16 Node lists our workers, named or not, also after they had to connect again", async () => {
  await q.work("ours", { name: "cpp-1" });
  await q.work("ours");
  const names = async () => (await q.queue.getWorkers()).map(({ rawname }) => rawname).sort();
  const base = `bull:${Buffer.from(q.queue.name).toString("base64")}`;
  const wanted = [base, `${base}:w:cpp-1`];
  const areThere = async () => JSON.stringify(await names()) === JSON.stringify(wanted);
  await eventually(areThere, async () => JSON.stringify(await names()));
  const before = (await q.queue.getWorkers()).map(({ id }) => id);
  for (const id of before) await q.client.client("KILL", "ID", id);
  const areNew = async () => (await q.queue.getWorkers()).every(({ id }) => !before.includes(id));
  await eventually(async () => (await areThere()) && (await areNew()), async () => JSON.stringify(await names()));
  await q.result(await q.queue.add("echo", {}));
});

test("B.16 a name that Redis would refuse is made printable", async () => {
  await q.work("ours", { name: "two words\n" });
  await eventually(async () => (await q.queue.getWorkers()).some(({ rawname }) => rawname.endsWith(":w:two-words-")), "it");
  await q.result(await q.queue.add("echo", {}));
});

test("B.17 a worker that closes finishes what runs, loses nothing, and leaves a marker", async () => {
  await q.queue.addBulk([...Array(60).keys()].map((n) => ({ name: "record", data: { n, ms: 30 } })));
  const first = await q.work("ours", { concurrency: 4, name: "first" });
  await eventually(() => first.all("ended").length >= 10, "some are done");
  await first.close();
  const { completed, wait, active, failed } = await q.counts();
  assert.deepEqual([active, failed, completed + wait], [0, 0, 60]);
  assert.ok(wait > 0);
  assert.equal(await q.client.zscore(q.key("marker"), "0"), "0");
  await q.work("node", { concurrency: 4, name: "second" });
  await q.eventually({ completed: 60 });
  for (const key of await q.client.keys(`runs:${q.queue.name}:*`)) assert.equal(await q.client.llen(key), 1);
});

test("B.17 an idle worker closes at once, and one that is paused too", async () => {
  const idle = await q.work("ours", { drainDelay: 30 });
  await pause(100);
  const from = Date.now();
  await idle.close();
  const paused = await q.work("ours", { drainDelay: 30 });
  paused.order("pause");
  await pause(100);
  await paused.close();
  assert.ok(Date.now() - from < 10_000, `${Date.now() - from} ms`);
});

async function ourConnections() {
  const lines = (await q.client.client("LIST")).split("\n");
  const ours = lines.filter((line) => /name=(signalbox:|bull:\S+:w:|bull:[A-Za-z0-9+/=]+ )/.test(line));
  return ours.map((line) => ({ id: /id=(\d+)/.exec(line)[1], name: /name=(\S*)/.exec(line)[1], cmd: /cmd=(\S+)/.exec(line)[1] }));
}

test("B.18 a connection that drops while it waits for a marker", async () => {
  await q.work("ours", { drainDelay: 30, name: "w" });
  for (let round = 0; round < 3; ++round) {
    const waiting = await eventually(async () => (await ourConnections()).find(({ cmd }) => cmd === "bzpopmin"), "it waits");
    await q.client.client("KILL", "ID", waiting.id);
    const from = Date.now();
    await q.result(await q.queue.add("echo", { round }));
    assert.ok(Date.now() - from < 1500, `${Date.now() - from} ms`);
  }
});

test("B.18 connections that drop again and again while jobs run: none runs twice unnoticed", async () => {
  const count = 300;
  await q.queue.addBulk([...Array(count).keys()].map((n) => ({ name: "record", data: { n, ms: 20 } })));
  // When the locks' connection has bad luck, too, they expire, and their jobs stall: that is soon seen.
  const worker = await q.work("ours", { concurrency: 5, name: "w", lockDuration: 5000, stalledInterval: 1000 });
  let drops = 0;
  const areDone = async () => (await q.counts()).completed + (await q.counts()).failed === count;
  for (const end = Date.now() + 6000; Date.now() < end && !(await areDone()); await pause(150 + 40 * (drops % 7)))
    for (const { id } of await ourConnections()) drops += await q.client.client("KILL", "ID", id).catch(() => 0);
  assert.ok(drops > 10, `${drops} connections were dropped`);
  await eventually(areDone, async () => JSON.stringify([await q.counts(), worker.all("trouble")]));
  for (const key of await q.client.keys(`runs:${q.queue.name}:*`)) {
    const hash = await q.hash(key.split(":").at(-1));
    assert.ok((await q.client.llen(key)) <= 1 + Number(hash.stc ?? 0), `${key}: ${JSON.stringify(hash)}`);
  }
  await worker.close();
  await q.eventually({ active: 0, wait: 0 });
});

test("B.18 a Redis that stands still for a while", async () => {
  const worker = await q.work("ours", { concurrency: 3, lockDuration: 10_000, deadline: 1000 });
  await q.queue.addBulk([...Array(300).keys()].map((n) => ({ name: "sleep", data: { n, ms: 15 } })));
  await eventually(() => worker.all("ended").length > 5, "some are done");
  for (let round = 0; round < 2; ++round) {
    await q.client.client("PAUSE", 2500, "ALL");
    await q.client.ping();
  }
  await q.eventually({ completed: 300 }, q.queue, 30_000);
  const jobs = await q.queue.getJobs(["completed"]);
  assert.deepEqual(jobs.filter((job) => job.attemptsStarted !== 1).map((job) => job.id), []);
});

test("B.18 a worker that is paused while Redis refuses what it asks takes nothing afterwards", async () => {
  const ours = await q.work("ours", { drainDelay: 0.2 });
  await q.client.rename(q.key("meta"), "aside");
  await q.client.set(q.key("meta"), "no hash");
  await ours.says("trouble");
  ours.order("pause");
  await pause(100);
  await q.client.rename("aside", q.key("meta"));
  const job = await q.queue.add("echo", {});
  await pause(2500); // more than it waits until it asks again
  assert.equal(await job.getState(), "waiting");
  ours.order("resume");
  await q.finished(job);
});

test("B.19 the scripts may be forgotten at any time", async () => {
  await q.work("ours", { concurrency: 3 });
  const bulk = [...Array(200).keys()].map((n) => ({ name: "fail", data: { n, times: 1, ms: 2 }, opts: { attempts: 2 } }));
  const added = q.queue.addBulk(bulk);
  for (let round = 0; round < 20; ++round) {
    await q.client.script("FLUSH");
    await pause(10);
  }
  await added;
  await q.eventually({ completed: 200 });
  const log = await q.queue.add("log", ["a"]);
  await q.client.script("FLUSH");
  await q.result(log);
});

test("B.20 an id of which nothing else is left goes, and those behind it run", async () => {
  const worker = await q.work("ours");
  await q.queue.pause();
  const job = await q.queue.add("echo", {});
  await q.client.rpush(q.key("wait"), "ghost-1", "ghost-2");
  await q.queue.resume();
  await q.result(job);
  await q.eventually({ active: 0, wait: 0, completed: 1, failed: 0 });
  assert.deepEqual(await q.client.keys(q.key("ghost-*")), []);
  await q.result(await q.queue.add("echo", {}));
  await worker.close();
});
