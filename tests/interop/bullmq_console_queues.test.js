// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// List D: what the console does to queues and their schedulers, beside what BullMQ's own API does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { unknownScripts } from "./node_scripts.js";
import { day, far, hour, useTwins } from "./twin_queues.js";
import { eventually } from "./workers.js";

const twins = useTwins();
const { admin } = twins;

const change = (body) => (queue) => admin.call("PATCH", admin.path(queue), body);
const restMs = 300; // in which a worker would have run a job

for (const [what, fill] of [
  ["jobs that wait", (queue) => queue.add("n", {})],
  ["prioritized jobs", (queue) => queue.add("n", {}, { priority: 2 })],
  ["delayed jobs", (queue) => queue.add("n", {}, { delay: 30 * day })],
  ["no jobs", () => {}],
]) {
  test(`D a queue with ${what} is paused and resumed`, async () => {
    await twins.make(fill);
    const paused = await twins.agree({ theirs: (queue) => queue.pause(), ours: change({ paused: true }) });
    assert.equal(paused.marker, undefined);
    assert.deepEqual([await twins.theirs.isPaused(), await twins.ours.isPaused()], [true, true]);
    assert.equal((await admin.call("GET", admin.path(twins.theirs))).paused, true); // whoever did it
    await twins.make(fill);
    await twins.agree({ theirs: (queue) => queue.resume(), ours: change({ paused: false }) });
    assert.equal(await twins.ours.isPaused(), false);
    assert.equal((await admin.call("GET", admin.path(twins.theirs))).paused, false);
  });
}

test("D workers rest while a queue is paused, but end what they run", async () => {
  const { ours } = twins;
  let finish;
  const ran = [];
  const worker = admin.openWorker(ours, async (job) => {
    ran.push(job.name);
    if (job.name === "long") await new Promise((resolve) => (finish = resolve));
  });
  await worker.waitUntilReady();
  await ours.add("long", {});
  await eventually(() => finish, "it runs");
  await change({ paused: true })(ours);
  await ours.add("next", {});
  finish();
  await eventually(async () => (await ours.getCompletedCount()) === 1, "what runs ends");
  await ours.add("another", {});
  await pause(restMs);
  assert.deepEqual(ran, ["long"]);
  await change({ paused: false })(ours);
  await eventually(async () => (await ours.getCompletedCount()) === 3, "all is run");
  assert.deepEqual(ran, ["long", "next", "another"]);
});

test("D all queues are paused and resumed", async () => {
  const queues = [twins.theirs, twins.ours, await admin.openQueue("another")];
  const ids = queues.map((queue) => admin.idOf(queue));
  const isKnown = async () => {
    const known = (await admin.call("GET", "/admin/queues")).queues.map((row) => row.id);
    return ids.every((id) => known.includes(id));
  };
  await eventually(isKnown, "all are found");
  await twins.ours.pause();
  await admin.call("GET", admin.path(twins.ours)); // it is looked at
  const ran = [];
  for (const queue of queues) admin.openWorker(queue, async (job) => ran.push(job.name));
  const all = (paused) => admin.call("POST", "/admin/queues/pause", { paused });
  const paused = await all(true);
  assert.deepEqual(paused.failed, []);
  for (const id of ids) assert.equal(paused.changed.includes(id), id !== ids[1]); // it was already
  assert.deepEqual(await Promise.all(queues.map((queue) => queue.isPaused())), [true, true, true]);
  for (const queue of queues) await queue.add(queue.name, {});
  await pause(restMs);
  assert.deepEqual(ran, []);
  const resumed = await all(false);
  for (const id of ids) assert.ok(resumed.changed.includes(id));
  assert.deepEqual(await Promise.all(queues.map((queue) => queue.isPaused())), [false, false, false]);
  await eventually(() => ran.length === 3, "all are run");
});

test("D the concurrency of a queue is set, changed and removed", async () => {
  const { theirs, ours } = twins;
  for (const concurrency of [4, 2]) {
    await twins.agree({ theirs: (queue) => queue.setGlobalConcurrency(concurrency), ours: change({ concurrency }) });
    assert.deepEqual([await theirs.getGlobalConcurrency(), await ours.getGlobalConcurrency()], [concurrency, concurrency]);
    assert.equal((await admin.call("GET", admin.path(theirs))).concurrency, concurrency);
  }
  let [running, most] = [0, 0];
  const worker = admin.openWorker(
    ours,
    async () => {
      most = Math.max(most, ++running);
      await pause(30);
      --running;
    },
    { concurrency: 10 },
  );
  await ours.addBulk([...Array(20).keys()].map((n) => ({ name: "n", data: { n } })));
  await eventually(async () => (await ours.getCompletedCount()) === 20, "all end");
  assert.equal(most, 2);
  await worker.close();
  await change({ concurrency: null })(ours);
  await theirs.removeGlobalConcurrency();
  assert.deepEqual([await theirs.getGlobalConcurrency(), await ours.getGlobalConcurrency()], [null, null]);
  assert.deepEqual((await twins.inRedis(ours)).meta, (await twins.inRedis(theirs)).meta);
  assert.equal((await admin.call("GET", admin.path(theirs))).concurrency, null);
});

test("D the rate limit of a queue is set, changed and removed", async () => {
  const { theirs, ours } = twins;
  for (const [max, duration] of [[10, 1000], [2, 60_000]]) {
    await twins.agree({
      theirs: (queue) => queue.setGlobalRateLimit(max, duration),
      ours: change({ rateLimit: { max, durationMs: duration } }),
    });
    assert.deepEqual(await ours.getGlobalRateLimit(), { max, duration });
    assert.deepEqual((await admin.call("GET", admin.path(theirs))).rateLimit, { max, durationMs: duration });
  }
  admin.openWorker(ours, async () => {});
  await ours.addBulk([1, 2, 3, 4].map((n) => ({ name: "n", data: { n } })));
  await eventually(async () => (await ours.getCompletedCount()) === 2, "two are run");
  await pause(restMs);
  assert.equal(await ours.getCompletedCount(), 2);
  const { rateLimitedForMs } = await admin.call("GET", admin.path(ours));
  const ttl = await ours.getRateLimitTtl();
  assert.ok(rateLimitedForMs >= ttl && rateLimitedForMs < ttl + 10_000, `${rateLimitedForMs} is ${ttl}`);
  await twins.theirs.removeGlobalRateLimit();
  await change({ rateLimit: null })(ours);
  assert.deepEqual([await theirs.getGlobalRateLimit(), await ours.getGlobalRateLimit()], [null, null]);
  assert.deepEqual((await twins.inRedis(ours)).meta, (await twins.inRedis(theirs)).meta);
});

const write = (body, status = 200) => (queue) => admin.call("PUT", admin.path(queue, "/schedulers/daily"), body, status);
const upsert = (repeat, template) => (queue) => queue.upsertJobScheduler("daily", repeat, template);
const iso = (time) => new Date(time).toISOString();

// As it is made, then as it is changed: Node's words, the console's.
const often = [{ every: hour, startDate: far }, { everyMs: hour, startAt: iso(far) }];
const pattern = "30 2 * * 1-5";
const nightly = [
  { pattern, tz: "Europe/Warsaw", startDate: far },
  { pattern, timezone: "Europe/Warsaw", startAt: iso(far) },
];
const yearly = [
  { pattern: "0 0 1 7 *", tz: "UTC", limit: 2, startDate: far },
  { pattern: "0 0 1 7 *", timezone: "UTC", limit: 2, startAt: iso(far) },
];
const template = { name: "report", data: { a: [1] }, opts: { attempts: 3, backoff: { type: "fixed", delay: 100 } } };

const other = { name: "other", data: { b: "żółw" }, opts: { priority: 2, removeOnComplete: { count: 5 } } };

for (const [what, first, second, more = {}] of [
  ["another interval", often, [{ every: day, startDate: far + day }, { everyMs: day, startAt: iso(far + day) }]],
  ["other data and options", often, often, other],
  ["a limit and an end", often, [{ ...often[0], limit: 5, endDate: far + day }, { ...often[1], limit: 5, endAt: iso(far + day) }]],
  ["a pattern", often, nightly],
  ["an interval again", nightly, often],
  ["another pattern", nightly, yearly],
]) {
  test(`D a scheduler gets ${what}`, async () => {
    const { theirs, ours } = twins;
    const changed = { ...template, ...more };
    // That it comes from nothing is what A.17 compares.
    await twins.agree({ theirs: upsert(first[0], template), ours: write({ ...template, ...first[1] }, 201) });
    await twins.agree({ theirs: upsert(second[0], changed), ours: write({ ...changed, ...second[1] }) });
    assert.deepEqual(await ours.getJobScheduler("daily"), await theirs.getJobScheduler("daily"));
    assert.equal(await ours.getDelayedCount(), 1);
    const [told] = (await admin.call("GET", admin.path(theirs, "/schedulers"))).items;
    const read = await theirs.getJobScheduler("daily");
    const [next] = await theirs.getDelayed();
    assert.deepEqual(
      [told.id, told.name, told.data, told.opts, Date.parse(told.nextAt), told.limit, told.iterations, told.nextJob],
      [read.key, read.name, read.template.data, read.template.opts, read.next, read.limit ?? null, read.iterationCount, next.id],
    );
  });
}

test("D a scheduler that has run is changed, and what it made stays", async () => {
  await twins.make(async (queue) => {
    await queue.upsertJobScheduler("daily", { every: day }, template);
    await twins.complete(queue, "done");
  });
  const slower = { every: 2 * day, startDate: far };
  const left = await twins.agree({
    theirs: upsert(slower, template),
    ours: write({ ...template, everyMs: 2 * day, startAt: iso(far) }),
  });
  assert.equal(left.completed.length, 2); // one, and its score
});

for (const [what, prepare] of [
  ["whose job is delayed", () => {}],
  ["whose job waits", async (queue) => (await queue.getDelayed())[0].promote()],
  ["that has run", (queue) => twins.complete(queue, "done")],
  ["of a paused queue", (queue) => queue.pause()],
]) {
  test(`D a scheduler ${what} is removed`, async () => {
    await twins.make(async (queue) => {
      const starts = what === "that has run" ? {} : { startDate: far };
      await queue.upsertJobScheduler("daily", { every: day, ...starts }, template);
      await queue.upsertJobScheduler("other", { every: hour, startDate: far }, template);
      await prepare(queue);
    });
    const remove = (status) => (queue) => admin.call("DELETE", admin.path(queue, "/schedulers/daily"), undefined, status);
    await twins.agree({ theirs: (queue) => queue.removeJobScheduler("daily"), ours: remove(204) });
    assert.deepEqual((await twins.ours.getJobSchedulers()).map(({ key }) => key), ["other"]);
    await twins.refuse({
      theirs: async (queue) => assert.equal(await queue.removeJobScheduler("daily"), false),
      ours: remove(404),
    });
  });
}

// The pages of each state, against Node's getters.
test("D the pages of each state are Node's, from both ends", async () => {
  const { ours } = twins;
  const children = (n) => [{ name: "child", queueName: `${ours.name}-children`, data: { n } }];
  for (let n = 0; n < 7; ++n) {
    await ours.add("n", { n });
    if (n < 2) await twins.complete(ours, { n });
    else if (n < 5) await twins.fail(ours);
    else await twins.start(ours);
  }
  for (let n = 0; n < 5; ++n) {
    await ours.add("n", { n });
    await ours.add("late", { n }, { delay: (10 - n) * day });
    await ours.add("prioritized", { n }, { priority: 1 + (n % 3) });
    await twins.flows.add({ name: "parent", queueName: ours.name, data: { n }, children: children(n) });
  }
  const nodes = { waiting: "wait", waitingChildren: "waiting-children" };
  const row = await admin.call("GET", admin.path(ours));
  for (const state of ["waiting", "active", "prioritized", "delayed", "waitingChildren", "completed", "failed"]) {
    const node = nodes[state] ?? state;
    const count = (await ours.getJobCounts(node))[node];
    assert.ok(count > 1, state);
    assert.equal(row.counts[state], count, state);
    for (const order of ["oldest", "newest"]) {
      for (const [from, limit] of [[0, 50], [1, 2]]) {
        const page = await admin.call("GET", admin.path(ours, `/jobs?state=${state}&order=${order}&from=${from}&limit=${limit}`));
        const theirs = await ours.getJobs([node], from, from + limit - 1, order === "oldest");
        const told = (job) => [job.id, job.name, job.timestamp, job.attemptsMade, job.failedReason ?? null];
        const read = page.items.map((job) => told({ ...job, timestamp: Date.parse(job.timestamp) }));
        assert.deepEqual(read, theirs.map(told), `${state}, ${order}, from ${from}`);
        assert.equal(page.total, count);
      }
    }
    const [first] = await ours.getJobs([node], 0, 0, true);
    const seen = await admin.call("GET", admin.path(ours, `/jobs/${first.id}`));
    assert.equal(seen.state, state);
    assert.deepEqual([seen.data, seen.returnValue, seen.stacktrace], [first.data, first.returnvalue ?? null, first.stacktrace]);
  }
});

test("A.19 the scripts that the console sends are those that Node asks for", async () => {
  const { ours } = twins;
  const names = [
    "addStandardJob", "addDelayedJob", "updateData", "changePriority", "changeDelay", "promote", "reprocessJob", "removeJob",
    "moveToFinished", "pause", "cleanJobsInSet", "addJobScheduler", "removeJobScheduler", "obliterate",
  ];
  await admin.client.script("FLUSH");
  assert.deepEqual(await unknownScripts(admin.client, names), names);
  const make = async (opts) => (await admin.call("POST", admin.path(ours, "/jobs"), { name: "n", opts }, 201)).id;
  const edit = (id, body) => admin.call("PATCH", admin.path(ours, `/jobs/${id}`), body);
  const act = async (action, id) => assert.equal((await admin.act(ours, action, [id])).done, 1, action);
  const [first, late] = [await make({}), await make({ delay: hour })];
  await twins.start(ours);
  await act("fail", first);
  await act("retry", first);
  await edit(first, { data: [1], priority: 2 });
  await edit(late, { delayMs: day });
  await act("promote", late);
  await act("remove", late);
  await change({ paused: true })(ours);
  await admin.inSteps(ours, "/clean", { state: "completed", olderThanMs: 0 });
  await write({ name: "n", everyMs: day, startAt: iso(far) }, 201)(ours);
  await admin.call("DELETE", admin.path(ours, "/schedulers/daily"), undefined, 204);
  await admin.inSteps(ours, "/obliterate", { confirm: ours.name });
  assert.deepEqual(await unknownScripts(admin.client, names), []);
});
