// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Jobs that our library adds, done and read by BullMQ itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { eventually, producing } from "./producer.js";

const stage = producing();
const { add, worker, finished, key } = stage;

// The names of the jobs in the order in which a worker takes them.
async function order(wanted, more) {
  const names = [];
  worker(async (job) => names.push(job.name), more);
  await eventually(() => names.length === wanted, `${wanted} jobs run`);
  return names;
}

test("A.1 a hundred jobs get numbers, and run in their order", async () => {
  const ids = await Promise.all([...Array(100).keys()].map((n) => add(`n${n}`, { n })));
  assert.deepEqual(ids, [...Array(100).keys()].map((n) => String(n + 1)));
  const seen = [];
  worker(async (job) => seen.push([job.id, job.name, job.data]));
  await finished(100);
  assert.deepEqual(seen, ids.map((id, n) => [id, `n${n}`, { n }]));
});

test("A.2 a job with an id of its own is added once", async () => {
  assert.equal(await add("first", { n: 1 }, { jobId: "ann-1" }), "ann-1");
  assert.equal(await add("second", { n: 2 }, { jobId: "ann-1" }), "ann-1");
  assert.equal((await stage.queue.add("third", { n: 3 }, { jobId: "ann-1" })).id, "ann-1");
  assert.deepEqual(await order(1), ["first"]);
  await finished(1);
  assert.equal(await add("fourth", {}, { jobId: "ann-1" }), "ann-1"); // it is kept, and stands
  assert.equal(await stage.queue.getJobCountByTypes("wait", "completed"), 1);
});

test("A.3 lifo jobs come before those that wait, the last first", async () => {
  for (const [name, lifo] of [["a", false], ["b", false], ["c", true], ["d", true]]) await add(name, {}, { lifo });
  assert.deepEqual(await order(4), ["d", "c", "a", "b"]);
});

test("A.4 a delayed job isn't run early, and hardly late", async () => {
  worker(async () => {}, { concurrency: 5 });
  const ids = [];
  for (let n = 0; n < 5; ++n) ids.push(await add("late", {}, { delay: 500 + n * 60 }));
  await finished(5);
  const late = [];
  for (const [n, id] of ids.entries()) {
    const job = await stage.queue.getJob(id);
    late.push(job.processedOn - job.timestamp - (500 + n * 60));
  }
  assert.ok(Math.min(...late) >= 0, `early: ${late}`);
  assert.ok(Math.min(...late) < 250, `late: ${late}`);
});

test("A.5 the priorities are their order, and none comes first", async () => {
  for (const priority of [10, 5, 1, 0]) await add(`p${priority}`, {}, { priority });
  assert.equal((await stage.queue.getCountsPerPriority([0, 1, 5, 10]))["5"], 1);
  assert.deepEqual(await order(4), ["p0", "p1", "p5", "p10"]);
});

test("A.6 a delayed job keeps its priority", async () => {
  const ids = [await add("p7", {}, { delay: 300, priority: 7 }), await add("p2", {}, { delay: 300, priority: 2 })];
  await add("p4", {}, { priority: 4 });
  assert.equal(await stage.queue.getJobCountByTypes("delayed"), 2);
  await pause(350); // it has to be late for both: nothing tells so until a worker looks
  assert.deepEqual(await order(3), ["p2", "p4", "p7"]);
  assert.equal((await stage.queue.getJob(ids[0])).priority, 7);
});

test("A.7 attempts and each sort of backoff", async () => {
  const variants = [
    { backoff: { type: "fixed", delay: 120 }, least: [120, 120], read: { type: "fixed", delay: 120 } },
    { backoff: { type: "exponential", delay: 60 }, least: [60, 120], read: { type: "exponential", delay: 60 } },
    { backoff: { type: "fixed", delay: 200, jitter: 0.5 }, least: [100, 100], read: { type: "fixed", delay: 200, jitter: 0.5 } },
    { backoff: 80, least: [80, 80], read: { type: "fixed", delay: 80 } },
    { backoff: undefined, least: [0, 0], read: undefined },
  ];
  const starts = new Map();
  const fails = new Map();
  const note = (map, id) => map.set(id, [...(map.get(id) ?? []), Date.now()]);
  worker(
    async (job) => {
      note(starts, job.id);
      note(fails, job.id);
      throw new Error("no such host");
    },
    { concurrency: 10 },
  );
  const ids = [];
  for (const { backoff } of variants) ids.push(await add("n", {}, { attempts: 3, backoff }));
  await finished(variants.length);
  for (const [at, { least, read }] of variants.entries()) {
    const job = await stage.queue.getJob(ids[at]);
    assert.equal(await job.getState(), "failed");
    assert.equal(job.attemptsMade, 3);
    assert.deepEqual(job.opts.backoff, read);
    for (const [n, shortest] of least.entries()) {
      const waited = starts.get(job.id)[n + 1] - fails.get(job.id)[n];
      assert.ok(waited >= shortest - 1, `${JSON.stringify(read)}: waited ${waited} ms before try ${n + 2}`);
    }
  }
});

test("A.8 finished jobs are removed as each says", async () => {
  const variants = [
    [true, 0],
    [false, 4],
    [0, 0],
    [2, 2],
    [{ count: 3 }, 3],
    [{ age: 3600, count: 1 }, 1],
    [{ age: 3600 }, 4],
  ];
  for (const [keep, left] of variants) {
    for (const [option, fails] of [["removeOnComplete", false], ["removeOnFail", true]]) {
      const queue = stage.queueNamed(`${stage.queue.name}-${option}-${JSON.stringify(keep).replaceAll(/[":{}]/g, "")}`);
      let ran = 0;
      worker(
        async () => {
          ++ran;
          if (fails) throw new Error("no");
        },
        { name: queue.name },
      );
      for (let n = 0; n < 4; ++n) await stage.call("add", { queue: queue.name, name: "n", opts: { [option]: keep } });
      const settled = async () => ran === 4 && (await queue.getActiveCount()) === 0;
      await eventually(settled, `${option} ${JSON.stringify(keep)}`);
      const kept = await queue.getJobCountByTypes(fails ? "failed" : "completed");
      assert.equal(kept, left, `${option}: ${JSON.stringify(keep)}`);
    }
  }
  const old = await add("old", {}, { removeOnComplete: { age: 1 } });
  worker(async () => {});
  await finished(1);
  await pause(1100); // the job is to be older than its second
  const young = await add("young", {}, { removeOnComplete: { age: 1 } });
  await eventually(async () => (await stage.queue.getJob(young)).finishedOn, "the young one ends");
  assert.equal(await stage.queue.getJob(old), undefined);
});

test("A.9 logs and stack traces are kept as many as the job says", async () => {
  const id = await add("n", {}, { keepLogs: 2, stackTraceLimit: 1, attempts: 3 });
  const none = await add("n", {}, { stackTraceLimit: 0, attempts: 2 });
  let round = 0;
  worker(async (job) => {
    await job.log(`row ${++round}`);
    throw new Error(`failure ${round}`);
  });
  await finished(2);
  assert.deepEqual((await stage.queue.getJobLogs(id)).logs.length, 2);
  const job = await stage.queue.getJob(id);
  assert.equal(job.stacktrace.length, 1);
  assert.ok(job.stacktrace[0].includes(job.failedReason));
  assert.deepEqual((await stage.queue.getJob(none)).stacktrace, []);
});

test("A.10 names and data of any text, and of any length", async () => {
  const texts = ["żółw", "日本語", "🦊👩‍👩‍👧", "\u0001\u007f\u0080\uffff", "\" \\ / \n \t", "null", "%s %b", "x".repeat(300)];
  for (const text of texts) {
    const id = await add(text, { [text]: [text, { text }] }, { mine: text });
    const job = await stage.queue.getJob(id);
    assert.equal(job.name, text);
    assert.deepEqual(job.data, { [text]: [text, { text }] });
    assert.equal(job.opts.mine, text);
  }
  const id = await add("n", { n: 1 }, { jobId: "żółw-🦊" });
  assert.equal(id, "żółw-🦊");
  assert.deepEqual((await stage.queue.getJob(id)).data, { n: 1 });
  for (const data of [1, "text", null, true, [], [1, [2]], {}, 1.5, -0.25, 9007199254740991])
    assert.deepEqual((await stage.queue.getJob(await add("n", data))).data, data);
  const large = "żółw".repeat(150_000);
  assert.equal((await stage.queue.getJob(await add("large", { large }))).data.large, large);
  const size = await stage.queue.getJobCountByTypes("wait");
  let seen;
  worker(async (job) => {
    if (job.name === "large") seen = job.data.large;
  });
  await finished(size);
  assert.ok(seen === large);
});

test("A.11 a worker that waits takes a job at once", async () => {
  worker(async () => {});
  await eventually(async () => (await stage.client.client("LIST")).includes("cmd=bzpopmin"), "it waits");
  const waits = [];
  for (let n = 0; n < 5; ++n) {
    const id = await add("n", {}, n % 2 ? { priority: 3 } : {});
    await finished(n + 1);
    const job = await stage.queue.getJob(id);
    waits.push(job.processedOn - job.timestamp);
    await eventually(async () => (await stage.client.client("LIST")).includes("cmd=bzpopmin"), "it waits");
  }
  assert.ok(Math.min(...waits) < 100, `it took ${waits} ms`);
});

test("A.12 a paused queue takes jobs and runs them once Node resumes it", async () => {
  await stage.call("pause", { queue: stage.queue.name });
  assert.equal(await stage.queue.isPaused(), true);
  const ids = [await add("n", {}), await add("n", {}, { priority: 1 })];
  assert.equal(await stage.client.exists(key("marker")), 0);
  assert.equal((await stage.call("state", { queue: stage.queue.name, id: ids[0] })).state, "waiting");
  assert.equal((await stage.call("state", { queue: stage.queue.name, id: ids[1] })).state, "prioritized");
  let ran = 0;
  const node = worker(async () => ++ran);
  await node.waitUntilReady();
  await eventually(async () => (await stage.client.client("LIST")).includes("cmd=bzpopmin"), "it waits");
  assert.equal(ran, 0);
  await stage.queue.resume();
  await finished(2);
  await stage.queue.pause();
  const id = await add("n", {});
  await stage.call("resume", { queue: stage.queue.name });
  await finished(3);
  assert.equal((await stage.call("state", { queue: stage.queue.name, id })).state, "completed");
  assert.equal((await stage.call("state", { queue: stage.queue.name, id: "none" })).state, "unknown");
});

test("A.13 a thousand jobs at once, in their order", async () => {
  const jobs = [...Array(1000).keys()].map((n) => ({ name: `n${n}`, data: { n }, opts: n % 2 ? {} : { attempts: 2 } }));
  const { ids } = await stage.call("addBulk", { queue: stage.queue.name, jobs });
  assert.deepEqual(ids, jobs.map((_, n) => String(n + 1)));
  const waiting = await stage.queue.getJobs(["wait"], 0, -1, true);
  assert.deepEqual(waiting.map((job) => job.name), jobs.map((job) => job.name));
  worker(async () => {}, { concurrency: 50 });
  await finished(1000);
  assert.equal(await stage.queue.getCompletedCount(), 1000);
});

test("A.13 many large jobs at once", async () => {
  const jobs = [...Array(60).keys()].map((n) => ({ name: `n${n}`, size: 400_000 }));
  const { ids } = await stage.call("addBulk", { queue: stage.queue.name, jobs });
  assert.equal(ids.length, 60);
  assert.equal(await stage.client.llen(key("wait")), 60);
  await stage.queue.obliterate({ force: true });
});

test("A.13 nothing is added of what has a job that can't be", async () => {
  const jobs = [{ name: "good" }, { name: "bad", opts: { priority: -1 } }];
  assert.equal((await stage.refused("addBulk", { queue: stage.queue.name, jobs })).field, "priority");
  assert.equal(await stage.client.llen(key("wait")), 0);
});

// What Node writes differently, and reads alike.
function alike({ timestamp, opts, parent, ...rest }) {
  assert.match(timestamp, /^\d{13}$/);
  const { timestamp: said, ...options } = JSON.parse(opts);
  return { ...rest, opts: options, parent: parent && JSON.parse(parent), said };
}

test("A.18 what is in Redis is what Node would have put there", async () => {
  const parent = await stage.queue.add("parent", {});
  const kinship = { parent: { id: parent.id, queue: `bull:${stage.queue.name}` } };
  for (const opts of [
    {},
    { attempts: 3, backoff: 100, lifo: true },
    { delay: 60_000 },
    { delay: 60_000, priority: 3, timestamp: Date.now() - 1000 },
    { priority: 2_097_151 },
    { attempts: 2, backoff: { type: "exponential", delay: 50, jitter: 0.25 } },
    { removeOnComplete: true, removeOnFail: 5 },
    { removeOnComplete: { age: 10, count: 2 }, removeOnFail: false },
    { keepLogs: 3, stackTraceLimit: 2, sizeLimit: 1000 },
    { deduplication: { id: "once", ttl: 1 } },
    { telemetry: { metadata: "trace", omitContext: true } },
    { ...kinship },
    { ...kinship, failParentOnFailure: true },
    { ...kinship, continueParentOnFailure: true },
    { ...kinship, ignoreDependencyOnFailure: true },
    { ...kinship, removeDependencyOnFailure: true },
    { mine: { any: [1, "two"] } },
  ]) {
    const theirs = await stage.queue.add("n", { a: 1 }, opts);
    await eventually(async () => (await stage.client.exists(key("de:once"))) === 0, "its time is over");
    const ours = await add("n", { a: 1 }, opts);
    const expected = alike(await stage.client.hgetall(key(theirs.id)));
    assert.deepEqual(alike(await stage.client.hgetall(key(ours))), expected, JSON.stringify(opts));
    assert.equal(await (await stage.queue.getJob(ours)).getState(), await theirs.getState());
  }
});

test("A.18 Node's getters read all of it", async () => {
  const first = await add("first", { n: 1 });
  await add("late", {}, { delay: 60_000 });
  await add("soon", {}, { priority: 4 });
  await stage.call("addFlow", {
    tree: { queue: stage.queue.name, name: "parent", children: [{ queue: stage.queue.name, name: "child" }] },
  });
  await stage.call("upsertScheduler", { queue: stage.queue.name, id: "daily", name: "report", repeat: { every: 3_600_000 }, data: { a: 1 } });
  const counts = await stage.queue.getJobCounts();
  assert.equal(counts.waiting + counts.delayed, 4); // the first iteration is among them
  assert.equal(counts.prioritized, 1);
  assert.equal(counts["waiting-children"], 1);
  const jobs = await stage.queue.getJobs(["wait", "delayed", "prioritized", "waiting-children"]);
  assert.deepEqual(jobs.map((job) => job.name).sort(), ["child", "first", "late", "parent", "report", "soon"]);
  assert.equal((await stage.queue.getJob(first)).opts.attempts, 0);
  const [scheduler] = await stage.queue.getJobSchedulers();
  assert.equal(scheduler.key, "daily");
  assert.equal(scheduler.name, "report");
  assert.equal(scheduler.every, 3_600_000);
  assert.equal(scheduler.iterationCount, 1);
  assert.deepEqual(scheduler.template.data, { a: 1 });
});

test("A.18 queues of another prefix, with a colon in it", async () => {
  const queue = stage.queueNamed(stage.queue.name, { prefix: "team:a" });
  const { id } = await stage.call("add", { queue: queue.name, prefix: "team:a", name: "n", data: { a: 1 } });
  assert.deepEqual((await queue.getJob(id)).data, { a: 1 });
  let ran;
  worker(async (job) => (ran = job.data), { name: queue.name, prefix: "team:a" });
  await eventually(() => ran, "it runs");
  assert.equal(await stage.queue.getJob(id), undefined);
});

test("A.19 scripts that Node has loaded are the same to Redis as ours", async () => {
  const known = async () => Number(/number_of_cached_scripts:(\d+)/.exec(await stage.client.info("memory"))[1]);
  const options = [{}, { delay: 60_000 }, { priority: 3 }];
  const theirs = async () => {
    for (const opts of options) await stage.queue.add("n", {}, opts);
    await stage.queue.upsertJobScheduler("daily", { every: 3_600_000 }, { name: "report" });
    await stage.queue.removeJobScheduler("daily");
    await stage.queue.pause();
    await stage.queue.resume();
  };
  const ours = async () => {
    const { name } = stage.queue;
    for (const opts of options) await add("n", {}, opts);
    await stage.call("upsertScheduler", { queue: name, id: "daily", name: "report", repeat: { every: 3_600_000 } });
    await stage.call("removeScheduler", { queue: name, id: "daily" });
    await stage.call("pause", { queue: name });
    await stage.call("resume", { queue: name });
  };
  for (const [first, second] of [[theirs, ours], [ours, theirs]]) {
    await stage.client.script("FLUSH");
    assert.equal(await known(), 0);
    await first();
    const loaded = await known();
    assert.ok(loaded > 0, "its scripts are new");
    await second();
    assert.equal(await known(), loaded);
  }
});
