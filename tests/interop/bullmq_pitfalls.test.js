// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What breaks other workers of BullMQ's queues, or the listeners beside them, and must not with ours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { useQueues } from "./queue_fixture.js";
import { eventually } from "./workers.js";

const q = useQueues();

function bulk(name, count, data = {}, opts = {}) {
  return q.queue.addBulk([...Array(count).keys()].map((n) => ({ name, data: { n, ...data }, opts })));
}

// What JSON.parse() throws at, though other readers don't.
const noJson = ["{this is none", '"a\\qb"', '"a\tb"', '"a\nb"', "1.", "-.5", "1.e3", "01", "[1,]", "'a'"];

test("pitfall 1: what isn't JSON never gets to Node's listeners", async () => {
  const errors = [];
  q.events.on("error", (error) => errors.push(error));
  await q.work("ours");
  for (const text of noJson) {
    await assert.rejects(q.result(await q.queue.add("garbage", text, { attempts: 3 })), /isn't JSON/, text);
    await assert.rejects(q.result(await q.queue.add("garbledProgress", text)), /progress must be JSON/, text);
  }
  assert.equal(await q.result(await q.queue.add("echo", "still heard")), "still heard");
  assert.deepEqual(errors, []);
});

test("pitfall 2: data that isn't JSON leaves no job active", async () => {
  const worker = await q.work("ours");
  for (const text of noJson) assert.throws(() => JSON.parse(text), text);
  for (const data of [...noJson, "{oops", "", "undefined", "1 2", "1],[2"]) {
    const job = await q.addOdd("echo", {}, { data });
    const how = await worker.says("ended", { id: job.id });
    await q.eventually({ active: 0, wait: 0 });
    assert.equal(how.how, data ? "failed" : "completed", JSON.stringify(how));
  }
  assert.equal(await q.result(await q.queue.add("echo", 1)), 1);
});

test("pitfall 3: Node reads each page of what ours has touched", async () => {
  await q.work("ours", { name: "ours" });
  const odd = ["quote \" and \\ and \u2028", "bell \u0007", "😀", "a".repeat(70_000)];
  for (const text of odd) {
    await q.result(await q.queue.add("progress", [text, { text }, 1e21, 0.1]));
    await q.result(await q.queue.add("log", [text]));
    await q.result(await q.queue.add("updateData", { text }));
    const failed = await q.queue.add("fail", { message: text }, { attempts: 2 });
    await assert.rejects(q.result(failed));
    const { failedReason, stacktrace } = await q.fresh(failed);
    assert.equal(failedReason.slice(0, 60), text.slice(0, 60));
    assert.equal(stacktrace.length, 2);
  }
  const late = await q.queue.add("delayOnce", { ms: 60_000 }, { attempts: 2 });
  await q.eventually({ delayed: 1 });
  assert.equal((await q.fresh(late)).opts.attempts, 2);
  const jobs = await q.queue.getJobs();
  assert.equal(jobs.length, odd.length * 4 + 1);
});

test("pitfall 4: scripts get all they need, whatever a job's options lack", async () => {
  const worker = await q.work("ours", { metrics: { maxDataPoints: 5 }, limiter: { max: 1000, duration: 1000 } });
  for (const opts of ["{}", '{"attempts":null}', '{"removeOnComplete":null,"backoff":null}', '{"attempts":"3"}', "[]"]) {
    for (const name of ["echo", "fail"]) {
      const job = await q.addOdd(name, {}, { opts });
      const { how } = await worker.says("ended", { id: job.id });
      assert.ok(how === (name === "echo" ? "completed" : "failed") || how === "retried", `${opts}: ${how}`);
    }
  }
  await q.eventually({ active: 0, wait: 0, completed: 5, failed: 5 });
  assert.equal((await q.queue.getMetrics("completed")).meta.count, 5);
  assert.equal((await q.queue.getMetrics("failed")).meta.count, 5);
  assert.deepEqual(worker.all("trouble"), []);
});

test("pitfall 8: ids that look like numbers are ids", async () => {
  const worker = await q.work("ours");
  await q.queue.pause();
  const ids = ["1e3", "007", "0x10", "1.0", "id with space", "ü"];
  for (const jobId of ids) await q.queue.add("echo", { jobId }, { jobId });
  await q.queue.resume();
  await q.eventually({ completed: ids.length });
  await worker.says("ended", { id: ids.at(-1) });
  assert.deepEqual(worker.all("ended").map(({ id }) => id), ids);
});

// As if its host had been asleep.
async function sleepBeyondItsLock(worker, job, options) {
  await worker.says("began", { id: job.id });
  worker.process.kill("SIGSTOP");
  await pause(options.lockDuration + 2 * options.stalledInterval + 200);
}

test("pitfall 9: a worker that has lost its lock leaves the job to who has it", async () => {
  const options = { lockDuration: 400, stalledInterval: 150, maxStalledCount: 3 };
  const ours = await q.work("ours", options);
  const job = await q.queue.add("sleep", { ms: 1200, deaf: true });
  await ours.says("began", { id: job.id });
  ours.process.kill("SIGSTOP");
  const node = await q.work("node", options);
  await node.says("began", { id: job.id });
  ours.process.kill("SIGCONT");
  const { how, value } = await ours.says("ended", { id: job.id });
  assert.equal(how, "lost", value);
  await ours.says("trouble");
  assert.equal(await q.result(job), 1200);
  await node.says("ended", { id: job.id });
  const hash = await q.hash(job);
  assert.deepEqual([hash.ats, hash.atm, hash.stc], ["2", "1", "1"]);
  assert.equal(await q.result(await q.queue.add("echo", 1)), 1);
});

test("pitfall 9: a job whose lock is lost is told to stop", async () => {
  const options = { lockDuration: 400, stalledInterval: 60_000 };
  const ours = await q.work("ours", options);
  const job = await q.queue.add("sleep", { ms: 10_000 });
  await ours.says("began", { id: job.id });
  await q.client.set(q.key(`${job.id}:lock`), "another's", "PX", 30_000);
  assert.equal((await ours.says("ended", { id: job.id }, 3000)).how, "lost");
});

test("pitfall 9: a worker that takes its own job again holds that lock, not the old one", async () => {
  const options = { lockDuration: 1200, stalledInterval: 300, maxStalledCount: 1, concurrency: 2 };
  const ours = await q.work("ours", options);
  const job = await q.queue.add("sleep", { ms: 6000, deaf: true });
  await sleepBeyondItsLock(ours, job, options);
  ours.process.kill("SIGCONT");
  await eventually(() => ours.all("began", { id: job.id }).length === 2, "it takes it again");
  assert.equal(ours.all("ended", { id: job.id }).length, 0);
  await eventually(() => ours.all("ended", { id: job.id }).length === 2, "both have ended");
  assert.equal(ours.all("began", { id: job.id }).length, 2);
  assert.deepEqual(ours.all("ended", { id: job.id }).map(({ how }) => how), ["lost", "completed"]);
  const hash = await q.hash(job);
  assert.deepEqual([hash.ats, hash.atm, hash.stc], ["2", "1", "1"]);
});

test("pitfall 10: a job that came with the end of another keeps its lock, by that token", async () => {
  const options = { lockDuration: 1200, stalledInterval: 100 };
  await q.queue.pause();
  await q.queue.add("echo", {});
  const job = await q.queue.add("sleep", { ms: 3600 });
  const after = await q.queue.add("sleep", { ms: 100 });
  const ours = await q.work("ours", options);
  await q.work("ours", { ...options, concurrency: 1, name: "looks" }, q.openQueue("elsewhere"));
  await q.queue.resume();
  await ours.says("began", { id: job.id });
  const token = await q.client.get(q.key(`${job.id}:lock`));
  assert.match(token, /^[0-9a-f-]{36}:\d+$/);
  assert.equal(await q.result(job), 3600);
  await q.finished(after);
  assert.deepEqual([(await q.hash(job)).ats, (await q.hash(after)).ats], ["1", "1"]);
});

test("pitfall 11: times are those of the clients, in whole milliseconds", async () => {
  await q.work("ours");
  await q.result(await q.queue.add("echo", {})); // it is connected, and waits
  const from = Date.now();
  const job = await q.queue.add("sleep", { ms: 50 }, { timestamp: from - 5000 });
  const retried = await q.queue.add("fail", { times: 1 }, { attempts: 2, backoff: 300, timestamp: from - 5000 });
  await q.result(job);
  await q.result(retried);
  const { processedOn, finishedOn } = await q.hash(job);
  assert.ok(from <= processedOn && Number(processedOn) + 50 <= finishedOn && finishedOn <= Date.now());
  assert.match(processedOn + finishedOn, /^\d{26}$/);
  assert.ok(Number((await q.hash(retried)).finishedOn) >= from + 300); // from its failure, not from when it was added
});

test("pitfall 12: a worker that is paused takes no marker from the others", async () => {
  const ours = await q.work("ours", { drainDelay: 30, name: "ours" });
  await pause(200); // it waits
  ours.order("pause");
  await pause(100);
  await q.work("node", { drainDelay: 30, name: "node" });
  await pause(200); // it waits too, behind ours
  for (let round = 0; round < 3; ++round) {
    const job = await q.queue.add("record", {});
    const from = Date.now();
    assert.equal(await q.result(job), "node");
    assert.ok(Date.now() - from < 1000, `${Date.now() - from} ms`);
  }
  ours.order("resume");
  await bulk("sleep", 20, { ms: 50 });
  await eventually(() => ours.all("ended").length > 2, "ours works again");
});

test("pitfall 12: a worker that is killed while it waits leaves the marker to others", async () => {
  const ours = await q.work("ours", { drainDelay: 30 });
  await pause(200);
  await ours.kill();
  await q.work("node", { drainDelay: 30 });
  const from = Date.now();
  await q.result(await q.queue.add("echo", {}));
  assert.ok(Date.now() - from < 1000);
});

test("pitfall 18: an exhausted job that Node retries gets one more run", async () => {
  const ours = await q.work("ours");
  const job = await q.queue.add("fail", {}, { attempts: 2 });
  await assert.rejects(q.result(job));
  await (await q.fresh(job)).retry();
  await eventually(() => ours.all("ended", { id: job.id }).length === 3, "its third run");
  await q.eventually({ failed: 1, wait: 0, active: 0 });
  const hash = await q.hash(job);
  assert.deepEqual([hash.atm, hash.ats, JSON.parse(hash.stacktrace).length], ["3", "3", 3]);
});

test("pitfall 19: a queue at its concurrency is waited for, not asked again and again", async () => {
  await q.queue.setGlobalConcurrency(1);
  const node = await q.work("node");
  const [first] = await bulk("sleep", 3, { ms: 2500 });
  await node.says("began", { id: first.id });
  const ours = await q.work("ours", { drainDelay: 1, concurrency: 3 });
  const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await q.client.info("stats"))[1]);
  const before = await commands();
  await pause(2000);
  assert.ok((await commands()) - before < 200, `${(await commands()) - before} commands`);
  await q.eventually({ completed: 3 });
  assert.deepEqual(ours.all("trouble"), []);
});

test("pitfall 20: when a limit is over, it is looked for jobs at once", async () => {
  await q.work("ours", { limiter: { max: 2, duration: 400 }, drainDelay: 30 });
  await pause(200); // it waits
  const from = Date.now();
  await bulk("echo", 7);
  await q.eventually({ completed: 7 });
  const took = Date.now() - from;
  assert.ok(took > 1100 && took < 2500, `${took} ms`);
});

test("pitfall 21: only the connection for it blocks", async () => {
  await q.work("ours", { drainDelay: 30, concurrency: 2, name: "w" });
  const blocked = async () => {
    const lines = (await q.client.client("LIST")).split("\n");
    return lines.filter((line) => / cmd=(bzpopmin|xread)/.test(line) && / flags=b/.test(line) && !/:qe /.test(line));
  };
  await eventually(async () => (await blocked()).length === 1, async () => JSON.stringify(await blocked()));
  assert.match((await blocked())[0], / name=bull:\S+:w:w /);
  const long = await q.queue.add("sleep", { ms: 600 }); // and waits beside it
  await q.result(await q.queue.add("progress", [1, 2, 3]));
  await eventually(async () => (await blocked()).length === 1, "it waits beside what runs");
  await q.result(long);
});

test("quirk 6: a pattern that nobody can read doesn't hold up its job", async () => {
  const ours = await q.work("ours");
  const repeat = { pattern: "0 0 4 1 1 *", immediately: true };
  await q.queue.pause();
  await q.queue.upsertJobScheduler("bad", repeat, { name: "echo", data: { n: 1 } });
  const [job] = await q.queue.getJobs(["wait", "delayed"]);
  const opts = JSON.parse(await q.client.hget(q.key(job.id), "opts"));
  opts.repeat.pattern = "every now and then";
  await q.client.hset(q.key(job.id), "opts", JSON.stringify(opts));
  await q.queue.resume();
  const { how } = await ours.says("ended", { id: job.id });
  assert.equal(how, "completed");
  assert.match((await ours.says("trouble")).what, /the scheduler bad has no next job/);
  await q.eventually({ active: 0, wait: 0, completed: 1 });
});

test("quirk 7: a job with a backoff that nobody knows fails, and says so", async () => {
  const ours = await q.work("ours");
  const job = await q.queue.add("fail", {}, { attempts: 3, backoff: { type: "lunar" } });
  const { how, value } = await ours.says("ended", { id: job.id });
  assert.equal(how, "failed");
  assert.match(value, /no such host\. Unknown backoff strategy lunar/);
  await q.eventually({ active: 0, failed: 1 });
});

// Alike to whoever unquotes, decodes, trims, folds or composes.
const alike = ["mine", '"mine"', "'mine'", " mine", "mine ", "Mine", "m%69ne", "m\\u0069ne", "\u00fcber", "u\u0308ber"];

test("pitfall 23: ids are told apart by their bytes", async () => {
  const ours = await q.work("ours", { concurrency: alike.length });
  await q.queue.pause();
  for (const jobId of alike) await q.queue.add("updateData", { jobId }, { jobId });
  await q.queue.resume();
  await q.eventually({ completed: alike.length });
  for (const id of alike) assert.deepEqual((await q.fresh(id)).data, { jobId: id, seen: true });
  await eventually(() => ours.all("ended").length === alike.length, "all have ended");
  assert.deepEqual(ours.all("ended").map(({ id }) => id).sort(), [...alike].sort());
});

test("pitfall 23: the one that is told to stop is that of these bytes", async () => {
  const ours = await q.work("ours", { concurrency: alike.length });
  for (const jobId of alike) await q.queue.add("sleep", { ms: 60_000 }, { jobId });
  await eventually(() => ours.all("began").length === alike.length, "all run");
  ours.order("cancel", { id: '"mine"' });
  await ours.says("ended", { id: '"mine"' });
  ours.order("cancel", { id: "u\u0308ber" });
  await ours.says("ended", { id: "u\u0308ber" });
  assert.equal(ours.all("ended").length, 2);
});

test("a job can be told to stop", async () => {
  const ours = await q.work("ours");
  const job = await q.queue.add("sleep", { ms: 20_000 });
  await ours.says("began", { id: job.id });
  ours.order("cancel", { id: job.id });
  await assert.rejects(q.result(job), /stopped: the test wants it/);
});

test("a name that has no processor here fails an attempt, and says so", async () => {
  await q.work("ours");
  const job = await q.queue.add("nobody does this", {}, { attempts: 2 });
  await assert.rejects(q.result(job), /no processor for jobs named/);
  assert.equal((await q.fresh(job)).attemptsMade, 2);
});
