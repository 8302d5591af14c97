// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// List E: what happens in a queue, heard by our library and by BullMQ itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { QueueEvents, QueueEventsProducer, UnrecoverableError, WaitingChildrenError } from "bullmq";
import { eventually, producing } from "./producer.js";

const stage = producing();
const { add, worker, finished } = stage;

const names = [
  "added", "waiting", "waiting-children", "delayed", "active", "progress", "completed", "failed", "retries-exhausted",
  "stalled", "drained", "paused", "resumed", "removed", "cleaned", "duplicated", "deduplicated", "mine",
];

// Both listen to the test's queue: { ours(name), theirs(name) } are what they have heard so far.
async function listening() {
  const { name: queue } = stage.queue;
  const node = stage.closing(new QueueEvents(queue, { connection: stage.connection, lastEventId: "0-0" }));
  node.on("error", () => {}); // its connection may be closed
  const heard = [];
  for (const name of names) node.on(name, (...args) => heard.push({ name, id: args.at(-1), fields: args.length > 1 ? args[0] : {} }));
  await node.waitUntilReady();
  await stage.call("events", { queue });
  const of = (list, name) => list.filter((event) => event.name === name);
  return {
    all: () => stage.told.filter((event) => event.queue === queue),
    ours: (name) => of(stage.told, name).filter((event) => event.queue === queue),
    theirs: (name) => of(heard, name),
  };
}

// As Node hands it to its listeners.
function decoded({ id, name, fields }) {
  const { event, ...rest } = fields;
  assert.equal(event, name);
  if (name === "progress") rest.data = JSON.parse(rest.data);
  if (name === "completed") rest.returnvalue = JSON.parse(rest.returnvalue);
  if (name === "delayed") rest.delay = Number(rest.delay);
  return { name, id, fields: rest };
}

async function agree(events, name, wanted = 1) {
  const both = () => Math.min(events.ours(name).length, events.theirs(name).length); // more may be under way
  const shown = () => `${wanted} ${name}: ${JSON.stringify([events.ours(name), events.theirs(name)])}`;
  await eventually(() => both() >= wanted, shown);
  const [ours, theirs] = [events.ours(name).map(decoded), events.theirs(name)];
  const count = Math.min(ours.length, theirs.length);
  assert.deepEqual(ours.slice(0, count), theirs.slice(0, count), name);
  return events.ours(name).map(({ fields }) => fields);
}

test("E ours hears all that Node's producers and workers tell", async () => {
  const { queue } = stage;
  const events = await listening();
  await queue.pause();
  await queue.resume();
  await agree(events, "paused");
  await agree(events, "resumed");
  await queue.add("n", {}, { jobId: "own" });
  await queue.add("n", {}, { jobId: "own" });
  await queue.add("once", {}, { deduplication: { id: "once" } });
  await queue.add("once", {}, { deduplication: { id: "once" } });
  const late = await queue.add("late", {}, { delay: 60_000 });
  await agree(events, "duplicated");
  const [deduplicated] = await agree(events, "deduplicated");
  assert.equal(deduplicated.deduplicationId, "once");
  await agree(events, "delayed");
  await late.remove(); // while one is delayed, none tells that the queue is drained
  await agree(events, "removed");
  await queue.add("hopeless", {}, { attempts: 2 });
  await queue.add("doomed", {});
  const parent = await queue.add("parent", {});
  const node = worker(async (job, token) => {
    if (job.name === "hopeless") throw new Error("no such host");
    if (job.name === "doomed") throw new UnrecoverableError("never");
    if (job.name === "parent" && !job.data.asked) {
      await job.updateData({ asked: true });
      await queue.add("child", {}, { parent: { id: job.id, queue: `bull:${queue.name}` } });
      if (await job.moveToWaitingChildren(token)) throw new WaitingChildrenError();
    }
    for (const progress of [50, "half", { done: [1] }]) await job.updateProgress(progress);
    return { value: job.name };
  });
  await eventually(async () => (await parent.getState()) === "completed", "the parent ends");
  await finished(6);
  await node.close();
  await agree(events, "active", 8);
  await agree(events, "waiting", 6);
  await agree(events, "waiting-children");
  await agree(events, "progress", 12);
  await agree(events, "completed", 4);
  await agree(events, "failed", 2);
  const exhausted = await agree(events, "retries-exhausted", 2);
  assert.deepEqual(exhausted.map((event) => event.attemptsMade).sort(), ["1", "2"]);
  await agree(events, "drained");
  await queue.clean(0, 10, "completed");
  await agree(events, "cleaned");
  await agree(events, "added", 7);
  const producer = stage.closing(new QueueEventsProducer(queue.name, { connection: stage.connection }));
  await producer.publishEvent({ eventName: "mine", custom: "żółw", other: "1" });
  const [mine] = await agree(events, "mine");
  assert.equal(mine.custom, "żółw");
});

test("E ours hears of a stalled job", async () => {
  const events = await listening();
  const lost = worker(() => new Promise(() => {}), { lockDuration: 300, skipLockRenewal: true, skipStalledCheck: true });
  await stage.queue.add("n", {});
  await eventually(async () => (await stage.queue.getActiveCount()) === 1, "it runs");
  await lost.close(true);
  worker(async () => {}, { stalledInterval: 200 });
  await agree(events, "stalled");
  await agree(events, "completed");
});

test("E all that happened is told in its order, and once", async () => {
  const events = await listening();
  worker(async () => {}, { concurrency: 20 });
  await stage.queue.addBulk([...Array(1500).keys()].map((n) => ({ name: `n${n}`, data: {} })));
  await finished(1500);
  await agree(events, "completed", 1500);
  const stream = await stage.client.xrange(`bull:${stage.queue.name}:events`, "-", "+");
  const told = events.all();
  const from = stream.findIndex(([id]) => id === told[0].id);
  await eventually(() => events.all().length >= stream.length - from, "all are told");
  assert.deepEqual(events.all().map(({ id }) => id), stream.slice(from).map(([id]) => id));
});

test("E ours is called as Node's listener is", async () => {
  await listening();
  const list = await stage.client.client("LIST");
  const named = `name=bull:${Buffer.from(stage.queue.name).toString("base64")}:qe `;
  assert.equal(list.split("\n").filter((line) => line.includes(named)).length, 2);
});

test("E ours misses nothing while its connection is away", async () => {
  const { name: queue } = stage.queue;
  await stage.call("events", { queue });
  const waiting = () => stage.told.filter((event) => event.queue === queue && event.name === "waiting").length;
  await stage.queue.add("before", {});
  await eventually(() => waiting() === 1, "the first is told");
  const named = `name=bull:${Buffer.from(queue).toString("base64")}:qe `;
  const [line] = (await stage.client.client("LIST")).split("\n").filter((one) => one.includes(named));
  await stage.client.client("KILL", "ID", /id=(\d+)/.exec(line)[1]);
  await stage.queue.add("meanwhile", {});
  await eventually(() => waiting() === 2, "the one that came meanwhile is told");
  await stage.queue.add("after", {});
  await eventually(() => waiting() === 3, "and the next");
});

test("E Node's hears all that our producer tells", async () => {
  const { name: queue } = stage.queue;
  const events = await listening();
  await stage.call("pause", { queue });
  await stage.call("resume", { queue });
  const id = await add("n", {});
  await add("n", {}, { jobId: "own" });
  await add("n", {}, { jobId: "own" });
  await add("n", {}, { priority: 3 });
  const late = await add("late", {}, { delay: 60_000 });
  const debounce = { delay: 60_000, deduplication: { id: "once", ttl: 60_000, replace: true, extend: true } };
  const replaced = await add("once", {}, debounce);
  await add("once", {}, debounce);
  await stage.call("addFlow", { tree: { queue, name: "parent", children: [{ queue, name: "child" }] } });
  await agree(events, "paused");
  await agree(events, "resumed");
  const added = await agree(events, "added", 8);
  assert.equal(added[0].jobId, id);
  await agree(events, "waiting", 4);
  await agree(events, "duplicated");
  const [deduplicated] = await agree(events, "deduplicated");
  assert.equal(deduplicated.deduplicatedJobId, replaced);
  const [removed] = await agree(events, "removed");
  assert.equal(removed.jobId, replaced);
  await agree(events, "waiting-children");
  const [delayed] = await agree(events, "delayed", 3);
  const job = await stage.queue.getJob(late);
  assert.equal(Number(delayed.delay), job.timestamp + 60_000);
});

const wait = (id, atMost = 20_000) => stage.ask("waitUntilFinished", { queue: stage.queue.name, id, atMost });

test("E who waits for a job hears how it ended", async () => {
  const id = await add("good", {});
  const bad = await stage.queue.add("bad", {});
  const waits = [wait(id), wait(id), wait(bad.id)]; // before anybody listens
  worker(async (job) => {
    if (job.name === "bad") throw new Error("no such host");
    return { value: ["żółw"] };
  });
  const [first, second, failed] = await Promise.all(waits);
  for (const answer of [first, second]) assert.deepEqual([answer.failed, JSON.parse(answer.value)], [false, { value: ["żółw"] }]);
  assert.deepEqual([failed.finished, failed.failed, failed.value], [true, true, "no such host"]);
  const again = await wait(id); // it has ended already
  assert.deepEqual([again.failed, JSON.parse(again.value)], [false, { value: ["żółw"] }]);
  assert.equal((await wait(bad.id)).value, "no such host");
});

test("E who waits for many jobs misses none, also of those that go at once", async () => {
  await stage.call("events", { queue: stage.queue.name });
  const ids = [];
  for (let n = 0; n < 200; ++n) ids.push(await add("n", { n }, { removeOnComplete: true }));
  const waits = ids.map((id) => wait(id));
  worker(async (job) => job.data.n, { concurrency: 10 });
  // Those that were gone before they were looked for are none to Redis.
  for (const [n, answer] of (await Promise.all(waits)).entries()) {
    if (answer.error) assert.equal(answer.code, -1);
    else assert.equal(answer.value, String(n));
  }
});

test("E who waits for a job that doesn't end, or is none", async () => {
  const id = await add("n", {});
  assert.equal((await wait(id, 300)).finished, false);
  const none = await wait("none");
  assert.equal(none.code, -1);
  assert.match(none.error, /Missing key for job none/);
});
