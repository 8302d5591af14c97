// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { beforeEach } from "node:test";
import { FlowProducer } from "bullmq";
import { useConsole } from "./console_fixture.js";

export const hour = 3_600_000;
export const day = 24 * hour;
export const far = 4_102_444_800_000; // 2100-01-01

const began = Date.now();

// What Node does meanwhile it does so many milliseconds ago, by its own clock.
export async function ago(ms, make) {
  const now = Date.now;
  Date.now = () => began - ms;
  try {
    return await make();
  } finally {
    Date.now = now;
  }
}

// Where it comes from isn't told: that is another place for each queue.
export function failure(message, Kind = Error) {
  return Object.assign(new Kind(message), { stack: `Error: ${message}` });
}

// Of a job, whatever the order of its options; a delay that began now as the time when it is over.
function toldHash(hash) {
  const opts = hash.opts && JSON.parse(hash.opts);
  const due = (holder) => holder.delay && hash.timestamp >= began ? Number(hash.timestamp) + Number(holder.delay) : holder.delay;
  return opts ? { ...hash, delay: due(hash), opts: { ...opts, delay: due(opts) } } : hash;
}

// For each test of the file that calls it: two queues, which Node makes alike. Then BullMQ's own API does something to
// one of them and the console to the other.
export function useTwins() {
  const twins = new Twins(useConsole());
  beforeEach(() => twins.beginTest());
  return twins;
}

class Twins {
  #count = 0;
  #workers = new Map();

  constructor(admin) {
    this.admin = admin;
  }

  async beginTest() {
    const number = String(++this.#count).padStart(3, "0"); // none's name begins with another's
    this.theirs = await this.admin.openQueue(`theirs${number}`);
    this.ours = await this.admin.openQueue(`ours${number}`);
    this.flows = this.admin.keep(new FlowProducer({ connection: this.admin.connection }));
    this.#workers.clear();
  }

  // All of it happens at one time.
  async make(make, ms = 2 * hour) {
    for (const queue of [this.theirs, this.ours]) await ago(ms, () => make(queue));
  }

  // The next job of a queue, as its worker has it: active and locked.
  async start(queue) {
    if (!this.#workers.has(queue.name)) {
      const options = { autorun: false, lockDuration: hour, name: "w1" };
      this.#workers.set(queue.name, this.admin.openWorker(queue, null, options));
    }
    const job = await this.#workers.get(queue.name).getNextJob("token", { block: false });
    assert.ok(job, "a job waits");
    return job;
  }

  async complete(queue, value) {
    const job = await this.start(queue);
    await job.moveToCompleted(value, "token", false);
    return job;
  }

  async fail(queue, message = "no such host") {
    const job = await this.start(queue);
    await job.moveToFailed(failure(message), "token", false);
    return job;
  }

  // Of the queue, and of those whose names begin with its name: what each key holds. Times that are no older than the
  // file are 0, and the queue's name is Q.
  async inRedis(queue) {
    const { client } = this.admin;
    const folder = `bull:${queue.name}:`;
    const held = {};
    for (const key of (await client.keys(`bull:${queue.name}*`)).sort()) {
      held[key.startsWith(folder) ? key.slice(folder.length) : key] = await this.#read(key);
    }
    const isNow = (time) => time >= began && time < began + day;
    const text = JSON.stringify(held)
      .replaceAll(queue.name, "Q")
      .replace(/\b\d{13}\b/g, (time) => (isNow(Number(time)) ? "0" : time));
    return JSON.parse(text);
  }

  async #read(key) {
    const { client } = this.admin;
    const type = await client.type(key);
    if (type === "string") return client.get(key);
    if (type === "list") return client.lrange(key, 0, -1);
    if (type === "set") return (await client.smembers(key)).sort();
    if (type === "hash") return toldHash(await client.hgetall(key));
    if (type === "stream") return (await client.xrange(key, "-", "+")).map(([, fields]) => fields.join(" "));
    assert.equal(type, "zset");
    const pairs = await client.zrange(key, 0, -1, "WITHSCORES");
    const scale = key.endsWith(":delayed") ? 4096 : 1; // of times
    return pairs.map((word, at) => (at % 2 ? String(Math.floor(Number(word) / scale)) : word));
  }

  // But for the keys `without`.
  async areAlike(without = [], what = "both are alike") {
    const [theirs, ours] = [await this.inRedis(this.theirs), await this.inRedis(this.ours)];
    for (const key of without) [theirs[key], ours[key]] = [];
    assert.deepEqual(ours, theirs, what);
    return ours;
  }

  // Something is done in both ways, and leaves the same, which is more than nothing. The answer is what it leaves.
  async agree({ theirs, ours, without = [] }) {
    const before = await this.areAlike(without, "both are alike before");
    await theirs(this.theirs);
    await ours(this.ours);
    const after = await this.areAlike(without);
    assert.notDeepEqual(after, before, "something is done");
    return after;
  }

  // It can't be done in either way, and leaves all as it is.
  async refuse({ theirs, ours }) {
    const before = await this.areAlike();
    await theirs(this.theirs);
    await ours(this.ours);
    assert.deepEqual(await this.areAlike(), before, "all is as it was");
  }
}
