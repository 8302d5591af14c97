// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What binds a queue as a whole holds for our worker beside BullMQ's: limits, pauses, times, schedulers and flows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { useQueues } from "./queue_fixture.js";
import { eventually } from "./workers.js";

const q = useQueues();

function bulk(name, count, data = {}, opts = {}) {
  return q.queue.addBulk([...Array(count).keys()].map((n) => ({ name, data: { n, ...data }, opts })));
}

// How many began in each window of so many ms, at most.
async function mostBegunIn(ms) {
  const jobs = await q.queue.getJobs(["completed"]);
  const times = jobs.map((job) => job.processedOn).sort((a, b) => a - b);
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + ms).length));
}

test("B.9 the worker's limit is kept, and used", async () => {
  await bulk("echo", 9);
  const from = Date.now();
  await q.work("ours", { limiter: { max: 3, duration: 500 }, concurrency: 5 });
  await q.eventually({ completed: 9 });
  const took = Date.now() - from;
  assert.ok(took > 950 && took < 3000, `${took} ms`);
  assert.ok((await mostBegunIn(450)) <= 3);
});

test("B.9 the queue's limit is kept with a Node worker beside", async () => {
  await q.queue.setGlobalRateLimit(4, 500);
  await bulk("echo", 16);
  await Promise.all(["ours", "node"].map((kind) => q.work(kind, { concurrency: 3 })));
  await q.eventually({ completed: 16 });
  assert.ok((await mostBegunIn(450)) <= 4);
});

test("B.9 a processor limits the queue for a while, and its job runs first then", async () => {
  const limited = await q.queue.add("limitOnce", { ms: 600 });
  const other = await q.queue.add("echo", {});
  await q.work("ours", { limiter: { max: 1000, duration: 1000 } });
  const from = Date.now();
  assert.equal(await q.result(limited), 2);
  assert.ok(Date.now() - from >= 500, `${Date.now() - from} ms`);
  await q.result(other);
  const [first, second] = await Promise.all([q.fresh(limited), q.fresh(other)]);
  assert.ok(first.finishedOn <= second.processedOn);
  assert.equal(first.attemptsMade, 1);
});

test("B.9 a limit by hand from Node holds, and goes", async () => {
  const worker = await q.work("ours", { limiter: { max: 1000, duration: 1000 } });
  await q.queue.rateLimit(60_000);
  const job = await q.queue.add("echo", {});
  await pause(500);
  assert.equal(await job.getState(), "waiting");
  await q.queue.removeRateLimitKey();
  await worker.close();
  await q.work("ours", { limiter: { max: 1000, duration: 1000 } });
  await q.finished(job);
});

test("B.10 the queue's concurrency is never exceeded by ours and Node's together", async () => {
  await q.queue.setGlobalConcurrency(3);
  await Promise.all(["ours", "ours", "node"].map((kind) => q.work(kind, { concurrency: 5, drainDelay: 1 })));
  await bulk("gauge", 120, { ms: 15 });
  await q.eventually({ completed: 120 });
  const seen = await q.client.zrange(`running:${q.queue.name}:seen`, 0, -1);
  assert.deepEqual(seen, ["1", "2", "3"]);
});

async function commandsIn(ms) {
  const count = async () => Number(/total_commands_processed:(\d+)/.exec(await q.client.info("stats"))[1]);
  const before = await count();
  await pause(ms);
  return (await count()) - before;
}

test("B.11 a paused queue rests: an idle worker takes nothing and doesn't spin", async () => {
  await q.work("ours", { drainDelay: 1 });
  await q.queue.pause();
  const job = await q.queue.add("echo", {});
  await pause(200);
  const commands = await commandsIn(2000);
  assert.equal(await job.getState(), "waiting");
  assert.ok(commands < 200, `${commands} commands`);
  const from = Date.now();
  await q.queue.resume();
  await q.finished(job);
  assert.ok(Date.now() - from < 500, `${Date.now() - from} ms after the resume`);
});

test("B.11 a queue that is paused while ours is busy: what runs ends, and nothing more begins", async () => {
  await bulk("sleep", 10, { ms: 300 });
  const worker = await q.work("ours", { concurrency: 2 });
  await eventually(() => worker.all("began").length === 2, "two run");
  await q.queue.pause();
  await q.eventually({ active: 0, completed: 2, wait: 8 });
  const commands = await commandsIn(2000);
  assert.ok(commands < 200, `${commands} commands`);
  await q.eventually({ active: 0, completed: 2, wait: 8 });
  await q.queue.resume();
  await q.eventually({ completed: 10 });
});

test("a queue may have another prefix, with colons and braces in it", async () => {
  const queue = q.openQueue("with.dots and spaces", "{app:1}:jobs");
  const worker = await q.work("ours", { name: "w" }, queue);
  const job = await queue.add("fail", { times: 1 }, { attempts: 2, backoff: 50 });
  await worker.says("ended", { id: job.id, how: "completed" });
  assert.equal(await job.getState(), "completed");
  await eventually(async () => (await queue.getWorkers()).length === 1, "it is listed");
});

test("B.12 delayed jobs are due while only ours runs", async () => {
  await q.work("ours");
  await pause(100); // it waits
  const jobs = await Promise.all([1500, 700, 300, 0].map((delay) => q.queue.add("echo", {}, { delay })));
  const urgent = await q.queue.add("echo", {}, { delay: 500, priority: 3 });
  for (const job of [...jobs, urgent]) {
    await q.finished(job);
    const { processedOn, timestamp } = await q.fresh(job);
    const late = processedOn - timestamp - (job.opts.delay ?? 0);
    assert.ok(late >= 0 && late < 250, `delay ${job.opts.delay}: ${late} ms late`);
  }
});

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

// How late timers of this program are at those times: what the machine itself takes.
function timersAt(times) {
  return Promise.all(times.map(async (ms) => {
    const due = Date.now() + ms;
    await pause(ms);
    return Date.now() - due;
  }));
}

// How late a worker begins jobs, and how late timers are meanwhile. Nothing else asks Redis in that time, since it
// looks for waits that are over whenever anybody does.
async function latenessOf(kind, round) {
  const queue = q.openQueue(`${q.queue.name}-${kind}-${round}`);
  const worker = await q.work(kind, { drainDelay: 10 }, queue);
  await pause(200); // it waits
  const delays = [...Array(20).keys()].map((n) => 300 + 21 * n);
  const jobs = queue.addBulk(delays.map((delay) => ({ name: "echo", data: {}, opts: { delay } })));
  const timers = await timersAt(delays);
  await jobs;
  await eventually(() => worker.all("ended", { how: "completed" }).length === delays.length, "all are done");
  await worker.close();
  const done = await queue.getJobs(["completed"]);
  return { jobs: median(done.map((job) => job.processedOn - job.timestamp - job.opts.delay)), timers: median(timers) };
}

// What others do on the machine makes both later, never earlier: one round of several is enough.
test("B.12 delayed jobs begin nearer to their time with ours than with Node's", async () => {
  const seen = [];
  const fits = ({ ours, node }) => ours.jobs >= 0 && ours.jobs < node.jobs && ours.jobs < Math.max(10, 3 * ours.timers);
  for (let round = 0; round < 5 && !seen.some(fits); ++round)
    seen.push({ ours: await latenessOf("ours", round), node: await latenessOf("node", round) });
  assert.ok(seen.some(fits), `medians in ms: ${JSON.stringify(seen)}`);
});

for (const order of ["close", "pause"]) {
  test(`B.12 a delayed job that ours waits for is punctual with another worker, after a ${order}`, async () => {
    const ours = await q.work("ours", { drainDelay: 10 });
    await pause(100); // it waits
    await q.work("node", { drainDelay: 10 });
    await pause(100); // it waits behind ours, which takes the marker
    const job = await q.queue.add("echo", {}, { delay: 2000 });
    await pause(100);
    ours.order(order);
    await q.finished(job);
    const { processedOn, timestamp } = await q.fresh(job);
    assert.ok(processedOn - timestamp < 3000, `${processedOn - timestamp - 2000} ms late`);
  });
}

async function iterationsOf(id) {
  const jobs = await q.queue.getJobs(["wait", "active", "delayed", "prioritized"]);
  return jobs.filter((job) => job?.repeatJobKey === id);
}

for (const [how, repeat] of [["an interval", { every: 400 }], ["a pattern", { pattern: "* * * * * *" }]]) {
  test(`B.13 a scheduler with ${how} goes on with ours`, async () => {
    await q.work("ours");
    await q.queue.upsertJobScheduler("tick", repeat, { name: "echo", data: { n: 1 }, opts: { attempts: 2 } });
    await q.eventually({ completed: 3 });
    const done = await q.queue.getJobs(["completed"]);
    for (const job of done) assert.deepEqual([job.name, job.data, job.opts.attempts], ["echo", { n: 1 }, 2]);
    const times = done.map((job) => Number(job.id.split(":").at(-1))).sort();
    assert.equal(new Set(times).size, times.length);
    assert.equal((await iterationsOf("tick")).length, 1);
    const scheduler = await q.queue.getJobScheduler("tick");
    assert.ok(scheduler.iterationCount >= 3, JSON.stringify(scheduler));
    await q.queue.removeJobScheduler("tick");
    assert.equal((await iterationsOf("tick")).length, 0);
  });
}

test("B.13 what ours schedules next is what Node schedules next", async () => {
  const next = {};
  for (const kind of ["node", "ours"]) {
    const queue = q.openQueue(`b13-${kind}`);
    const repeat = { pattern: "0 0 4 1 1 *", tz: "Europe/Warsaw", immediately: true, limit: 9 };
    await queue.upsertJobScheduler("year", repeat, { name: "echo", data: { n: 1 }, opts: { priority: 2, backoff: 9 } });
    const worker = await q.work(kind, {}, queue);
    await q.eventually({ completed: 1, delayed: 1 }, queue);
    await worker.close();
    const [job] = await queue.getJobs(["delayed"]);
    const hash = await q.client.hgetall(q.key(job.id, queue));
    const { timestamp, delay, ...opts } = JSON.parse(hash.opts);
    delete opts.repeat.startDate;
    assert.ok(Math.abs(timestamp + delay - Number(job.id.split(":").at(-1))) < 2, JSON.stringify(hash));
    next[kind] = { id: job.id, opts, name: hash.name, data: hash.data, rjk: hash.rjk, fields: Object.keys(hash).sort() };
  }
  assert.deepEqual(next.ours, next.node);
});

test("B.13 a retry of a scheduler's job makes no second one", async () => {
  await q.work("ours");
  const template = { name: "fail", data: { times: 2 }, opts: { attempts: 3 } };
  await q.queue.upsertJobScheduler("far", { every: 60_000 }, template);
  await q.eventually({ completed: 1, delayed: 1 });
  assert.equal((await iterationsOf("far")).length, 1);
  assert.equal((await q.queue.getJobs(["completed"]))[0].attemptsMade, 3);
});

test("B.13 a scheduler ends with its limit", async () => {
  await q.work("ours");
  await q.queue.upsertJobScheduler("twice", { every: 100, limit: 2 }, { name: "echo" });
  await q.eventually({ completed: 2, delayed: 0 });
  await pause(400);
  await q.eventually({ completed: 2, delayed: 0 });
});

async function flowOf(parentQueue, childQueue, children, parent = {}) {
  const flow = await q.openFlows().add({
    name: "children",
    queueName: parentQueue.name,
    ...parent,
    children: children.map((child) => ({ queueName: childQueue.name, ...child })),
  });
  return q.fresh(flow.job);
}

for (const [parents, children] of [["ours", "node"], ["node", "ours"], ["ours", "ours"]]) {
  test(`B.14 a parent of ${parents} gets what children of ${children} gave`, async () => {
    const others = q.openQueue(`${q.queue.name}-children`);
    await Promise.all([q.work(parents), q.work(children, { concurrency: 2 }, others)]);
    const values = [{ a: "é" }, [1], "text", 7];
    const job = await flowOf(q.queue, others, values.map((data) => ({ name: "echo", data })));
    const given = Object.values(await q.result(job));
    const sorted = (list) => list.map((value) => JSON.stringify(value)).sort();
    assert.deepEqual(sorted(given), sorted(values));
    assert.deepEqual((await q.fresh(job)).returnvalue, await (await q.fresh(job)).getChildrenValues());
  });
}

// A child that is added while its parent runs.
function addChild(parent, name, data, opts = {}) {
  const others = q.openQueue(`${q.queue.name}-children`);
  return others.add(name, data, { ...opts, parent: { id: parent.id, queue: `bull:${q.queue.name}` } });
}

test("B.14 a parent waits for children that came while it ran", async () => {
  const worker = await q.work("ours");
  const parent = await q.queue.add("waitChildren", { ms: 300 });
  await worker.says("began", { id: parent.id });
  const child = await addChild(parent, "echo", { from: "child" });
  await q.eventually({ "waiting-children": 1, active: 0 });
  await q.work("node", {}, child.queue);
  assert.deepEqual(Object.values(await q.result(parent)), [{ from: "child" }]);
  assert.equal((await q.fresh(parent)).attemptsMade, 1);
});

test("B.14 a parent that waits for no children goes on", async () => {
  await q.work("ours");
  assert.deepEqual(await q.result(await q.queue.add("waitChildren", {})), {});
});

test("B.14 a parent can't complete before its children (-4), and tries again as with Node", async () => {
  for (const kind of ["node", "ours"]) {
    const worker = await q.work(kind);
    const parent = await q.queue.add("sleep", { ms: 300 }, { attempts: 2 });
    await worker.says("began", { id: parent.id });
    await addChild(parent, "echo", {});
    await assert.rejects(q.result(parent), /has pending dependencies/);
    assert.equal((await q.hash(parent)).atm, "2", kind);
    await worker.close();
  }
});

test("B.14 a parent with a failed child can't complete (-9), as with Node", async () => {
  const left = {};
  for (const kind of ["node", "ours"]) {
    const worker = await q.work(kind);
    const parent = await q.queue.add("sleep", { ms: 1500 }, { attempts: 3 });
    await worker.says("began", { id: parent.id });
    const child = await addChild(parent, "fail", {}, { failParentOnFailure: true });
    const others = await q.work("ours", {}, child.queue);
    await assert.rejects(q.result(parent), /at least one failed child/, kind);
    const { atm, ats, defa } = await q.hash(parent);
    left[kind] = { atm, ats, defa: defa !== undefined };
    await Promise.all([worker.close(), others.close()]);
  }
  assert.deepEqual(left.ours, left.node);
});

test("B.15 a parent that is to fail is failed without being run", async () => {
  const others = q.openQueue(`${q.queue.name}-children`);
  await Promise.all([q.work("ours"), q.work("node", {}, others)]);
  const children = [{ name: "fail", data: {}, opts: { failParentOnFailure: true } }];
  const job = await flowOf(q.queue, others, children, { name: "record", opts: { attempts: 3 } });
  await assert.rejects(q.result(job), /child .* failed/);
  assert.equal(await q.client.exists(`runs:${q.queue.name}:${job.id}`), 0);
  assert.equal((await q.hash(job)).atm, "1");
});

test("B.15 children that a parent is to ignore don't hold it up", async () => {
  const others = q.openQueue(`${q.queue.name}-children`);
  await Promise.all([q.work("node"), q.work("ours", {}, others)]);
  for (const flag of ["ignoreDependencyOnFailure", "removeDependencyOnFailure", "continueParentOnFailure"]) {
    const job = await flowOf(q.queue, others, [{ name: "fail", data: {}, opts: { [flag]: true } }]);
    assert.deepEqual(await q.result(job), {}, flag);
  }
});

test("B.15 a parent is told why those failed that it ignores, as with Node", async () => {
  for (const kind of ["node", "ours"]) {
    const others = q.openQueue(`${q.queue.name}-children-${kind}`);
    const workers = await Promise.all([q.work(kind), q.work("ours", {}, others)]);
    const ignored = { ignoreDependencyOnFailure: true };
    const job = await flowOf(q.queue, others, [
      { name: "fail", data: { message: 'no "é"' }, opts: { ...ignored, jobId: "first" } },
      { name: "unrecoverable", data: {}, opts: { ...ignored, jobId: "second" } },
      { name: "echo", data: 1, opts: ignored },
    ], { name: "ignoredFailures" });
    const reasons = { [q.key("first", others)]: 'no "é"', [q.key("second", others)]: "hopeless" };
    assert.deepEqual(await q.result(job), reasons, kind);
    assert.deepEqual(await (await q.fresh(job)).getIgnoredChildrenFailures(), reasons, kind);
    await Promise.all(workers.map((worker) => worker.close()));
  }
});
