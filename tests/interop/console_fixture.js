// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { Queue, Worker } from "bullmq";
import { startRedis } from "./redis.js";
import { startServer } from "./server.js";

const token = "interop-token-0123456789";

// For the file that calls it: a Redis, and the program with its admin API of the queues there.
export function useConsole() {
  const fixture = new ConsoleFixture();
  before(() => fixture.begin());
  afterEach(() => fixture.endTest());
  after(() => fixture.end());
  return fixture;
}

class ConsoleFixture {
  #opened = [];

  async begin() {
    this.redis = await startRedis();
    this.client = this.redis.client();
    this.connection = { path: this.redis.url.slice("unix://".length) }; // BullMQ makes its own clients
    this.server = await startServer([], { REDIS_URL: this.redis.url, SIGNALBOX_ADMIN_TOKEN: token });
  }

  async endTest() {
    const close = (each) => (each instanceof Worker ? each.close(true) : each.close());
    await Promise.all(this.#opened.splice(0).map((each) => close(each).catch(() => {})));
  }

  async end() {
    await this.server?.stop();
    await this.redis?.stop();
  }

  // Closed at the end of the test.
  keep(opened) {
    opened.on?.("error", () => {}); // of connections, when it closes, and of locks that were lost
    this.#opened.push(opened);
    return opened;
  }

  async openQueue(name) {
    const queue = this.keep(new Queue(name, { connection: this.connection }));
    await queue.waitUntilReady();
    return queue;
  }

  openWorker(queue, processor, options = {}) {
    return this.keep(new Worker(queue.name, processor, { connection: this.connection, ...options }));
  }

  idOf(queue) {
    return Buffer.from(`own\0bull\0${queue.name}`).toString("base64url");
  }

  path(queue, rest = "") {
    return `/admin/queues/${this.idOf(queue)}${rest}`;
  }

  async call(method, path, body, status = 200) {
    const response = await fetch(this.server.url + path, {
      method,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    assert.equal(response.status, status, `${method} ${path}: ${response.status} ${text}`);
    return text && JSON.parse(text);
  }

  // One step of it, on jobs that are named.
  act(queue, action, jobs, more = {}) {
    return this.call("POST", this.path(queue, "/actions"), { action, jobs, ...more });
  }

  // On all that match, to the end.
  actOnAll(queue, action, match, more = {}) {
    return this.inSteps(queue, "/actions", { action, match, ...more });
  }

  // What all steps have come to.
  async inSteps(queue, rest, body) {
    const sum = { matched: 0, done: 0, failed: [] };
    do {
      const step = await this.call("POST", this.path(queue, rest), body);
      sum.matched += step.matched;
      sum.done += step.done;
      sum.failed.push(...(step.failed ?? []));
      body = { ...body, cursor: step.cursor };
    } while (body.cursor);
    return sum;
  }
}
