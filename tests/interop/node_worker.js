// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// BullMQ's Worker in a program of its own, that can be killed: what worker_driver.cpp is for ours.
import { createInterface } from "node:readline";
import { Queue, Worker } from "bullmq";
import Redis from "ioredis";
import { processors } from "./worker_processors.js";

const { redis, queue: name, prefix = "bull", options = {} } = JSON.parse(process.argv[2]);
const path = redis.slice("unix://".length);
const { backoff, ...others } = options;
const settings = backoff === undefined ? {} : { backoffStrategy: () => backoff };
const queue = new Queue(name, { connection: { path }, prefix });
const tools = { name: options.name ?? "", queue, client: new Redis({ path, maxRetriesPerRequest: null }) };

const say = (event, more = {}) => process.stdout.write(JSON.stringify({ event, ...more }) + "\n");

const worker = new Worker(
  name,
  (job, token) => {
    say("began", { id: job.id, name: job.name });
    return processors[job.name](job, token, tools);
  },
  { ...others, settings, prefix, connection: { path, maxRetriesPerRequest: null } },
);
worker.on("completed", (job, value) => say("ended", { id: job.id, how: "completed", value: JSON.stringify(value) }));
worker.on("failed", (job, error) => say("ended", { id: job?.id, how: "failed", value: error.message }));
worker.on("stalled", (id) => say("stalled", { id }));
worker.on("error", (error) => say("trouble", { what: error.message }));
await worker.waitUntilReady();
say("ready");

async function close() {
  await worker.close();
  await queue.close();
  say("closed");
  process.exit();
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.do === "pause") worker.pause();
  else if (command.do === "resume") worker.resume();
  else if (command.do === "close") await close();
}
await close();
