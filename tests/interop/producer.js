// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, afterEach, before, beforeEach } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Queue, Worker } from "bullmq";
import { startRedis } from "./redis.js";

const patience = Number(process.env.PATIENCE ?? 60_000); // the machine may be busy

// What `condition` comes to, once it is anything.
export async function eventually(condition, what) {
  const end = Date.now() + patience;
  for (;;) {
    const result = await condition();
    if (result) return result;
    assert.ok(Date.now() < end, `never: ${typeof what === "function" ? what() : what}`);
    await pause(10);
  }
}

// Our library, by a driver of it. ask() gives the answer as it is, call() a good one, refused() one with an error.
function startProducer(url) {
  const program = spawn(process.env.SIGNALBOX_PRODUCER_DRIVER, [url], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map();
  const told = [];
  let calls = 0;
  createInterface({ input: program.stdout }).on("line", (text) => {
    const line = JSON.parse(text);
    if (line.events) told.push({ queue: line.events, ...line.event });
    else waiting.get(line.call)(line);
  });
  program.once("exit", (code) => {
    for (const answer of waiting.values()) answer({ error: `the driver ended with ${code}` });
  });
  const ask = async (command, question) => {
    const call = ++calls;
    const answered = new Promise((resolve) => waiting.set(call, resolve));
    program.stdin.write(JSON.stringify({ ...question, call, command }) + "\n");
    const answer = await answered;
    waiting.delete(call);
    return answer;
  };
  const call = async (command, question) => {
    const answer = await ask(command, question);
    assert.equal(answer.error, undefined, `${command}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const refused = async (command, question) => {
    const answer = await ask(command, question);
    assert.ok(answer.error, `${command} was taken: ${JSON.stringify(answer)}`);
    return answer;
  };
  return { ask, call, refused, told, stop: () => program.stdin.end() };
}

// A Redis, our producer there, and a queue for each test of the file that calls this; what tests start ends with them.
export function producing() {
  const stage = {};
  let started = [];
  let count = 0;
  const start = (what) => {
    started.push(what);
    return what;
  };

  before(async () => {
    stage.redis = await startRedis();
    stage.client = stage.redis.client();
    stage.connection = { path: stage.redis.url.slice("unix://".length) }; // BullMQ makes its own clients
    Object.assign(stage, startProducer(stage.redis.url));
  });
  beforeEach(async () => {
    stage.queue = stage.queueNamed(`mail${++count}`);
    await stage.queue.waitUntilReady();
  });
  afterEach(async () => {
    await Promise.all(started.map((one) => (one instanceof Worker ? one.close(true) : one.close())));
    started = [];
  });
  after(async () => {
    stage.stop?.();
    await stage.redis?.stop();
  });

  stage.closing = start;
  stage.queueNamed = (name, options) => start(new Queue(name, { connection: stage.connection, ...options }));
  stage.worker = (process, options = {}) => {
    const { name = stage.queue.name, ...more } = options;
    const worker = start(new Worker(name, process, { connection: stage.connection, ...more }));
    worker.on("error", () => {}); // of connections, when it closes
    return worker;
  };
  stage.add = async (name, data, opts) => (await stage.call("add", { queue: stage.queue.name, name, data, opts })).id;
  stage.refusedJob = (opts, more) => stage.refused("add", { queue: stage.queue.name, name: "n", data: {}, opts, ...more });
  stage.key = (suffix) => `bull:${stage.queue.name}:${suffix}`;
  stage.finished = (wanted, what = `${wanted} jobs end`) =>
    eventually(async () => {
      const counts = await stage.queue.getJobCounts("completed", "failed");
      return counts.completed + counts.failed >= wanted;
    }, what);
  return stage;
}
