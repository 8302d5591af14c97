// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the console does to queues, as BullMQ itself sees it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FlowProducer, WaitingChildrenError } from "bullmq";
import { useConsole } from "./console_fixture.js";
import { eventually } from "./workers.js";

const admin = useConsole();
const call = (...words) => admin.call(...words);
const path = (rest) => admin.path(queue, rest);
const act = (action, jobs, more) => admin.act(queue, action, jobs, more);

let queue;
let count = 0;

beforeEach(async () => {
  queue = await admin.openQueue(`mail${++count}`);
});

// Runs what waits until `wanted` jobs have finished, failing all of them if asked.
async function work(wanted, fails = false) {
  const worker = admin.openWorker(queue, async () => {
    if (fails) throw new Error("no such host");
    return "done";
  });
  const ended = async () => (await queue.getFailedCount()) + (await queue.getCompletedCount()) >= wanted;
  await eventually(ended, `${wanted} jobs end`);
  await worker.close();
}

test("counts and pages are those of Node", async () => {
  await queue.addBulk([...Array(20).keys()].map((n) => ({ name: "n", data: { n }, opts: {} })));
  await queue.add("late", {}, { delay: 60_000 });
  await queue.add("first", {}, { priority: 5 });
  const row = await call("GET", path());
  const counts = await queue.getJobCounts();
  assert.equal(row.counts.waiting, counts.waiting);
  assert.equal(row.counts.delayed, counts.delayed);
  assert.equal(row.counts.prioritized, counts.prioritized);
  const oldest = await call("GET", path("/jobs?state=waiting&order=oldest&from=5&limit=10"));
  const theirs = await queue.getJobs(["wait"], 5, 14, true);
  assert.deepEqual(oldest.items.map((job) => job.id), theirs.map((job) => job.id));
  const newest = await call("GET", path("/jobs?state=waiting&limit=5"));
  assert.deepEqual(newest.items.map((job) => job.id), (await queue.getJobs(["wait"], 0, 4)).map((job) => job.id));
});

test("a job that is added is run by Node, with its options", async () => {
  const { id } = await call("POST", path("/jobs"), { name: "welcome", data: { to: "ann" }, opts: { attempts: 3, backoff: 100 } }, 201);
  const job = await queue.getJob(id);
  assert.equal(job.name, "welcome");
  assert.deepEqual(job.data, { to: "ann" });
  assert.equal(job.opts.attempts, 3);
  await work(1);
  const seen = await call("GET", path(`/jobs/${id}`));
  assert.equal(seen.state, "completed");
  assert.equal(seen.returnValue, "done");
});

test("a failed job is retried with all its attempts", async () => {
  const job = await queue.add("n", {}, { attempts: 2, backoff: 1 });
  await work(1, true);
  assert.equal(await job.getState(), "failed");
  const seen = await call("GET", path(`/jobs/${job.id}`));
  assert.equal(seen.failedReason, "no such host");
  assert.equal(seen.attemptsMade, 2);
  assert.equal((await act("retry", [job.id])).done, 1);
  assert.equal(await job.getState(), "waiting");
  assert.equal((await queue.getJob(job.id)).attemptsMade, 0);
  await work(1);
  assert.equal(await job.getState(), "completed");
  assert.equal((await act("moveToWait", [job.id])).done, 1);
  assert.equal(await job.getState(), "waiting");
});

test("promote, remove and duplicate", async () => {
  const late = await queue.add("late", { n: 1 }, { delay: 60_000 });
  assert.equal((await act("promote", [late.id])).done, 1);
  assert.equal(await late.getState(), "waiting");
  assert.equal((await act("duplicate", [late.id])).done, 1);
  const copies = await queue.getJobs(["delayed"]);
  assert.deepEqual(copies.map((job) => job.data), [{ n: 1 }]);
  assert.equal((await act("remove", [late.id])).done, 1);
  assert.equal(await queue.getJob(late.id), undefined);
  assert.match((await act("remove", ["none"])).failed[0].error, /no such job/);
});

test("an active job can't be removed; it is failed, and its worker's result is ignored", async () => {
  let finish;
  const worker = admin.openWorker(queue, () => new Promise((resolve) => (finish = resolve)));
  const job = await queue.add("n", {});
  await eventually(() => finish, "it runs");
  assert.equal((await act("remove", [job.id])).done, 0);
  assert.equal((await act("fail", [job.id])).done, 1);
  finish("late");
  await worker.close();
  assert.equal(await job.getState(), "failed");
  assert.equal((await queue.getJob(job.id)).failedReason, "Failed by an admin");
});

test("a queue is paused and resumed", async () => {
  await queue.add("n", {});
  assert.equal((await call("PATCH", path(), { paused: true })).paused, true);
  assert.equal(await queue.isPaused(), true);
  await call("PATCH", path(), { paused: false, concurrency: 4, rateLimit: { max: 10, durationMs: 1000 } });
  assert.equal(await queue.isPaused(), false);
  assert.equal(await queue.getGlobalConcurrency(), 4);
  assert.deepEqual(await queue.getGlobalRateLimit(), { max: 10, duration: 1000 });
  await call("PATCH", path(), { concurrency: null, rateLimit: null });
  assert.equal(await queue.getGlobalConcurrency(), null);
  await work(1);
});

test("data, delay and priority are changed", async () => {
  const job = await queue.add("n", { a: 1 }, {});
  await call("PATCH", path(`/jobs/${job.id}`), { data: { a: 2 }, priority: 9 });
  assert.deepEqual((await queue.getJob(job.id)).data, { a: 2 });
  assert.equal(await job.getState(), "prioritized");
  const late = await queue.add("n", {}, { delay: 1000 });
  await call("PATCH", path(`/jobs/${late.id}`), { delayMs: 600_000 });
  assert.equal((await queue.getJob(late.id)).delay, 600_000);
  await call("PATCH", path(`/jobs/${job.id}`), { delayMs: 5 }, 409);
});

test("draining spares a scheduler's next job", async () => {
  await queue.upsertJobScheduler("daily", { every: 3_600_000 }, { name: "report", data: { a: 1 } });
  await queue.addBulk([...Array(30).keys()].map((n) => ({ name: "n", data: { n } })));
  await queue.addBulk([...Array(700).keys()].map((n) => ({ name: "late", data: { n }, opts: { delay: 7_200_000 } })));
  const listed = await call("GET", path("/schedulers"));
  const [theirs] = await queue.getJobSchedulers();
  assert.equal(listed.items[0].id, "daily");
  assert.equal(listed.items[0].everyMs, 3_600_000);
  assert.equal(Date.parse(listed.items[0].nextAt), theirs.next);
  assert.equal((await admin.inSteps(queue, "/drain", { delayed: true })).done, 730);
  const left = await queue.getJobs(["wait", "delayed"]);
  assert.deepEqual(left.map((job) => job.repeatJobKey), ["daily"]);
  const refused = await act("remove", [left[0].id]);
  assert.match(refused.failed[0].error, /scheduler/);
  await call("POST", path("/schedulers/daily/run"), undefined, 201);
  assert.equal((await queue.getJobs(["wait"])).some((job) => job.name === "report"), true);
  await call("DELETE", path("/schedulers/daily"), undefined, 204);
  assert.equal(await queue.getJobSchedulersCount(), 0);
});

test("a scheduler made here is Node's to run and to read", async () => {
  const made = await call("PUT", path("/schedulers/often"), { name: "tick", everyMs: 200, limit: 3, data: { a: [1] }, opts: { attempts: 2 } }, 201);
  assert.equal(made.everyMs, 200);
  const [theirs] = await queue.getJobSchedulers();
  assert.equal(theirs.key, "often");
  assert.equal(theirs.every, 200);
  assert.deepEqual(theirs.template, { data: { a: [1] }, opts: { attempts: 2 } });
  await work(3);
  const seen = await queue.getCompleted();
  assert.deepEqual(seen.map((job) => [job.name, job.data, job.opts.attempts]), Array(3).fill(["tick", { a: [1] }, 2]));
  await queue.removeJobScheduler("often");
});

test("a scheduler by a pattern comes when Node says so, and is changed in place", async () => {
  const plan = { name: "report", pattern: "30 2 * * 1-5", timezone: "Europe/Warsaw" };
  const made = await call("PUT", path("/schedulers/nightly"), plan, 201);
  await queue.upsertJobScheduler("theirs", { pattern: plan.pattern, tz: plan.timezone }, { name: "report" });
  const theirs = (await queue.getJobSchedulers()).find((each) => each.key === "theirs");
  assert.equal(Date.parse(made.nextAt), theirs.next);
  assert.equal(made.next.length, 5);
  const pick = ({ pattern, timezone }) => ({ pattern, timezone });
  const preview = await call("POST", "/admin/queues/schedulers/preview", pick(plan));
  assert.deepEqual(preview.next, made.next);
  const startAt = "2031-06-01T00:00:00.000Z";
  const later = await call("POST", "/admin/queues/schedulers/preview", { ...pick(plan), startAt });
  assert.equal(later.next.length, 5);
  assert.ok(later.next.every((at) => at > startAt));
  const changed = await call("PUT", path("/schedulers/nightly"), { ...plan, pattern: "0 4 * * *" }, 200);
  assert.notEqual(changed.nextAt, made.nextAt);
  assert.equal((await queue.getDelayed()).filter((job) => job.repeatJobKey === "nightly").length, 1);
  await call("DELETE", path("/schedulers/nightly"), undefined, 204);
  await queue.removeJobScheduler("theirs");
});

test("a scheduler that can't be is refused, and says why", async () => {
  const refused = async (body, field) => {
    const answer = await call("PUT", path("/schedulers/wrong"), { name: "n", ...body }, 400);
    assert.ok(answer.details.fieldErrors[field], JSON.stringify(answer));
  };
  await refused({ pattern: "61 * * * *" }, "body.pattern");
  await refused({ pattern: "0 0 30 2 *" }, "body.pattern");
  await refused({ pattern: "* * * * *", everyMs: 5 }, "body.pattern");
  await refused({}, "body.pattern");
  await refused({ pattern: "* * * * *", timezone: "Middle/Earth" }, "body.timezone");
  await refused({ everyMs: 1000, endAt: "2020-01-01T00:00:00Z" }, "body.endAt");
  await refused({ everyMs: 1000, opts: { delay: 5 } }, "body.opts.delay");
  assert.equal(await queue.getJobSchedulersCount(), 0);
});

test("finished jobs are cleaned, and a queue is obliterated", async () => {
  await queue.addBulk([...Array(30).keys()].map((n) => ({ name: "n", data: { n } })));
  await work(30);
  assert.equal((await admin.inSteps(queue, "/clean", { state: "completed", olderThanMs: 0 })).done, 30);
  assert.equal(await queue.getCompletedCount(), 0);
  await queue.add("n", {}, { deduplication: { id: "once" } });
  await call("POST", path("/obliterate"), { confirm: "another" }, 400);
  await admin.inSteps(queue, "/obliterate", { confirm: queue.name });
  assert.deepEqual(await admin.client.keys(`bull:${queue.name}:*`), []);
});

test("a flow is told as Node tells it", async () => {
  const flow = admin.keep(new FlowProducer({ connection: admin.connection }));
  const tree = await flow.add({
    name: "parent",
    queueName: queue.name,
    children: [...Array(3).keys()].map((n) => ({ name: `child${n}`, queueName: queue.name, data: { n } })),
  });
  const child = tree.children[0].job;
  const seen = await call("GET", path(`/jobs/${child.id}/tree`));
  assert.equal(seen.root.id, tree.job.id);
  assert.equal(seen.root.state, "waitingChildren");
  assert.deepEqual(
    seen.root.children.map((one) => one.id).sort(),
    tree.children.map((one) => one.job.id).sort(),
  );
  const detail = await call("GET", path(`/jobs/${tree.job.id}`));
  assert.deepEqual(await tree.job.getDependenciesCount(), {
    processed: detail.childrenCounts.processed,
    unprocessed: detail.childrenCounts.unprocessed,
    ignored: detail.childrenCounts.ignored,
    failed: detail.childrenCounts.failed,
  });
});

test("a flow tells those that failed, and those that it waits for, before the others", async () => {
  const flow = admin.keep(new FlowProducer({ connection: admin.connection }));
  const child = (name, opts = {}) => ({ name, queueName: queue.name, opts });
  const tree = await flow.add({
    name: "parent",
    queueName: queue.name,
    children: [
      ...[...Array(28).keys()].map((n) => child(`good${n}`)),
      child("bad", { ignoreDependencyOnFailure: true }),
      child("late", { delay: 3_600_000 }),
    ],
  });
  admin.openWorker(queue, async (job) => {
    if (job.name === "bad") throw new Error("no such host");
  });
  const counts = () => tree.job.getDependenciesCount();
  await eventually(async () => (await counts()).processed === 28 && (await counts()).ignored === 1, "they end");
  const { root } = await call("GET", path(`/jobs/${tree.job.id}/tree`));
  assert.equal(root.state, "waitingChildren");
  assert.deepEqual(root.children.slice(0, 2).map((one) => [one.name, one.state]), [["bad", "failed"], ["late", "delayed"]]);
  assert.equal(root.children.length, 20);
  assert.equal(root.more, 10);
});

test("jobs whose ids have colons are told among their parents and children", async () => {
  await queue.upsertJobScheduler("nightly", { every: 3_600_000 }, { name: "report" });
  const [next] = await queue.getJobs(["wait", "delayed"]);
  if (await next.isDelayed()) await next.promote();
  const other = await admin.openQueue(`${queue.name}-other`);
  admin.openWorker(queue, async (job, token) => {
    const opts = { parent: { id: job.id, queue: job.queueQualifiedName }, delay: 3_600_000 };
    await queue.add("page", {}, { ...opts, jobId: "page:1:a" });
    await other.add("page", {}, { ...opts, jobId: "page" });
    if (await job.moveToWaitingChildren(token)) throw new WaitingChildrenError();
  });
  await eventually(async () => (await next.getState()) === "waiting-children", "it waits for them");
  assert.match(next.id, /^repeat:nightly:\d+$/);
  for (const [of, id] of [[queue, "page:1:a"], [other, "page"]]) {
    const job = admin.path(of, `/jobs/${encodeURIComponent(id)}`);
    assert.deepEqual((await call("GET", job)).parentJob, { queue: admin.idOf(queue), id: next.id });
    const { root } = await call("GET", `${job}/tree`);
    assert.deepEqual([root.queue, root.id, root.state], [admin.idOf(queue), next.id, "waitingChildren"]);
    const children = root.children.map((one) => [one.queue, one.id, one.state]);
    const expected = [[admin.idOf(queue), "page:1:a", "delayed"], [admin.idOf(other), "page", "delayed"]];
    assert.deepEqual(children.sort(), expected.sort());
  }
});

test("workers, logs and metrics", async () => {
  const writeLogs = async (job) => {
    await job.log("one");
    await job.log("two");
  };
  admin.openWorker(queue, writeLogs, { name: "w1", metrics: { maxDataPoints: 60 } });
  const job = await queue.add("n", {});
  await eventually(async () => (await job.getState()) === "completed", "it runs");
  const logs = await call("GET", path(`/jobs/${job.id}/logs?from=-1`));
  assert.deepEqual(logs, { lines: ["two"], total: 2, from: 1 });
  await eventually(async () => (await call("GET", "/admin/queues")).queues.find((one) => one.name === queue.name)?.workers === 1, "the worker");
  const row = await call("GET", path());
  assert.equal(row.workersList[0].name, "w1");
  assert.equal(row.metrics.completed.count, (await queue.getMetrics("completed")).meta.count);
});
