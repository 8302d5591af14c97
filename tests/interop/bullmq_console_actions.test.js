// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// List D: what the console does to jobs, beside what BullMQ's own API does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { UnrecoverableError } from "bullmq";
import { ago, day, failure, far, hour, useTwins } from "./twin_queues.js";

const twins = useTwins();
const { admin } = twins;

const idsOf = (jobs) => jobs.map((job) => job.id);
const waiting = async (queue) => idsOf(await queue.getJobs(["wait"], 0, -1, true)); // in the order in which they run

// One by one, as Node does it to a job.
const each = (ids, change) => async (queue) => {
  for (const id of ids) await change(await queue.getJob(id));
};

async function done(answer, count) {
  const { done: number, failed } = await answer;
  assert.deepEqual([number, failed], [count, []]);
}

const act = (action, ids) => (queue) => done(admin.act(queue, action, ids), ids.length);
const actOnAll = (action, state, count) => (queue) => done(admin.actOnAll(queue, action, { states: [state] }), count);

// Four that are delayed, not in the order in which they are due, and one that isn't.
async function addDelayed(queue) {
  await queue.add("waits", {}, { jobId: "waits" });
  for (const [jobId, days, more] of [
    ["c", 9, {}],
    ["b", 5, { lifo: true }],
    ["a", 1, { deduplication: { id: "a" } }],
    ["p", 7, { priority: 3 }],
  ]) await queue.add(jobId, {}, { jobId, delay: days * day, ...more });
}

const ends = { failed: (queue) => twins.fail(queue), completed: (queue) => twins.complete(queue, { value: [1] }) };

// Five that end so, one after the other, of two attempts each.
async function addEnded(queue, state) {
  const opts = { attempts: 2 };
  await queue.addBulk(["a", "b", "c"].map((jobId) => ({ name: jobId, data: { jobId }, opts: { ...opts, jobId } })));
  await queue.add("l", {}, { ...opts, jobId: "l", lifo: true });
  await queue.add("p", {}, { ...opts, jobId: "p", priority: 3 });
  const runs = state === "failed" ? 10 : 5;
  for (let n = 0; n < runs; ++n) await ago(2 * hour - n, () => ends[state](queue));
  await queue.add("waits", {}, { jobId: "waits" });
}

test("D jobs that are named are promoted in their order", async () => {
  await twins.make(addDelayed);
  const ids = ["b", "p", "c", "a"];
  await twins.agree({ theirs: each(ids, (job) => job.promote()), ours: act("promote", ids) });
  assert.deepEqual(await waiting(twins.ours), ["waits", "b", "c", "a"]);
});

test("D all delayed jobs are promoted in the order in which they are due, as by Node", async () => {
  await twins.make(addDelayed);
  const ids = ["a", "b", "p", "c"];
  await twins.agree({ theirs: each(ids, (job) => job.promote()), ours: actOnAll("promote", "delayed", 4) });
  assert.deepEqual(await waiting(twins.ours), ["waits", "a", "b", "c"]);
  assert.deepEqual(idsOf(await twins.ours.getPrioritized()), ["p"]);
  // Node's own forgets about priorities, and leaves each its delay.
  const all = await admin.openQueue(`${twins.ours.name}-all`);
  await addDelayed(all);
  await all.promoteJobs();
  assert.deepEqual(await waiting(all), ["waits", "a", "b", "p", "c"]);
});

for (const state of ["failed", "completed"]) {
  const anew = { resetAttemptsMade: true, resetAttemptsStarted: true };

  test(`D jobs that have ${state} are retried, with all their attempts`, async () => {
    await twins.make((queue) => addEnded(queue, state));
    const ids = ["c", "p", "l", "a"];
    await twins.agree({ theirs: each(ids, (job) => job.retry(state, anew)), ours: act("retry", ids) });
    assert.deepEqual(await waiting(twins.ours), ["l", "waits", "c", "a"]);
    assert.equal((await twins.ours.getJob("a")).attemptsMade, 0);
  });

  test(`D all jobs that have ${state} are retried in the order in which they did`, async () => {
    await twins.make((queue) => addEnded(queue, state));
    await twins.agree({
      theirs: async (queue) => {
        for (const job of await queue.getJobs([state], 0, -1, true)) await job.retry(state, anew);
      },
      ours: actOnAll("retry", state, 5),
    });
    assert.deepEqual((await waiting(twins.ours)).filter((id) => id !== "l"), ["waits", "a", "b", "c"]);
  });

  test(`D jobs that have ${state} wait again, with the attempts that they have made`, async () => {
    await twins.make((queue) => addEnded(queue, state));
    const ids = ["b", "p"];
    await twins.agree({ theirs: each(ids, (job) => job.retry(state)), ours: act("moveToWait", ids) });
    assert.equal((await twins.ours.getJob("b")).attemptsMade, state === "failed" ? 2 : 1);
  });

  test(`D all jobs that have ${state} wait again, as by Node`, async () => {
    await twins.make(async (queue) => {
      await queue.addBulk(["a", "b", "c"].map((jobId) => ({ name: jobId, data: {}, opts: { jobId } })));
      for (let n = 0; n < 3; ++n) await ends[state](queue);
    });
    await twins.agree({ theirs: (queue) => queue.retryJobs({ state }), ours: actOnAll("moveToWait", state, 3) });
    assert.deepEqual(await waiting(twins.ours), ["a", "b", "c"]);
  });
}

// Hundreds of them, in several steps.
test("D all of many jobs are retried in their order", async () => {
  const names = [...Array(450).keys()].map((n) => `j${String(n).padStart(3, "0")}`);
  await twins.make(async (queue) => {
    await queue.addBulk(names.map((jobId) => ({ name: "n", data: {}, opts: { jobId } })));
    for (let n = 0; n < names.length; ++n) await twins.fail(queue);
  });
  await twins.agree({ theirs: (queue) => queue.retryJobs(), ours: actOnAll("moveToWait", "failed", names.length) });
  assert.deepEqual(await waiting(twins.ours), names);
});

test("D a retried child is one that its parent waits for again", async () => {
  await twins.make(async (queue) => {
    const queueName = queue.name;
    const opts = (jobId) => ({ jobId, ignoreDependencyOnFailure: true });
    const child = (jobId) => ({ name: jobId, queueName, opts: opts(jobId) });
    await twins.flows.add({ name: "p", queueName, opts: { jobId: "p" }, children: ["a", "b", "c"].map(child) });
    await twins.fail(queue);
    await twins.complete(queue, "done");
  });
  const [failed] = await twins.ours.getFailed();
  const [completed] = await twins.ours.getCompleted();
  await twins.agree({
    theirs: async (queue) => {
      await (await queue.getJob(failed.id)).retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
      await (await queue.getJob(completed.id)).retry("completed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    },
    ours: act("retry", [failed.id, completed.id]),
  });
  const { unprocessed } = await (await twins.ours.getJob("p")).getDependenciesCount();
  assert.equal(unprocessed, 3);
});

test("D delayed jobs wait again", async () => {
  await twins.make(addDelayed);
  const ids = ["c", "p"];
  await twins.agree({ theirs: each(ids, (job) => job.promote()), ours: act("moveToWait", ids) });
});

test("D jobs of each state are removed, with all that is theirs", async () => {
  await twins.make(async (queue) => {
    await queue.add("n", {}, { jobId: "good", deduplication: { id: "good", ttl: hour } });
    await twins.complete(queue, "done");
    await queue.add("n", {}, { jobId: "bad" });
    await twins.fail(queue);
    await addDelayed(queue);
    await queue.add("n", {}, { jobId: "low", priority: 7 });
    await (await queue.getJob("bad")).log("it began");
  });
  const ids = ["bad", "a", "c", "good", "low", "waits"];
  const left = await twins.agree({ theirs: each(ids, (job) => job.remove()), ours: act("remove", ids) });
  assert.deepEqual(Object.keys(left).filter((key) => ids.includes(key.split(":")[0])), []);
});

// A child of it completes and one fails, in another queue; of the third a child is left, which waits or runs.
async function addFamily(queue, runs) {
  const queueName = `${queue.name}-children`;
  const child = (jobId, more) => ({ name: jobId, queueName, opts: { jobId, ignoreDependencyOnFailure: true }, ...more });
  await twins.flows.add({
    name: "parent",
    queueName: queue.name,
    opts: { jobId: "parent" },
    children: [child("good"), child("bad"), child("next", { children: [child("left")] })],
  });
  const children = await admin.openQueue(queueName);
  for (let n = 0; n < 3; ++n) {
    const job = await twins.start(children);
    if (job.id === "good") await job.moveToCompleted("done", "token", false);
    else if (job.id === "bad") await job.moveToFailed(failure("no such host"), "token", false);
    else if (!runs) await job.moveToWait("token");
  }
}

test("D a parent is removed with its children, those that have ended too", async () => {
  await twins.make((queue) => addFamily(queue, false));
  const childrenIn = (held) => Object.keys(held).filter((key) => /:(good|bad|next|left)$/.test(key)).length;
  assert.equal(childrenIn(await twins.inRedis(twins.ours)), 4);
  const left = await twins.agree({ theirs: each(["parent"], (job) => job.remove()), ours: act("remove", ["parent"]) });
  assert.equal(childrenIn(left), 0);
});

test("D a parent whose child's child runs isn't removed, nor is any of them", async () => {
  await twins.make((queue) => addFamily(queue, true));
  await twins.refuse({
    theirs: async (queue) => assert.rejects((await queue.getJob("parent")).remove(), /locked/),
    ours: async (queue) => {
      const answer = await admin.act(queue, "remove", ["parent"]);
      assert.equal(answer.done, 0);
      assert.match(answer.failed[0].error, /one of its children is/);
    },
  });
});

test("D the last child of a parent is removed, and the parent runs", async () => {
  await twins.make(async (queue) => {
    const queueName = queue.name;
    const opts = { jobId: "p" };
    await twins.flows.add({ name: "p", queueName, opts, children: [{ name: "c", queueName, opts: { jobId: "c" } }] });
  });
  await twins.agree({ theirs: each(["c"], (job) => job.remove()), ours: act("remove", ["c"]) });
  assert.deepEqual(await waiting(twins.ours), ["p"]);
});

// Each action on a job of which Node refuses it.
for (const [action, state, theirs, refusal] of [
  ["remove", "active", (job) => job.remove(), /locked/],
  ["remove", "scheduled", (job) => job.remove(), /scheduler/],
  ["promote", "active", (job) => job.promote(), /not in the delayed state/],
  ["promote", "waiting", (job) => job.promote(), /not in the delayed state/],
  ["retry", "waiting", (job) => job.retry("failed"), /not in the failed state/],
  ["retry", "active", (job) => job.retry("failed"), /not in the failed state/],
  ["retry", "delayed", (job) => job.retry("completed"), /not in the completed state/],
  ["moveToWait", "active", (job) => job.retry("failed"), /not in the failed state/],
  ["fail", "waiting", (job) => job.moveToFailed(new Error("no"), "token"), /(lock|not in the active state)/],
]) {
  test(`D ${action} isn't for a job that is ${state}`, async () => {
    await twins.make(async (queue) => {
      await queue.add("n", {}, { jobId: "is active" });
      await twins.start(queue);
      await queue.add("n", {}, { jobId: "is waiting" });
      await queue.add("n", {}, { jobId: "is delayed", delay: day });
      await queue.upsertJobScheduler("daily", { every: day, startDate: far }, { name: "n" });
    });
    const id = state === "scheduled" ? `repeat:daily:${far}` : `is ${state}`;
    await twins.refuse({
      theirs: async (queue) => assert.rejects(theirs(await queue.getJob(id)), refusal),
      ours: async (queue) => {
        const answer = await admin.act(queue, action, [id]);
        assert.deepEqual([answer.done, answer.failed.length, answer.failed[0].id], [0, 1, id]);
        assert.match(answer.failed[0].error, state === "scheduled" ? /scheduler/ : RegExp(`It is ${state}`));
      },
    });
  });
}

test("D none of it is for a job that isn't there", async () => {
  await twins.make((queue) => queue.add("n", {}));
  await twins.refuse({
    theirs: async (queue) => assert.equal(await queue.getJob("none"), undefined), // Node removes such ones: 1
    ours: async (queue) => {
      for (const action of ["retry", "moveToWait", "promote", "remove", "duplicate", "cancel", "fail"]) {
        const answer = await admin.act(queue, action, ["none"]);
        assert.equal(answer.done, 0);
        assert.match(answer.failed[0].error, /no such job/, action);
      }
      await admin.call("PATCH", admin.path(queue, "/jobs/none"), { data: 1 }, 404);
      await admin.call("GET", admin.path(queue, "/jobs/none"), undefined, 404);
    },
  });
});

test("D another program's job can't be canceled", async () => {
  await twins.make(async (queue) => {
    await queue.add("n", {}, { jobId: "n" });
    await twins.start(queue);
  });
  await twins.refuse({
    theirs: () => {},
    ours: async (queue) => {
      const answer = await admin.act(queue, "cancel", ["n"]);
      assert.equal(answer.done, 0);
      assert.match(answer.failed[0].error, /can't be asked/);
    },
  });
});

for (const [what, opts] of [
  ["alone", { deduplication: { id: "once" }, removeOnFail: { count: 3 } }],
  ["a child", { parent: "p", failParentOnFailure: true }],
]) {
  test(`D a job that runs, ${what}, is failed as its worker would fail it for good`, async () => {
    await twins.make(async (queue) => {
      const more = { ...opts, jobId: "n", attempts: 5 };
      if (opts.parent) {
        await queue.add("p", {}, { jobId: "p", delay: day });
        await queue.add("n", {}, { ...more, parent: { id: "p", queue: `bull:${queue.name}` } });
      } else await queue.add("n", {}, more);
      await twins.start(queue);
    });
    await twins.agree({
      theirs: async (queue) => {
        const [job] = await queue.getActive();
        await job.moveToFailed(failure("Failed by an admin", UnrecoverableError), "token", false);
      },
      ours: act("fail", ["n"]),
    });
    assert.equal(await (await twins.ours.getJob("n")).getState(), "failed");
  });
}

const change = (id, body) => (queue) => admin.call("PATCH", admin.path(queue, `/jobs/${id}`), body);

for (const [what, id, theirs, body] of [
  ["data", "a", (job) => job.updateData({ changed: ["żółw"] }), { data: { changed: ["żółw"] } }],
  ["a priority", "a", (job) => job.changePriority({ priority: 2 }), { priority: 2 }],
  ["a priority, first of all", "a", (job) => job.changePriority({ priority: 3, lifo: true }), { priority: 3, lifo: true }],
  ["another priority", "p", (job) => job.changePriority({ priority: 9 }), { priority: 9 }],
  ["no priority", "p", (job) => job.changePriority({ priority: 0 }), { priority: 0 }],
  ["a priority for when it is due", "late", (job) => job.changePriority({ priority: 2 }), { priority: 2 }],
  ["a delay", "late", (job) => job.changeDelay(hour), { delayMs: hour }],
]) {
  test(`D a job gets ${what}`, async () => {
    await twins.make(async (queue) => {
      for (const jobId of ["first", "a", "last"]) await queue.add(jobId, { jobId }, { jobId });
      for (const jobId of ["q", "p", "r"]) await queue.add(jobId, { jobId }, { jobId, priority: 3 });
      await queue.add("late", {}, { jobId: "late", delay: day });
    });
    await twins.agree({ theirs: each([id], theirs), ours: change(id, body) });
  });
}
