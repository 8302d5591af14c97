// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// List D: what the console removes of queues, beside what BullMQ's own API does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ago, day, far, hour, useTwins } from "./twin_queues.js";
import { eventually } from "./workers.js";

const twins = useTwins();
const { admin } = twins;

const clean = (state, more = {}) => (queue) => admin.inSteps(queue, "/clean", { state, olderThanMs: hour, ...more });
const drain = (body) => (queue) => admin.inSteps(queue, "/drain", body);
const obliterate = (more) => (queue) => admin.inSteps(queue, "/obliterate", { confirm: queue.name, ...more });
const keysOf = (queue) => admin.client.keys(`bull:${queue.name}:*`);
const idsOf = (jobs) => jobs.map((job) => job.id);

// How many the console counts, removes, and Node removes: all the same.
async function agreeOnCleaning(state, node, without) {
  let removed;
  let done;
  const counted = await clean(state, { dryRun: true })(twins.ours);
  const left = await twins.agree({
    theirs: async (queue) => (removed = await queue.clean(hour, 0, node)),
    ours: async (queue) => (done = await clean(state)(queue)),
    without,
  });
  assert.equal(counted.matched, removed.length);
  assert.equal(done.done, removed.length);
  return left;
}

for (const { state, node, opts, every } of [
  { state: "waiting", node: "wait", opts: {}, every: { every: day } },
  { state: "prioritized", node: "prioritized", opts: { priority: 3 }, every: { every: day } },
  { state: "delayed", node: "delayed", opts: { delay: 30 * day }, every: { every: day, startDate: far } },
]) {
  test(`D old jobs that are ${state} are cleaned, whatever they are among`, async () => {
    await twins.make(async (queue) => {
      const { delay, ...template } = opts;
      await queue.upsertJobScheduler("daily", every, { name: "next", opts: template });
      await queue.add("old", {}, opts);
      await queue.add("old", {}, { ...opts, deduplication: { id: "old" } });
    });
    await twins.make((queue) => queue.add("young", {}, { ...opts, deduplication: { id: "young" } }), hour / 2);
    await twins.make(async (queue) => {
      const job = await queue.add("old", {}, opts);
      await job.log("it is");
      await queue.add("of another state", {}, opts.delay ? {} : { delay: day });
    });
    // Node tells how many were cleaned, the console which.
    const left = await agreeOnCleaning(state, node, ["events"]);
    assert.deepEqual((await twins.ours.getJobs([node])).map((job) => job.name).sort(), ["next", "young"]);
    assert.deepEqual(Object.keys(left).filter((key) => key.startsWith("de:")), ["de:young"]);
    assert.equal((await twins.inRedis(twins.ours)).events.filter((event) => event.startsWith("event removed ")).length, 3);
  });
}

for (const [state, end] of [
  ["completed", (queue) => twins.complete(queue, "done")],
  ["failed", (queue) => twins.fail(queue)],
]) {
  test(`D old jobs that have ${state} are cleaned`, async () => {
    const run = async (queue, name) => {
      const job = await queue.add(name, {});
      await job.log("it began");
      await end(queue);
    };
    await twins.make(async (queue) => {
      for (let n = 0; n < 3; ++n) await run(queue, "old");
    });
    await twins.make((queue) => queue.add("late", {}), 3 * hour);
    await twins.make((queue) => end(queue), hour / 2); // it is old, its end is not
    await agreeOnCleaning(state, state, []);
    assert.deepEqual((await twins.ours.getJobs([state])).map((job) => job.name), ["late"]);
  });
}

test("D jobs that run aren't cleaned, whoever has their lock", async () => {
  await twins.make(async (queue) => {
    await queue.add("n", {});
    const job = await twins.start(queue);
    await admin.client.del(`bull:${queue.name}:${job.id}:lock`);
  });
  const before = await twins.inRedis(twins.ours);
  const body = { state: "active", olderThanMs: 0 };
  const refused = await admin.call("POST", admin.path(twins.ours, "/clean"), body, 400);
  assert.ok(refused.details.fieldErrors["body.state"]);
  assert.deepEqual(await twins.inRedis(twins.ours), before);
  assert.deepEqual(await twins.theirs.clean(0, 0, "active"), ["1"]); // as Node would
});

test("D old parents are cleaned, and their children end without one", async () => {
  const { ours, flows } = twins;
  const queueName = ours.name;
  const family = (name) => flows.add({ name, queueName, children: [{ name: `child of ${name}`, queueName }] });
  const old = await ago(2 * hour, () => family("old"));
  const young = await family("young");
  assert.deepEqual(await clean("waitingChildren", { dryRun: true })(ours), { matched: 1, done: 0, failed: [] });
  assert.equal((await clean("waitingChildren")(ours)).done, 1);
  assert.equal(await ours.getJob(old.job.id), undefined);
  assert.deepEqual(idsOf(await ours.getJobs(["waiting-children"])), [young.job.id]);
  admin.openWorker(ours, async (job) => job.name);
  await eventually(async () => (await ours.getCompletedCount()) === 3, "both children and the young parent end");
  assert.equal(await young.job.getState(), "completed");
  assert.deepEqual((await keysOf(ours)).filter((key) => key.includes(old.job.id)), []);
});

// Where Node's own takes the parent away as well, or lets it run untold: that it was removed one by one.
for (const [what, remove] of [
  ["cleaned", clean("waiting", { olderThanMs: 0 })],
  ["drained", drain({})],
]) {
  test(`D a parent whose last child is ${what} runs without it`, async () => {
    await twins.make(async (queue) => {
      const one = (jobId, more) => ({ name: "n", queueName: queue.name, opts: { jobId }, ...more });
      await twins.flows.add(one("parent", { children: [one("child"), one("other")] }));
    });
    await twins.agree({
      theirs: async (queue) => {
        for (const job of await queue.getJobs(["wait"])) await job.remove(); // from the newest on
      },
      ours: remove,
    });
    assert.deepEqual(idsOf(await twins.ours.getWaiting()), ["parent"]);
  });
}

// Everything that waits, and some of all else.
async function fill(queue) {
  await queue.addBulk([1, 2, 3].map((n) => ({ name: "ended", data: { n }, opts: {} })));
  await twins.complete(queue, "done");
  await twins.fail(queue);
  await twins.start(queue);
  await queue.addBulk([...Array(300).keys()].map((n) => ({ name: "n", data: { n }, opts: {} })));
  await queue.add("first", {}, { lifo: true, deduplication: { id: "first" } });
  for (const priority of [1, 5, 1]) await queue.add("prioritized", {}, { priority });
  for (const ms of [day, 2 * day]) await queue.add("late", {}, { delay: ms, deduplication: { id: `late${ms}` } });
  await queue.upsertJobScheduler("daily", { every: day, startDate: far }, { name: "report", data: { a: 1 } });
}

for (const delayed of [false, true]) {
  test(`D a queue is drained of what waits${delayed ? ", and of what is delayed" : ""}`, async () => {
    await twins.make(fill);
    const counted = await drain({ delayed, dryRun: true })(twins.ours);
    let done;
    const left = await twins.agree({
      theirs: (queue) => queue.drain(delayed),
      ours: async (queue) => (done = await drain({ delayed })(queue)),
      without: ["events"], // Node tells of none of them
    });
    assert.equal(done.done, delayed ? 306 : 304);
    assert.equal(counted.matched, delayed ? 307 : 304); // the scheduler's next job is only spared when it is looked at
    assert.deepEqual([left.wait, left.prioritized, left.active.length], [undefined, undefined, 1]);
    const names = (await twins.ours.getDelayed()).map((job) => job.name);
    assert.deepEqual(names, delayed ? ["report"] : ["late", "late", "report"]);
    const counts = await twins.ours.getJobCounts("completed", "failed");
    assert.deepEqual(counts, { completed: 1, failed: 1 });
  });
}

// Where Node's own draining loses it, and leaves the id of a job that is gone.
test("D a scheduler whose next job waits goes on after a drain", async () => {
  const { ours } = twins;
  await ours.add("before", {});
  await ours.upsertJobScheduler("often", { every: 200 }, { name: "tick" }); // at once, at first
  await ours.addBulk([...Array(10).keys()].map((n) => ({ name: "after", data: { n } })));
  assert.equal((await drain({})(ours)).done, 11);
  const [next] = await ours.getWaiting();
  assert.equal(next.repeatJobKey, "often");
  assert.deepEqual(await admin.client.lrange(`bull:${ours.name}:wait`, 0, -1), [next.id]);
  admin.openWorker(ours, async () => {});
  await eventually(async () => (await ours.getCompletedCount()) >= 3, "it comes again and again");
});

test("D a paused queue is drained, and stays paused", async () => {
  await twins.make(async (queue) => {
    await fill(queue);
    await queue.pause();
  });
  const left = await twins.agree({ theirs: (queue) => queue.drain(), ours: drain({}), without: ["events"] });
  assert.equal(left.meta.paused, "1");
});

test("D nothing is left of a queue that is obliterated", async () => {
  await twins.make(async (queue) => {
    await fill(queue);
    const [job] = await queue.getActive();
    await job.moveToCompleted("done", "token", false);
  });
  const counted = await obliterate({ dryRun: true })(twins.ours);
  const left = await twins.agree({ theirs: (queue) => queue.obliterate(), ours: obliterate({}) });
  assert.equal(counted.matched, 310);
  assert.deepEqual(left, {});
  await admin.call("GET", admin.path(twins.ours), undefined, 404);
});

test("D a queue that works isn't obliterated, and isn't left paused", async () => {
  await twins.make(fill);
  const { ours, theirs } = twins;
  const before = await twins.inRedis(ours);
  await assert.rejects(theirs.obliterate(), /active jobs/);
  await admin.call("POST", admin.path(ours, "/obliterate"), { confirm: ours.name }, 409);
  assert.deepEqual(await twins.inRedis(ours), before);
  assert.deepEqual([await theirs.isPaused(), await ours.isPaused()], [true, false]);
});

test("D a queue that works is obliterated by force, and what runs leaves nothing either", async () => {
  await twins.make(fill);
  const running = [];
  for (const queue of [twins.theirs, twins.ours]) running.push(...(await queue.getActive()));
  const force = { force: true };
  assert.deepEqual(await twins.agree({ theirs: (queue) => queue.obliterate(force), ours: obliterate(force) }), {});
  for (const job of running) await assert.rejects(job.moveToCompleted("late", "token", false), /Missing (key|lock)/);
  assert.deepEqual([await keysOf(twins.theirs), await keysOf(twins.ours)], [[], []]);
});

// What Node's obliteration leaves behind.
test("D an obliterated queue leaves no parents, deduplications or limits", async () => {
  const { ours, flows } = twins;
  const children = await admin.openQueue(`${ours.name}-children`);
  const child = { name: "child", queueName: children.name };
  const family = await flows.add({ name: "parent", queueName: ours.name, children: [child, child] });
  await ours.add("throttled", {}, { deduplication: { id: "throttled", ttl: hour } });
  await ours.add("kept", {}, { deduplication: { id: "kept", keepLastIfActive: true } });
  await twins.complete(ours, "done");
  await twins.start(ours);
  await ours.add("kept", {}, { deduplication: { id: "kept", keepLastIfActive: true } });
  await ours.rateLimit(hour);
  const names = (await keysOf(ours)).map((key) => key.slice(`bull:${ours.name}:`.length));
  for (const name of ["de:throttled", "de:kept", "dn:kept", "limiter", "waiting-children"]) assert.ok(names.includes(name), name);
  await obliterate({ force: true })(ours);
  assert.deepEqual(await keysOf(ours), []);
  admin.openWorker(children, async () => {});
  await eventually(async () => (await children.getCompletedCount()) === 2, "the children end");
  assert.deepEqual(await keysOf(ours), []);
  assert.equal(await family.children[0].job.getState(), "completed");
});
