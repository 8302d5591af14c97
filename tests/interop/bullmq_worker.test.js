// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// BullMQ's own producers, listeners and workers beside our worker.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Job, QueueEvents } from "bullmq";
import { unknownScripts } from "./node_scripts.js";
import { useQueues } from "./queue_fixture.js";
import { eventually } from "./workers.js";

const q = useQueues();

test("B.1 return values of every kind reach Node", async () => {
  const values = [42.5, -1, 0, "text é 😀 \"\\\n", "", [1, "a", null, []], [], {}, { a: { b: [{}] } }, true, false, null];
  const seen = new Map();
  q.events.on("completed", ({ jobId, returnvalue }) => seen.set(jobId, returnvalue));
  await q.work("ours");
  for (const value of values) {
    const job = await q.queue.add("echo", value);
    assert.deepEqual(await q.result(job), value, JSON.stringify(value));
    assert.deepEqual((await q.fresh(job)).returnvalue, value);
    await eventually(() => seen.has(job.id), `completed ${job.id}`);
    assert.deepEqual(seen.get(job.id), value);
  }
  const long = await q.queue.add("echo", "é".repeat(1_000_000));
  assert.equal((await q.result(long)).length, 1_000_000);
  const none = await q.queue.add("none", {});
  assert.equal(await q.result(none), null);
  assert.equal((await q.hash(none)).returnvalue, "null");
});

test("B.2 progress, logs and changed data are seen by Node", async () => {
  const steps = [];
  q.events.on("progress", ({ data }) => steps.push(data));
  await q.work("ours");
  const sent = [42, 0.5, "half", "", { done: 3, of: ["a"] }];
  const progress = await q.queue.add("progress", sent);
  await q.result(progress);
  await eventually(() => steps.length === sent.length, () => JSON.stringify(steps));
  assert.deepEqual(steps, sent);
  assert.deepEqual((await q.fresh(progress)).progress, { done: 3, of: ["a"] });

  const log = await q.queue.add("log", ["one", "", "zwei ü"]);
  await q.result(log);
  assert.deepEqual(await q.queue.getJobLogs(log.id), { logs: ["one", "", "zwei ü"], count: 3 });
  const kept = await q.queue.add("log", ["one", "two", "three"], { keepLogs: 2 });
  await q.result(kept);
  assert.deepEqual((await q.queue.getJobLogs(kept.id)).logs, ["two", "three"]);

  const data = await q.queue.add("updateData", { to: "ann" });
  await q.result(data);
  assert.deepEqual((await q.fresh(data)).data, { to: "ann", seen: true });
});

// What differs between two runs of the same, even of the same worker.
function comparable(hash) {
  const { timestamp, processedOn, finishedOn, opts, stacktrace, ...others } = hash;
  const traces = JSON.parse(stacktrace ?? "[]").map((trace) => trace.split("\n")[0].replace(/^\w+: /, ""));
  const { timestamp: added, ...options } = JSON.parse(opts);
  return {
    ...others,
    times: [timestamp, processedOn, finishedOn].map((time) => time && /^\d{13}$/.test(time)),
    hasStacktrace: stacktrace !== undefined,
    traces,
    options,
  };
}

function comparableEvent(event) {
  const { delay, ...others } = event;
  return { ...others, delayLooks: delay === undefined ? undefined : /^\d{13}/.test(delay) };
}

const compared = [
  ["echo", { a: 1 }],
  ["echo", { a: 1 }, { priority: 3 }],
  ["echo", { a: 1 }, { delay: 50 }],
  ["none", {}],
  ["fail", { times: 1 }],
  ["fail", { times: 1 }, { attempts: 1 }],
  ["fail", { times: 1 }, { attempts: 2 }],
  ["fail", { times: 1 }, { attempts: 3, lifo: true }],
  ["fail", { times: 2 }, { attempts: 3, backoff: 20 }],
  ["fail", { times: 2 }, { attempts: 3, backoff: { type: "fixed", delay: 20 } }],
  ["fail", { times: 9 }, { attempts: 3, backoff: { type: "exponential", delay: 20 } }],
  ["fail", { times: 9 }, { attempts: 3, backoff: { type: "exponential", delay: 20, jitter: 0.5 } }],
  ["fail", { times: 9, message: "é 😀\nsecond line" }, { attempts: 2, priority: 2 }],
  ["fail", { times: 9 }, { attempts: 4, stackTraceLimit: 2 }],
  ["fail", { times: 9 }, { attempts: 2, stackTraceLimit: 0 }],
  ["fail", { times: 9 }, { attempts: 2, backoff: 60_000 }], // its first failure is compared
  ["unrecoverable", {}, { attempts: 5 }],
  ["progress", [1, "a", {}]],
  ["log", ["a", "b"], { keepLogs: 1 }],
  ["updateData", { a: 1 }],
  ["delayOnce", { ms: 50 }, { attempts: 2 }],
  ["waitOnce", {}, { attempts: 2 }],
  ["fail", { times: 9 }, { attempts: 2, removeOnFail: { count: 5 } }],
  ["echo", {}, { removeOnComplete: { age: 60 } }],
];

// What is left of all of them, one after the other.
async function leftBy(kind, options) {
  const queue = q.openQueue(`b3-${kind}`);
  const worker = await q.work(kind, options, queue);
  const left = [];
  for (const [name, data, jobOptions] of compared) {
    const job = await queue.add(name, data, jobOptions);
    const rests = async () => {
      const events = await q.eventsOf(job.id, queue);
      const isOver = ["completed", "failed"].includes(events.at(-1)?.event) || events.at(-1)?.event === "retries-exhausted";
      return isOver || (jobOptions?.backoff === 60_000 && events.at(-1)?.event === "delayed");
    };
    await eventually(rests, `${kind} does ${name} ${JSON.stringify(jobOptions)}`);
    await pause(20);
    left.push({
      hash: comparable(await q.client.hgetall(q.key(job.id, queue))),
      events: (await q.eventsOf(job.id, queue)).map(comparableEvent),
      isLocked: await q.client.exists(q.key(`${job.id}:lock`, queue)),
      state: await Job.fromId(queue, job.id).then((found) => found.getState()),
    });
  }
  await worker.close();
  return left;
}

test("B.3 what is left of a job is what a Node worker leaves of it, field by field", async () => {
  const options = { name: "same", metrics: { maxDataPoints: 10 } };
  const [theirs, ours] = [await leftBy("node", options), await leftBy("ours", options)];
  for (const [at, job] of compared.entries()) assert.deepEqual(ours[at], theirs[at], JSON.stringify(job));
  const figures = async (kind, state) => {
    const { meta, data, count } = await q.openQueue(`b3-${kind}`).getMetrics(state);
    return { count, total: meta.count, points: data.length > 0 };
  };
  for (const state of ["completed", "failed"])
    assert.equal((await figures("ours", state)).total, (await figures("node", state)).total, state);
});

test("B.3 a retry waits as long as its backoff says", async () => {
  await q.work("ours");
  for (const [backoff, least] of [[{ type: "fixed", delay: 300 }, 600], [{ type: "exponential", delay: 200 }, 600]]) {
    const from = Date.now();
    const job = await q.queue.add("fail", { times: 2 }, { attempts: 3, backoff });
    await q.result(job);
    const took = Date.now() - from;
    assert.ok(took >= least && took < least + 500, `${JSON.stringify(backoff)} took ${took} ms`);
  }
});

test("B.4 an unrecoverable failure is for good", async () => {
  await q.work("ours");
  const job = await q.queue.add("unrecoverable", { message: "no such user" }, { attempts: 5, backoff: 10 });
  await assert.rejects(q.result(job), /no such user/);
  const hash = await q.hash(job);
  assert.deepEqual([hash.atm, hash.ats], ["1", "1"]);
});

test("B.4 maxStartedAttempts ends a job that comes back again and again", async () => {
  await q.work("ours", { maxStartedAttempts: 2 });
  const failing = await q.queue.add("fail", {}, { attempts: 9 });
  await assert.rejects(q.result(failing), /no such host/);
  assert.equal((await q.hash(failing)).ats, "2");
  const job = await q.addOdd("echo", {}, { ats: 2 });
  await assert.rejects(q.result(job), /job started more than allowable limit/);
});

test("B.4 a backoff of the worker's own is asked", async () => {
  await q.work("ours", { backoff: 200 });
  const from = Date.now();
  const retried = await q.queue.add("fail", { times: 1 }, { attempts: 3, backoff: { type: "custom" } });
  assert.equal(await q.result(retried), "at last");
  assert.ok(Date.now() - from >= 200);
});

test("B.4 a backoff of -1 is the end", async () => {
  await q.work("ours", { backoff: -1 });
  const job = await q.queue.add("fail", { times: 1 }, { attempts: 3, backoff: { type: "custom" } });
  await assert.rejects(q.result(job), /no such host/);
  assert.equal((await q.hash(job)).atm, "1");
});

test("B.5 it is told when the attempts are exhausted", async () => {
  const exhausted = [];
  q.events.on("retries-exhausted", (event) => exhausted.push(event));
  await q.work("ours");
  const job = await q.queue.add("fail", {}, { attempts: 3 });
  await assert.rejects(q.result(job));
  await eventually(() => exhausted.length, "retries-exhausted");
  assert.deepEqual(exhausted, [{ jobId: job.id, attemptsMade: "3" }]);
});

async function runAll(name, count, options) {
  await q.queue.addBulk([...Array(count).keys()].map((n) => ({ name, data: { n, times: 9 }, opts: options })));
  await eventually(async () => {
    const { wait, active } = await q.counts();
    return wait + active === 0;
  }, "all are done");
}

test("B.6 finished jobs stay as they or the worker say", async () => {
  await q.work("ours", { removeOnComplete: { count: 4 }, removeOnFail: { count: 2 } });
  await runAll("echo", 6, {});
  assert.equal((await q.counts()).completed, 4);
  await runAll("fail", 5, {});
  assert.equal((await q.counts()).failed, 2);
  await runAll("echo", 6, { removeOnComplete: true });
  assert.equal((await q.counts()).completed, 4);
  await runAll("echo", 6, { removeOnComplete: 1 });
  assert.equal((await q.counts()).completed, 1);
  await runAll("echo", 6, { removeOnComplete: false });
  assert.equal((await q.counts()).completed, 7);
  await runAll("echo", 2, { removeOnComplete: { age: 3600, count: 3 } });
  assert.equal((await q.counts()).completed, 3);
  await pause(1100);
  await runAll("echo", 1, { removeOnComplete: { age: 1 } });
  assert.equal((await q.counts()).completed, 1);
  await runAll("fail", 1, { removeOnFail: true });
  assert.equal((await q.counts()).failed, 2);
  const left = (await q.client.keys(q.key("*"))).filter((key) => /:\d+$/.test(key));
  assert.equal(left.length, 3);
});

// What a worker of that kind makes happen, as Node's listener hears it.
async function toldBy(kind) {
  const queue = q.openQueue(`e-${kind}`);
  const children = q.openQueue(`e-${kind}-children`);
  const events = new QueueEvents(queue.name, { connection: q.connection });
  await events.waitUntilReady();
  const heard = [];
  const names = [
    "waiting",
    "active",
    "progress",
    "completed",
    "failed",
    "delayed",
    "retries-exhausted",
    "waiting-children",
    "stalled",
    "drained",
  ];
  for (const name of names) {
    events.on(name, (...args) => {
      const { delay, ...fields } = args.length > 1 ? args[0] : {}; // when it is over
      heard.push({ name, ...fields, ...(delay && { isDelayed: delay > Date.now() - 60_000 }) });
    });
  }
  const ends = (job) =>
    eventually(
      () => heard.some(({ name, jobId }) => ["completed", "failed"].includes(name) && jobId === job.id),
      `${kind} ends it`,
    );
  const options = { name: "same", lockDuration: 1500, stalledInterval: 300 };
  const worker = await q.work(kind, options, queue);
  await ends(await queue.add("echo", { a: 1 }));
  await ends(await queue.add("fail", { times: 1 }, { attempts: 2 }));
  await ends(await queue.add("fail", {}, { attempts: 2, backoff: 50 }));
  await ends(await queue.add("progress", [1, "a", {}]));
  await ends(await queue.add("unrecoverable", {}, { attempts: 3 }));
  const parent = await queue.add("waitChildren", { ms: 500 });
  await worker.says("began", { id: parent.id });
  await children.add("echo", {}, { parent: { id: parent.id, queue: `bull:${queue.name}` } });
  await eventually(() => heard.some(({ name }) => name === "waiting-children"), "it waits");
  await q.work("node", {}, children);
  await ends(parent);
  const stalled = await queue.add("sleep", { ms: 2500 });
  await worker.says("began", { id: stalled.id });
  await worker.kill();
  await q.work(kind, options, queue);
  await ends(stalled);
  await eventually(() => heard.at(-1)?.name === "drained", "all is told");
  await events.close();
  return { heard: JSON.parse(JSON.stringify(heard).replaceAll(queue.name, "e")), names };
}

test("E Node's listener hears of our worker what it hears of Node's", async () => {
  const [theirs, ours] = [await toldBy("node"), await toldBy("ours")];
  assert.deepEqual(ours.heard, theirs.heard);
  const missing = theirs.names.filter((wanted) => !theirs.heard.some(({ name }) => name === wanted));
  assert.deepEqual(missing, []);
});

test("A.19 the scripts that ours sends are those that a Node worker asks for", async () => {
  const names = [
    "moveToActive", "moveToFinished", "moveStalledJobsToWait", "extendLocks", "updateProgress", "addLog", "updateData",
    "moveToDelayed", "moveJobFromActiveToWait", "moveToWaitingChildren", "retryJob", "updateJobScheduler",
  ];
  await q.client.script("FLUSH");
  assert.deepEqual(await unknownScripts(q.client, names), names);
  await q.work("ours", { lockDuration: 600 });
  const jobs = [
    ["sleep", { ms: 1000 }], ["progress", [1]], ["log", ["a"]], ["updateData", {}], ["delayOnce", { ms: 20 }], ["waitOnce", {}],
    ["fail", { times: 1 }, { attempts: 2 }],
  ];
  for (const [name, data, opts] of jobs) await q.queue.add(name, data, opts);
  await q.queue.upsertJobScheduler("often", { every: 60_000 }, { name: "echo" });
  await q.openFlows().add({ name: "waitChildren", queueName: q.queue.name, children: [{ name: "echo", queueName: q.queue.name }] });
  await q.eventually({ wait: 0, active: 0, delayed: 1, completed: jobs.length + 3 });
  assert.deepEqual(await unknownScripts(q.client, names), []);
});
