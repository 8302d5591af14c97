// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bullmq_load.js add|bulk|work PORT QUEUE AT_ONCE COUNT WARM_UP: what job_load.cpp does, with Node's BullMQ.
import { Queue, Worker } from "bullmq";

const [how, port, queueName, ...numbers] = process.argv.slice(2);
const [atOnce, count, warmUp] = numbers.map(Number);
const connection = { host: "127.0.0.1", port: Number(port) };
const name = "note";
const dataOf = (number) => ({ user: number, text: "what a small job has as its data" });

// Of all after the first `warmUp`: seconds, and the CPU seconds of this process.
class Meter {
  #done = 0;
  #began = 0;
  #cpu = 0;
  #isOver = false;

  constructor() {
    this.finished = new Promise((resolve) => (this.finish = resolve));
  }

  note(jobs = 1) {
    this.#done += jobs;
    if (!this.#began && this.#done >= warmUp) {
      this.#began = this.#done;
      this.from = performance.now();
      this.#cpu = process.cpuUsage();
    } else if (this.#done >= count && !this.#isOver) {
      this.#isOver = true;
      this.#report();
      this.finish();
    }
  }

  #report() {
    const seconds = (performance.now() - this.from) / 1000;
    const used = process.cpuUsage(this.#cpu);
    const jobs = this.#done - this.#began;
    const cpuSeconds = (used.user + used.system) / 1e6;
    process.stdout.write(JSON.stringify({ jobs, seconds, cpuSeconds }) + "\n");
  }
}

async function add(meter) {
  const queue = new Queue(queueName, { connection });
  await queue.waitUntilReady();
  let asked = 0;
  const inTurn = async () => {
    while (asked < count) {
      await queue.add(name, dataOf(asked++));
      meter.note();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, inTurn));
  await queue.close();
}

async function bulk(meter) {
  const queue = new Queue(queueName, { connection });
  await queue.waitUntilReady();
  for (let asked = 0; asked < count; asked += atOnce) {
    const jobs = Array.from({ length: Math.min(atOnce, count - asked) }, (_, at) => ({ name, data: dataOf(asked + at) }));
    await queue.addBulk(jobs);
    meter.note(jobs.length);
  }
  await queue.close();
}

async function work(meter) {
  const worker = new Worker(queueName, async () => {}, {
    connection: { ...connection, maxRetriesPerRequest: null },
    concurrency: atOnce,
  });
  worker.on("completed", () => meter.note());
  worker.on("failed", (job, error) => {
    throw error;
  });
  await meter.finished;
  await worker.close();
}

await { add, bulk, work }[how](new Meter());
process.exit();
