// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Our workers and BullMQ's at one queue, also while they are killed. CHAOS_SEED kills at other times, CHAOS_JOBS gives
// another number of jobs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { useQueues } from "./queue_fixture.js";
import { eventually } from "./workers.js";

const q = useQueues();
const count = Number(process.env.CHAOS_JOBS ?? 10_000);
const seed = Number(process.env.CHAOS_SEED ?? 20261129);
const longest = 300_000;

// A generator of its own, so that a seed means the same everywhere.
function randomness(state) {
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function addJobs(dataOf) {
  for (let from = 0; from < count; from += 1000) {
    const numbers = [...Array(Math.min(1000, count - from)).keys()].map((n) => from + n);
    await q.queue.addBulk(numbers.map((n) => ({ name: "record", data: dataOf(n), opts: { jobId: `job-${n}` } })));
  }
}

// Of each job: who ran it, one after the other, and what is left of it.
async function runsOfAll() {
  const pipeline = q.client.pipeline();
  for (let n = 0; n < count; ++n) {
    pipeline.lrange(`runs:${q.queue.name}:job-${n}`, 0, -1);
    pipeline.hmget(q.key(`job-${n}`), "stc", "finishedOn", "failedReason", "returnvalue");
  }
  const replies = (await pipeline.exec()).map(([, reply]) => reply);
  return [...Array(count).keys()].map((n) => {
    const [stalls, finishedOn, failedReason, returnvalue] = replies[2 * n + 1];
    return { id: `job-${n}`, runs: replies[2 * n], stalls: Number(stalls ?? 0), finishedOn, failedReason, returnvalue };
  });
}

async function allFinished() {
  const { completed, failed } = await q.counts();
  return completed + failed === count;
}

async function nothingIsLeft() {
  await q.eventually({ wait: 0, active: 0, delayed: 0, prioritized: 0 });
  const locks = (await q.client.keys(q.key("*:lock"))).length;
  assert.equal(locks, 0, "locks are left");
  assert.equal(await q.client.scard(q.key("stalled")), 0);
}

test(`C.1 ${count} jobs of a Node worker and one of ours: each runs once, both have their share`, async () => {
  await q.queue.pause();
  await addJobs(() => ({ ms: 2 }));
  const workers = await Promise.all(["node", "ours"].map((kind) => q.work(kind, { name: kind, concurrency: 10 })));
  await q.queue.resume();
  await eventually(allFinished, async () => JSON.stringify(await q.counts()), longest);
  await nothingIsLeft();
  const all = await runsOfAll();
  assert.deepEqual(all.filter(({ runs }) => runs.length !== 1), []);
  assert.deepEqual(all.filter(({ runs, returnvalue }) => JSON.parse(returnvalue) !== runs[0]), []);
  const shares = Object.fromEntries(["node", "ours"].map((kind) => [kind, all.filter(({ runs }) => runs[0] === kind).length]));
  assert.ok(Math.min(...Object.values(shares)) > count / 10, JSON.stringify(shares));
  console.log(`# shares ${JSON.stringify(shares)}`);
  for (const worker of workers) {
    assert.deepEqual(worker.all("trouble"), []);
    await worker.close();
  }
});

// Kills one after the other, and starts another in its place, until the jobs are done.
async function killAtRandom(start, workers) {
  const random = randomness(seed);
  let kills = 0;
  while (!(await allFinished())) {
    await pause(300 + random(900));
    const at = random(workers.length);
    await workers[at].kill();
    ++kills;
    workers[at] = await start(at);
  }
  return kills;
}

test(`C.2 ${count} jobs of two Node workers and two of ours that are killed: none is lost, none runs twice unnoticed`, async () => {
  const options = { concurrency: 10, lockDuration: 1500, stalledInterval: 500, maxStalledCount: 3 };
  const random = randomness(seed + 1);
  const kinds = ["node", "node", "ours", "ours"];
  const start = (at) => q.work(kinds[at], { ...options, name: `${kinds[at]}${at}` });
  await q.queue.pause();
  await addJobs(() => ({ ms: random(20) }));
  const workers = await Promise.all(kinds.map((_, at) => start(at)));
  await q.queue.resume();
  const kills = await killAtRandom(start, workers);
  await nothingIsLeft();
  const all = await runsOfAll();
  const again = all.filter(({ runs }) => runs.length > 1);
  console.log(`# ${kills} kills, ${again.length} jobs ran again, ${all.filter((job) => job.failedReason).length} failed`);
  assert.deepEqual(again.filter(({ stalls }) => stalls === 0), [], "ran again without a stall");
  assert.deepEqual(again.filter(({ runs, stalls }) => runs.length > stalls + 1), [], "ran more often than it stalled");
  assert.deepEqual(all.filter(({ finishedOn }) => !finishedOn), []);
  const failed = all.filter(({ failedReason }) => failedReason);
  assert.deepEqual(failed.filter(({ failedReason }) => !/stalled more than/.test(failedReason)), []);
  assert.deepEqual(all.filter(({ runs, failedReason }) => !failedReason && runs.length === 0), []);
  for (const kind of ["node", "ours"])
    assert.ok(all.filter(({ runs }) => runs.some((name) => name.startsWith(kind))).length > count / 20, kind);
});

async function dropConnectionsOfOurs() {
  const lines = (await q.client.client("LIST")).split("\n");
  const ids = lines.filter((line) => / name=(signalbox:|bull:\S+:w:ours)/.test(line)).map((line) => /id=(\d+)/.exec(line)[1]);
  await Promise.all(ids.map((id) => q.client.client("KILL", "ID", id).catch(() => {})));
}

test("C.3 two of ours whose connections drop and whose hosts fall asleep, beside one of Node: none runs twice unnoticed", async () => {
  const options = { concurrency: 10, lockDuration: 1500, stalledInterval: 500, maxStalledCount: 5 };
  const random = randomness(seed + 2);
  await q.queue.pause();
  await addJobs(() => ({ ms: random(20), deaf: true }));
  const kinds = ["ours", "ours", "node"];
  const workers = await Promise.all(kinds.map((kind, at) => q.work(kind, { ...options, name: `${kind}${at}` })));
  await q.queue.resume();
  for (const end = Date.now() + longest; Date.now() < end && !(await allFinished()); await pause(200 + random(600))) {
    if (random(2)) {
      await dropConnectionsOfOurs();
      continue;
    }
    const sleeper = workers[random(2)];
    sleeper.process.kill("SIGSTOP");
    await pause(500 + random(2500));
    sleeper.process.kill("SIGCONT");
  }
  await nothingIsLeft();
  const all = await runsOfAll();
  const stalled = all.filter(({ stalls }) => stalls > 0).length;
  const failed = all.filter(({ failedReason }) => failedReason);
  const reasons = [...new Set(failed.map(({ failedReason }) => failedReason))];
  console.log(`# ${stalled} jobs stalled, ${failed.length} failed: ${JSON.stringify(reasons)}`);
  assert.deepEqual(all.filter(({ runs, stalls }) => runs.length > stalls + 1), [], "ran more often than it stalled");
  assert.deepEqual(all.filter(({ finishedOn }) => !finishedOn), []);
  assert.deepEqual(all.filter(({ runs, failedReason }) => !failedReason && runs.length === 0), []);
  // What the processor itself asks Redis for is lost with its connection.
  assert.ok(failed.length < count / 10, `${failed.length} failed`);
});
