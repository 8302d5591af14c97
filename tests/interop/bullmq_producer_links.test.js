// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Deduplication, flows and schedulers of our library, done and read by BullMQ itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowProducer } from "bullmq";
import { eventually, producing } from "./producer.js";

const stage = producing();
const { add, worker, finished, key } = stage;

const once = (more) => ({ deduplication: { id: "once", ...more } });
const nodes = async (data, opts) => (await stage.queue.add("theirs", data, opts)).id;

test("A.14 deduplication: simple", async () => {
  const first = await add("ours", { n: 1 }, once());
  assert.equal(await add("ours", { n: 2 }, once()), first);
  assert.equal(await nodes({ n: 3 }, once()), first);
  assert.equal(await stage.queue.getDeduplicationJobId("once"), first);
  const seen = [];
  worker(async (job) => seen.push(job.data.n));
  await finished(1);
  await eventually(async () => (await stage.client.exists(key("de:once"))) === 0, "the key goes");
  const theirs = await nodes({ n: 4 }, { ...once(), delay: 300 });
  assert.notEqual(theirs, first);
  assert.equal(await add("ours", { n: 5 }, once()), theirs);
  await finished(2);
  assert.deepEqual(seen, [1, 4]);
});

test("A.14 deduplication: throttle", async () => {
  worker(async () => {});
  const first = await add("ours", {}, once({ ttl: 2000 }));
  await finished(1);
  assert.ok((await stage.client.pttl(key("de:once"))) > 0);
  assert.equal(await add("ours", {}, once({ ttl: 2000 })), first); // it has ended, and still counts
  assert.equal(await nodes({}, once({ ttl: 2000 })), first);
  await eventually(async () => (await stage.client.exists(key("de:once"))) === 0, "its time is over");
  assert.notEqual(await add("ours", {}, once({ ttl: 2000 })), first);
});

test("A.14 deduplication: debounce", async () => {
  const opts = { ...once({ ttl: 30_000, extend: true, replace: true }), delay: 60_000 };
  const ids = [];
  for (let n = 0; n < 4; ++n) ids.push(n % 2 ? await nodes({ n }, opts) : await add("ours", { n }, opts));
  assert.equal(new Set(ids).size, 4);
  const left = await stage.queue.getJobs(["delayed", "wait"]);
  assert.deepEqual(left.map((job) => [job.id, job.data.n]), [[ids[3], 3]]);
  const last = await add("ours", { n: 4 }, opts);
  assert.equal(await stage.queue.getDeduplicationJobId("once"), last);
  assert.equal(await stage.queue.getJob(ids[3]), undefined);
  assert.equal(await stage.queue.getDelayedCount(), 1);
});

test("A.14 deduplication: reschedule", async () => {
  const opts = (delay) => ({ ...once({ reschedule: true }), delay });
  const first = await add("ours", { n: 1 }, opts(60_000));
  assert.equal(await add("ours", { n: 2 }, opts(120_000)), first);
  assert.equal((await stage.queue.getJob(first)).delay, 120_000);
  assert.equal(await nodes({ n: 3 }, opts(30_000)), first);
  assert.equal((await stage.queue.getJob(first)).delay, 30_000);
  worker(async () => {});
  assert.equal(await add("ours", { n: 4 }, opts(100)), first);
  await finished(1);
  assert.deepEqual((await stage.queue.getJob(first)).data, { n: 1 });
});

test("A.14 deduplication: the last one that came while it was active", async () => {
  let finish;
  const seen = [];
  worker(async (job) => {
    seen.push(job.data.n);
    if (job.data.n === 1) await new Promise((resolve) => (finish = resolve));
  });
  const first = await add("ours", { n: 1 }, once({ keepLastIfActive: true }));
  await eventually(() => finish, "it runs");
  assert.equal(await add("ours", { n: 2 }, once({ keepLastIfActive: true })), first);
  assert.equal(await nodes({ n: 3 }, once({ keepLastIfActive: true })), first);
  assert.equal(await add("ours", { n: 4 }, once({ keepLastIfActive: true })), first);
  finish();
  await finished(2);
  assert.deepEqual(seen, [1, 4]);
});

// A flow of this queue and of one more, whose workers are Node's.
function levels(other) {
  const { name: queue } = stage.queue;
  const children = [
    { queue: other, name: "chapter", data: { n: 1 }, children: [{ queue, name: "page", data: { n: 2 } }, { queue: other, name: "page", data: { n: 3 } }] },
    { queue: other, name: "cover", data: { n: 4 } },
  ];
  return { queue, name: "book", data: { n: 0 }, opts: { priority: 2 }, children };
}

test("A.15 a flow of three levels in two queues", async () => {
  const other = stage.queueNamed(`${stage.queue.name}-other`);
  const { flow } = await stage.call("addFlow", { tree: levels(other.name) });
  const producer = stage.closing(new FlowProducer({ connection: stage.connection }));
  const seen = await producer.getFlow({ id: flow.id, queueName: stage.queue.name });
  const shape = (node) => [node.job.name, node.job.queueName, node.job.id, ...(node.children ?? []).map(shape).sort()];
  const ours = (node, tree) => [tree.name, node.queue, node.id, ...node.children.map((child, at) => ours(child, tree.children[at])).sort()];
  assert.deepEqual(shape(seen), ours(flow, levels(other.name)));
  assert.equal(await seen.job.getState(), "waiting-children");
  const ran = [];
  const values = {};
  const work = async (job) => {
    ran.push(job.name);
    values[job.name] = Object.values(await job.getChildrenValues()).sort();
    return job.data.n;
  };
  worker(work);
  worker(work, { name: other.name });
  await eventually(async () => (await seen.job.getState()) === "completed", "the book ends");
  assert.deepEqual(values.chapter, [2, 3]);
  assert.deepEqual(values.book, [1, 4]);
  assert.equal(ran.at(-1), "book");
  const [chapter] = flow.children;
  const keys = Object.keys(await seen.job.getChildrenValues()).sort();
  assert.deepEqual(keys, flow.children.map((child) => `bull:${other.name}:${child.id}`).sort());
  assert.equal((await other.getJob(chapter.id)).parentKey, key(flow.id));
});

test("A.15 a flow hangs on a job that is there", async () => {
  const { name: queue } = stage.queue;
  const { flow: above } = await stage.call("addFlow", { tree: { queue, name: "above", children: [{ queue, name: "child", opts: { delay: 600_000 } }] } });
  const tree = { queue, name: "root", opts: { parent: { id: above.id, queue: `bull:${queue}` } }, children: [{ queue, name: "leaf" }] };
  const { flow } = await stage.call("addFlow", { tree });
  assert.equal(await stage.client.sismember(key(`${above.id}:dependencies`), key(flow.id)), 1);
  worker(async () => {});
  await finished(2);
  await (await stage.queue.getJob(above.children[0].id)).promote();
  await finished(4);
});

// Its children have ended before it was added: nobody else would release it.
test("A.15 a flow of jobs that have ended is released", async () => {
  const { name: queue } = stage.queue;
  await add("done", {}, { jobId: "done" });
  worker(async () => "value");
  await finished(1);
  const { flow } = await stage.call("addFlow", { tree: { queue, name: "root", children: [{ queue, name: "done", opts: { jobId: "done" } }] } });
  await finished(2);
  assert.deepEqual(await (await stage.queue.getJob(flow.id)).getChildrenValues(), { [key("done")]: "value" });
  // Likewise when what has ended is the root, below a parent that waited for nothing else.
  await add("ended", {}, { jobId: "ended" });
  await finished(3);
  const client = stage.client;
  const { flow: above } = await stage.call("addFlow", { tree: { queue, name: "above", children: [{ queue, name: "late", opts: { delay: 600_000 } }] } });
  await client.del(key(`${above.id}:dependencies`));
  await stage.call("addFlow", { tree: { queue, name: "ended", opts: { jobId: "ended", parent: { id: above.id, queue: `bull:${queue}` } } } });
  await finished(4);
});

test("A.15 a flow below a job that is none is refused as a whole", async () => {
  const { name: queue } = stage.queue;
  const tree = { queue, name: "root", opts: { parent: { id: "none", queue: `bull:${queue}` } }, children: [{ queue, name: "leaf" }] };
  assert.equal((await stage.refused("addFlow", { tree })).code, -5);
  assert.deepEqual(await stage.client.keys(key("*")), [key("meta")]);
});

test("A.15 a child of another flow is refused by its code", async () => {
  const { name: queue } = stage.queue;
  const tree = { queue, name: "root", children: [{ queue, name: "leaf", opts: { jobId: "leaf" } }] };
  await stage.call("addFlow", { tree });
  const refused = await stage.refused("addFlow", { tree });
  assert.equal(refused.code, -7);
  assert.match(refused.error, /parent job .* cannot be replaced/);
});

test("A.15 a flow that can't be is refused before anything is added", async () => {
  const { name: queue } = stage.queue;
  const leaf = { queue, name: "leaf" };
  for (const [tree, field] of [
    [{ queue, name: "root", children: [leaf, { ...leaf, opts: { priority: -1 } }] }, "priority"],
    [{ queue, name: "root", opts: once(), children: [leaf] }, "deduplication"],
    [{ queue, name: "root", children: [{ ...leaf, opts: once() }] }, "deduplication"],
    [{ queue, name: "root", children: [{ ...leaf, queue: "a:b" }] }, "queue"],
    [{ queue, name: "root", children: Array(5000).fill(leaf) }, "children"],
    [{ queue, name: "root", children: Array(70).fill({ ...leaf, size: 1_000_000 }) }, "data"],
  ])
    assert.equal((await stage.refused("addFlow", { tree })).field, field);
  assert.deepEqual(await stage.client.keys(key("*")), [key("meta")]);
});

test("A.15 a flow of much data is whole", async () => {
  const { name: queue } = stage.queue;
  const children = Array(20).fill({ queue, name: "leaf", size: 1_000_000 });
  const { flow } = await stage.call("addFlow", { tree: { queue, name: "root", children } });
  assert.equal(await stage.client.scard(key(`${flow.id}:dependencies`)), 20);
  assert.equal(await stage.client.llen(key("wait")), 20);
  await stage.queue.obliterate({ force: true });
});

// A parent of two children of the same flag: one fails, and the other ends when it is told to.
async function failing(option) {
  const { name: queue } = stage.queue;
  const children = ["bad", "good"].map((name) => ({ queue: `${queue}-children`, name, opts: option ? { [option]: true } : {} }));
  const { flow } = await stage.call("addFlow", { tree: { queue, name: "parent", children } });
  let finish;
  const waits = new Promise((resolve) => (finish = resolve));
  const work = async (job) => {
    if (job.name === "bad") throw new Error("no such host");
    await waits;
    return "fine";
  };
  worker(work, { name: `${queue}-children`, concurrency: 2 });
  const seen = {};
  worker(async (job) => {
    seen.values = Object.values(await job.getChildrenValues());
    seen.ignored = Object.values(await job.getIgnoredChildrenFailures());
  });
  const parent = await stage.queue.getJob(flow.id);
  const bad = stage.queueNamed(`${queue}-children`);
  await eventually(async () => (await bad.getFailedCount()) === 1, "the bad one fails");
  return { flow, parent, finish, seen, badKey: `bull:${queue}-children:${flow.children[0].id}` };
}

test("A.16 failParentOnFailure fails the parent", async () => {
  const { parent, finish, badKey } = await failing("failParentOnFailure");
  await finished(1);
  assert.equal(await parent.getState(), "failed");
  assert.equal((await stage.queue.getJob(parent.id)).failedReason, `child ${badKey} failed`);
  finish();
});

test("A.16 continueParentOnFailure runs the parent at once", async () => {
  const { parent, finish, seen } = await failing("continueParentOnFailure");
  await eventually(() => seen.ignored, "the parent runs");
  assert.deepEqual(seen, { values: [], ignored: ["no such host"] });
  finish();
  await eventually(async () => ["completed", "failed"].includes(await parent.getState()), "it ends");
});

test("A.16 ignoreDependencyOnFailure runs the parent once the others have ended", async () => {
  const { parent, finish, seen } = await failing("ignoreDependencyOnFailure");
  assert.equal(await parent.getState(), "waiting-children");
  finish();
  await finished(1);
  assert.deepEqual(seen, { values: ["fine"], ignored: ["no such host"] });
});

test("A.16 removeDependencyOnFailure leaves the parent to the others", async () => {
  const { parent, finish, seen } = await failing("removeDependencyOnFailure");
  assert.equal(await parent.getState(), "waiting-children");
  finish();
  await finished(1);
  assert.deepEqual(seen, { values: ["fine"], ignored: [] });
});

test("A.16 without a flag the parent waits", async () => {
  const { flow, parent, finish, badKey } = await failing();
  finish();
  await eventually(async () => (await stage.client.hlen(key(`${flow.id}:processed`))) === 1, "the good one ends");
  assert.equal(await parent.getState(), "waiting-children");
  assert.deepEqual((await parent.getDependencies()).unprocessed, [badKey]);
});

const upsert = (id, repeat, more) => stage.call("upsertScheduler", { queue: stage.queue.name, id, name: "report", repeat, ...more });

test("A.17 a scheduler of an interval is iterated, changed and removed", async () => {
  await upsert("often", { every: 200 }, { data: { a: [1] }, opts: { attempts: 2 } });
  const seen = [];
  worker(async (job) => seen.push(job));
  await eventually(() => seen.length >= 3, "it runs three times");
  for (const job of seen) assert.deepEqual([job.name, job.data, job.opts.attempts, job.repeatJobKey], ["report", { a: [1] }, 2, "often"]);
  const [first, second, third] = seen.map((job) => Number(job.id.split(":").at(-1)));
  assert.ok(second > first && (second - first) % 200 === 0 && (third - second) % 200 === 0, `${[first, second, third]}`);
  await upsert("often", { every: 3_600_000 }, { name: "other", data: { a: 2 } });
  const [scheduler] = await stage.queue.getJobSchedulers();
  assert.equal(scheduler.every, 3_600_000);
  assert.equal(scheduler.name, "other");
  assert.deepEqual(scheduler.template.data, { a: 2 });
  const removed = await stage.call("removeScheduler", { queue: stage.queue.name, id: "often" });
  assert.equal(removed.removed, true);
  assert.equal((await stage.call("removeScheduler", { queue: stage.queue.name, id: "often" })).removed, false);
  assert.equal(await stage.queue.getJobSchedulersCount(), 0);
  assert.equal(await stage.queue.getDelayedCount(), 0);
});

test("A.17 a scheduler that is changed while its queue is paused has one next job", async () => {
  await upsert("often", { every: 3_600_000 });
  await stage.queue.pause();
  await upsert("often", { every: 7_200_000 });
  await upsert("often", { pattern: "0 4 * * *" });
  const pending = await stage.queue.getJobs(["delayed", "wait", "paused"]);
  const [{ next }] = await stage.queue.getJobSchedulers();
  assert.deepEqual(pending.map(({ id }) => id), [`repeat:often:${next}`]);
  await stage.queue.resume();
});

test("A.17 a scheduler of a pattern is iterated", async () => {
  await upsert("secondly", { pattern: "* * * * * *", tz: "Europe/Warsaw" });
  const seen = [];
  worker(async (job) => seen.push({ due: Number(job.id.split(":").at(-1)), at: job.processedOn, count: job.opts.repeat.count }));
  await eventually(() => seen.length >= 3, "it runs three times");
  assert.deepEqual(seen.slice(0, 3).map(({ count }) => count), [1, 2, 3]);
  for (const { due, at } of seen) assert.ok(due % 1000 === 0 && at >= due, JSON.stringify({ due, at }));
  await upsert("secondly", { pattern: "0 4 * * *", tz: "Europe/Warsaw" });
  await eventually(async () => (await stage.queue.getActiveCount()) === 0, "none runs");
  const pending = await stage.queue.getJobs(["delayed", "wait"]);
  assert.equal(pending.length, 1);
  const [{ next }] = await stage.queue.getJobSchedulers();
  assert.equal(pending[0].id, `repeat:secondly:${next}`);
  await stage.queue.upsertJobScheduler("theirs", { pattern: "0 4 * * *", tz: "Europe/Warsaw" }, { name: "report" });
  const due = await stage.queue.getJobSchedulers();
  assert.deepEqual(due.map((scheduler) => scheduler.next), [next, next]);
});

test("A.17 a scheduler with a limit stops", async () => {
  await upsert("twice", { every: 150, limit: 2 });
  worker(async () => {});
  await finished(2);
  const pending = async () => stage.queue.getJobCountByTypes("delayed", "wait", "active");
  await eventually(async () => (await pending()) === 0, "no more comes");
  assert.equal(await stage.queue.getCompletedCount(), 2);
});

test("A.17 a scheduler with a start and an end", async () => {
  const startDate = Date.now() + 500;
  const endDate = startDate + 1000;
  await upsert("shortly", { every: 200, startDate, endDate });
  worker(async () => {});
  await eventually(async () => Date.now() > endDate && (await stage.queue.getJobCountByTypes("delayed", "wait", "active")) === 0, "it ends");
  const jobs = await stage.queue.getCompleted();
  assert.ok(jobs.length >= 2, `${jobs.length} ran`);
  assert.ok(Math.min(...jobs.map((job) => job.processedOn)) >= startDate);
});

test("A.17 a scheduler's first run may be now, and runs may come after an offset", async () => {
  const from = Date.now();
  await upsert("now", { pattern: "0 0 1 1 *", immediately: true });
  const [first] = await stage.queue.getJobs(["delayed", "wait"]);
  const due = Number(first.id.split(":").at(-1));
  assert.ok(due >= from && due <= Date.now(), `${due}`);
  worker(async () => {});
  await finished(1);
  const [{ next }] = await stage.queue.getJobSchedulers();
  assert.ok(next > Date.now() + 1000, "the next one comes by the pattern");
  await stage.queue.removeJobScheduler("now");
  await upsert("later", { every: 3_600_000, offset: 600_000 });
  const [later] = await stage.queue.getJobSchedulers();
  assert.equal(later.offset, 600_000);
  assert.equal(later.next % 3_600_000, 600_000);
});

test("A.17 what a scheduler leaves in Redis is what Node's would", async () => {
  const startDate = Date.now() + 3_600_000;
  for (const repeat of [
    { every: 3_600_000 },
    { every: 3_600_000, limit: 5, startDate, endDate: startDate + 10_000_000 },
    { every: 3_600_000, offset: 600_000 },
    { pattern: "30 2 * * 1-5", tz: "Europe/Warsaw" },
    { pattern: "30 2 * * *", limit: 3, startDate, endDate: startDate + 1_000_000_000 },
  ]) {
    await upsert("ours", repeat, { data: { a: 1 }, opts: { attempts: 2, priority: 3 } });
    await stage.queue.upsertJobScheduler("theirs", repeat, { name: "report", data: { a: 1 }, opts: { attempts: 2, priority: 3 } });
    const hash = async (id) => {
      const { opts, ...rest } = await stage.client.hgetall(key(`repeat:${id}`));
      if (repeat.every && !repeat.startDate) rest.offset = Number(rest.offset) >= 0; // it is of when it was made
      return { ...rest, opts: JSON.parse(opts) };
    };
    const jobOf = async (id) => {
      const next = await stage.client.zscore(key("repeat"), id);
      const { opts, rjk, timestamp, delay, ...job } = await stage.client.hgetall(key(`repeat:${id}:${next}`));
      const { repeatJobKey, jobId, timestamp: said, delay: wait, prevMillis, ...options } = JSON.parse(opts);
      assert.deepEqual([rjk, repeatJobKey], [id, id]);
      assert.ok(Math.abs(Number(timestamp) + Number(delay) - next) <= (repeat.pattern ? 0 : 3_600_000), "it comes when it is due");
      return { ...job, options, ids: jobId.replace(id, ""), known: prevMillis !== undefined && Number.isFinite(wait) && said > 0 };
    };
    assert.deepEqual(await hash("ours"), await hash("theirs"), JSON.stringify(repeat));
    const [ours, theirs] = [await jobOf("ours"), await jobOf("theirs")];
    if (repeat.every) for (const job of [ours, theirs]) [job.ids, job.known] = [undefined, undefined];
    assert.deepEqual(ours, theirs, JSON.stringify(repeat));
    await stage.queue.removeJobScheduler("ours");
    await stage.queue.removeJobScheduler("theirs");
  }
});

test("A.17 a scheduler that can't be is refused, and says why", async () => {
  const day = 86_400_000;
  for (const [repeat, field, more] of [
    [{}, "pattern"],
    [{ every: 1000, pattern: "* * * * *" }, "pattern"],
    [{ every: -5 }, "every"],
    [{ pattern: "61 * * * *" }, "pattern"],
    [{ pattern: "0 0 30 2 *" }, "pattern"],
    [{ pattern: "* * * * *", tz: "Middle/Earth" }, "tz"],
    [{ every: 1000, endDate: Date.now() - day }, "endDate"],
    [{ every: 1000, startDate: Date.now() + 2 * day, endDate: Date.now() + day }, "endDate"],
    [{ pattern: "0 0 1 1 *", endDate: Date.now() + 60_000 }, "pattern"],
    [{ every: 1000, limit: 0 }, "limit"],
    [{ every: 1000, offset: 1000 }, "offset"],
    [{ every: 1000, offset: -1 }, "offset"],
    [{ pattern: "* * * * *", offset: 5 }, "offset"],
    [{ pattern: "* * * * *", immediately: true, startDate: Date.now() + day }, "immediately"],
    [{ every: 1000 }, "id", { id: "" }],
    [{ every: 1000 }, "data", { json: "{no" }],
    [{ every: 1000 }, "backoff", { opts: { backoff: "x" } }],
  ]) {
    const refused = await stage.refused("upsertScheduler", { queue: stage.queue.name, id: "wrong", name: "report", repeat, ...more });
    assert.equal(refused.field, field, JSON.stringify(repeat));
  }
  assert.equal(await stage.queue.getJobSchedulersCount(), 0);
});
