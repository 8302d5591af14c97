// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What BullMQ's scripts would take of a producer and lose: our library refuses it, or adds it whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { producing } from "./producer.js";

const stage = producing();
const { add, worker, finished, key, refusedJob } = stage;

test("pitfalls 5 to 7: ids that BullMQ would lose are refused, and say why", async () => {
  for (const [jobId, why] of [
    ["12", /integer/],
    ["0", /integer/],
    ["0:12", /0:/],
    ["0:1:2", /0:/],
    ["a:b", /colon/],
    ["wait", /own keys/],
    ["meta", /own keys/],
    ["de:a:b", /de:/],
    ["repeat:a:b", /repeat:/],
  ]) {
    const { error, field } = await refusedJob({ jobId });
    assert.equal(field, "jobId");
    assert.match(error, why);
  }
  assert.equal((await refusedJob({ jobId: 12 })).field, "jobId");
  assert.equal(await add("n", {}, { jobId: "a:b:c" }), "a:b:c"); // three parts are Node's, too
});

test("pitfalls 13 to 16: what a script would spoil is refused before anything is written", async () => {
  for (const [opts, field] of [
    [{ delay: 1.5 }, "delay"],
    [{ delay: -1 }, "delay"],
    [{ priority: 2_097_152 }, "priority"],
    [{ mine: [] }, "mine"],
    [{ mine: 1795335121269123 }, "mine"],
    [{ timestamp: 1795335121269123 }, "timestamp"],
    [{ parent: { id: "1", queue: `bull:${stage.queue.name}:` } }, "parent"],
    [{ backoff: "x" }, "backoff"],
    [{ removeOnComplete: "yes" }, "removeOnComplete"],
    [{ deduplication: 5 }, "deduplication"],
    [{ repeat: "daily" }, "repeat"],
    [{ sizeLimit: 1 }, "sizeLimit"],
  ])
    assert.equal((await refusedJob(opts)).field, field, JSON.stringify(opts));
  for (const json of ["{no json", '"a\\qb"', '"a\tb"', "1.", "-.5", "1.e3"])
    assert.equal((await refusedJob({}, { json })).field, "data", json);
  assert.equal((await refusedJob({}, { name: "" })).field, "name");
  assert.equal((await refusedJob({}, { queue: "a:b" })).field, "queue");
  assert.equal(await stage.client.exists(key("id")), 0);
});

test("pitfall 23: ids are added as they are, byte by byte", async () => {
  const ids = ["mine", '"mine"', "'mine'", " mine", "mine ", "Mine", "m%69ne", "m\\u0069ne", "\u00fcber", "u\u0308ber"];
  for (const jobId of ids) assert.equal(await add("n", { jobId }, { jobId }), jobId);
  for (const jobId of ids) assert.equal(await add("n", { jobId: "again" }, { jobId }), jobId);
  assert.deepEqual((await stage.queue.getJobs(["waiting"], 0, -1, true)).map(({ id }) => id), ids);
  await stage.client.lrem(key("wait"), 1, '"mine"');
  for (const id of ids) {
    assert.deepEqual((await stage.queue.getJob(id)).data, { jobId: id });
    const { state } = await stage.call("state", { queue: stage.queue.name, id });
    assert.equal(state, id === '"mine"' ? "unknown" : "waiting", id);
  }
});

test("a child of a parent that is none is refused by its code", async () => {
  const refused = await refusedJob({ parent: { id: "none", queue: `bull:${stage.queue.name}` } });
  assert.equal(refused.code, -5);
  assert.match(refused.error, new RegExp(`parent job bull:${stage.queue.name}:none`));
});

test("a child of another parent is refused by its code", async () => {
  const queue = `bull:${stage.queue.name}`;
  const [one, other] = [await add("one", {}), await add("other", {})];
  assert.equal(await add("child", {}, { jobId: "child", parent: { id: one, queue } }), "child");
  const refused = await refusedJob({ jobId: "child", parent: { id: other, queue } });
  assert.equal(refused.code, -7);
  assert.match(refused.error, new RegExp(`parent job ${queue}:${other}`));
});

test("pitfall 15: what is within its limits stays as it is, and data in any case", async () => {
  const mine = { large: 99_999_999_999_999, small: -99_999_999_999_999, real: 1.5, path: "a/b", list: [0, [1]], none: {} };
  const data = { list: [], number: 9007199254740991, path: "a/b" };
  const job = await stage.queue.getJob(await add("n", data, { mine }));
  assert.deepEqual(job.opts.mine, mine);
  assert.deepEqual(job.data, data);
  assert.equal(await stage.client.hget(key(job.id), "data"), JSON.stringify(data));
});

test("pitfall 17: flows are whole while the scripts are flushed", async () => {
  const { name: queue } = stage.queue;
  let done = false;
  const flushing = (async () => {
    while (!done) await stage.client.script("FLUSH");
  })();
  const tree = { queue, name: "root", children: [{ queue, name: "a", children: [{ queue, name: "b" }] }, { queue, name: "c", opts: { delay: 1 } }, { queue, name: "d", opts: { priority: 1 } }] };
  const flows = await Promise.all([...Array(100).keys()].map(() => stage.call("addFlow", { tree })));
  done = true;
  await flushing;
  const counts = await stage.queue.getJobCounts();
  assert.deepEqual([counts["waiting-children"], counts.waiting, counts.delayed, counts.prioritized], [200, 100, 100, 100]);
  for (const { flow } of flows) assert.equal(await stage.client.scard(key(`${flow.id}:dependencies`)), 3);
  worker(async () => {}, { concurrency: 50 });
  await finished(500);
});
