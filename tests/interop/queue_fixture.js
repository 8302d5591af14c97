// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { after, afterEach, before, beforeEach } from "node:test";
import { FlowProducer, Job, Queue, QueueEvents } from "bullmq";
import { startRedis } from "./redis.js";
import { WorkerProcess, eventually } from "./workers.js";

// For the file that calls it: a Redis, and for each test a queue of its own, whose events are heard.
export function useQueues() {
  const fixture = new QueueFixture();
  before(() => fixture.begin());
  beforeEach(() => fixture.beginTest());
  afterEach(() => fixture.endTest());
  after(() => fixture.end());
  return fixture;
}

class QueueFixture {
  #count = 0;
  #opened = [];

  async begin() {
    this.redis = await startRedis();
    this.client = this.redis.client();
    this.connection = { path: this.redis.url.slice("unix://".length) };
  }

  async beginTest() {
    const name = `q${++this.#count}`;
    this.queue = this.openQueue(name);
    this.events = this.#keep(new QueueEvents(name, { connection: this.connection }));
    await this.events.waitUntilReady();
  }

  async endTest() {
    await WorkerProcess.killAll();
    await Promise.all(this.#opened.splice(0).map((each) => each.close().catch(() => {})));
  }

  async end() {
    await this.redis?.stop();
  }

  #keep(opened) {
    opened.on("error", () => {});
    this.#opened.push(opened);
    return opened;
  }

  openQueue(name, prefix = "bull") {
    return this.#keep(new Queue(name, { connection: this.connection, prefix }));
  }

  openFlows() {
    return this.#keep(new FlowProducer({ connection: this.connection }));
  }

  // A worker in a process of its own: "ours" or "node".
  work(kind, options = {}, queue = this.queue) {
    return WorkerProcess.start(kind, { redis: this.redis.url, queue: queue.name, prefix: queue.opts.prefix, options });
  }

  // A job whose hash isn't as Node writes it, before any worker sees it.
  async addOdd(name, data, fields) {
    await this.queue.pause();
    const job = await this.queue.add(name, data);
    await this.client.hset(this.key(job.id), fields);
    await this.queue.resume();
    return job;
  }

  key(suffix, queue = this.queue) {
    return `bull:${queue.name}:${suffix}`;
  }

  hash(job) {
    return this.client.hgetall(this.key(job.id ?? job));
  }

  // What a job gives once it is done, or throws why it failed.
  result(job) {
    return job.waitUntilFinished(this.events, 20_000);
  }

  finished(job, longest) {
    const state = () => job.getState();
    const done = async () => ["completed", "failed"].includes(await state());
    return eventually(done, async () => `job ${job.id} is finished; it is ${await state()}`, longest);
  }

  // As Redis has it now.
  async fresh(job) {
    return Job.fromId(this.queue, job.id ?? job);
  }

  counts(queue = this.queue) {
    return queue.getJobCounts("wait", "active", "delayed", "prioritized", "completed", "failed", "waiting-children");
  }

  async eventually(counts, queue = this.queue, longest = undefined) {
    const fits = async () => {
      const now = await this.counts(queue);
      return Object.entries(counts).every(([state, count]) => now[state] === count);
    };
    const what = async () => `${JSON.stringify(counts)}; it is ${JSON.stringify(await this.counts(queue))}`;
    await eventually(fits, what, longest);
  }

  // Those of a job in the order in which they came, each as an object.
  async eventsOf(jobId, queue = this.queue) {
    const entries = await this.client.xrange(this.key("events", queue), "-", "+");
    const all = entries.map(([, fields]) =>
      Object.fromEntries(fields.flatMap((field, at) => (at % 2 ? [] : [[field, fields[at + 1]]]))),
    );
    return all.filter((event) => event.jobId === jobId);
  }
}
