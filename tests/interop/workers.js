// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

export const patience = 20_000;
const startPatience = 60_000; // of a program on a busy machine

export async function eventually(condition, what, longest = patience) {
  const end = Date.now() + longest;
  for (;;) {
    const result = await condition();
    if (result) return result;
    assert.ok(Date.now() < end, `never: ${typeof what === "function" ? await what() : what}`);
    await pause(10);
  }
}

const programs = {
  ours: (task) => [process.env.SIGNALBOX_WORKER_DRIVER, [task]],
  node: (task) => [process.execPath, ["node_worker.js", task]],
};

// A worker in a process of its own, of ours or of Node's, with options as BullMQ has them. What it says is in
// `events`.
export class WorkerProcess {
  static #all = new Set();

  static async start(kind, task) {
    const worker = new WorkerProcess(kind, task);
    await worker.says("ready", {}, startPatience);
    return worker;
  }

  static async killAll() {
    await Promise.all([...WorkerProcess.#all].map((worker) => worker.kill()));
  }

  // `task` is { redis, queue, prefix, options }.
  constructor(kind, task) {
    const [program, words] = programs[kind](JSON.stringify(task));
    this.events = [];
    this.process = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
    this.process.stdin.on("error", () => {}); // it was killed
    createInterface({ input: this.process.stdout }).on("line", (line) => this.events.push(JSON.parse(line)));
    WorkerProcess.#all.add(this);
  }

  all(event, more = {}) {
    const fits = (said) => Object.entries(more).every(([name, value]) => said[name] === value);
    return this.events.filter((said) => said.event === event && fits(said));
  }

  says(event, more, longest) {
    const what = () => `${event} ${JSON.stringify(more ?? {})}; it said ${JSON.stringify(this.events.slice(-20))}`;
    return eventually(() => this.all(event, more)[0], what, longest);
  }

  order(command, more = {}) {
    this.process.stdin.write(JSON.stringify({ do: command, ...more }) + "\n");
  }

  async close() {
    this.order("close");
    await this.says("closed");
    await this.#ended();
    assert.equal(this.process.exitCode, 0);
  }

  async kill() {
    this.process.kill("SIGKILL");
    await this.#ended();
  }

  async #ended() {
    WorkerProcess.#all.delete(this);
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, "exit");
  }
}
