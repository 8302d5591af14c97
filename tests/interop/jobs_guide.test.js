// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// docs/jobs-guide.md, as it stands: its files are written and its commands are run in one shell, in its order. The ports
// are given by the variables that the page has for them; what npm installs is what the lock file of these tests says.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Queue } from "bullmq";
import { documentedSteps } from "./documented_files.js";

const patience = 120_000; // of a program on a busy machine

let folder;
let ports;
let shell;
let queue;

async function freePort() {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address();
  listener.close();
  return port;
}

async function eventually(condition, what) {
  const end = Date.now() + patience;
  for (;;) {
    const result = await condition();
    if (result) return result;
    assert.ok(Date.now() < end, `never: ${what}; the shell said at last:\n${shell.output.slice(-4000)}`);
    await pause(50);
  }
}

// What a person has open: a command that fails ends it, and says which one it was.
class Shell {
  output = "";
  #steps = 0;

  constructor(cwd, environment) {
    this.process = spawn("bash", ["-eux", "-o", "pipefail"], { cwd, env: { ...process.env, ...environment }, detached: true });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on("data", (bytes) => (this.output += bytes));
    this.process.stdin.on("error", () => {}); // it has ended
  }

  // What the commands say, and those that run beside them; `folder` is where they are then.
  async run(commands) {
    const file = join(folder, `step${++this.#steps}.sh`);
    const mark = new RegExp(`^step ${this.#steps} is done in (.*)$`, "m");
    const from = this.output.length;
    await writeFile(file, commands);
    this.process.stdin.write(`source ${file} </dev/null; printf "\\nstep %s is done in %s\\n" ${this.#steps} "$PWD"\n`);
    await eventually(() => mark.test(this.output) || this.process.exitCode !== null, commands);
    assert.equal(this.process.exitCode, null, `these commands failed:\n${commands}\nThey said:\n${this.output.slice(from).slice(-4000)}`);
    this.folder = mark.exec(this.output)[1];
    return this.output.slice(from);
  }

  async end() {
    try {
      process.kill(-this.process.pid, "SIGTERM");
      await pause(500);
      process.kill(-this.process.pid, "SIGKILL");
    } catch {} // none is left
  }
}

async function answers(port) {
  return fetch(`http://127.0.0.1:${port}/ready`).then(({ ok }) => ok, () => false);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-guide-"));
  ports = { redis: await freePort(), server: await freePort() };
  await mkdir(join(folder, "bin"));
  await symlink(process.env.SIGNALBOX_PROGRAM, join(folder, "bin", "signalbox"));
  shell = new Shell(folder, {
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    REDIS_PORT: `${ports.redis}`,
    PORT: `${ports.server}`,
    SIGNALBOX_DATA_DIR: join(folder, "data"),
    XDG_CONFIG_HOME: join(folder, "configuration"),
    QT_QPA_PLATFORM: "offscreen",
    npm_config_prefer_offline: "true",
  });
  queue = new Queue("reports", { connection: { host: "127.0.0.1", port: ports.redis } });
  queue.on("error", () => {}); // its Redis isn't there yet
});
after(async () => {
  await shell?.end();
  await queue?.close();
  if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

test("the page's files and commands are those that are known here", async () => {
  const steps = await documentedSteps("jobs-guide.md");
  const named = steps.map(({ name, commands }) => name ?? commands.trimEnd().split("\n").at(-1).trim());
  assert.deepEqual(named, [
    "mkdir reports && cd reports",
    "package.json",
    "npm install",
    "node-worker.mjs",
    "node node-worker.mjs &",
    "report.py",
    "signalbox.toml",
    "signalbox --config signalbox.toml &",
    "add.mjs",
    "node add.mjs",
    `-d '{"name": "sum", "data": {"numbers": [20, 22]}, "opts": {"attempts": 3}}'`,
    "kill $(jobs -p)",
  ]);
});

test("the page runs, both workers share the queue, and each job is done once", async () => {
  const steps = await documentedSteps("jobs-guide.md");
  const ending = steps.pop();
  let said;
  for (const { name, content, commands } of steps) {
    if (name) await writeFile(join(shell.folder, name), content);
    else said = await shell.run(commands);
    if (name === "package.json") await copyFile("package-lock.json", join(shell.folder, "package-lock.json"));
    if (commands?.includes("signalbox ")) {
      await eventually(() => answers(ports.server), "the server is ready");
      await eventually(async () => (await queue.getWorkers()).length === 2, "two workers");
    }
  }
  assert.match(shell.output, /^added 100$/m);
  const [, id] = /\{"id":"(.+?)"\}/.exec(said);
  await eventually(async () => (await queue.getCompletedCount()) === 101, "all jobs are completed");
  const jobs = await queue.getCompleted(0, 200);
  assert.equal(jobs.length, 101);
  assert.equal(jobs.find((job) => job.id === id).returnvalue.total, 42);
  const by = { node: 0, signalbox: 0 };
  for (const job of jobs) {
    assert.equal(job.returnvalue.total, job.data.numbers.reduce((sum, number) => sum + number, 0));
    assert.equal(job.attemptsStarted, 1);
    assert.equal(job.progress, 50);
    by[job.returnvalue.by] += 1;
  }
  assert.ok(by.node > 0 && by.signalbox > 0, JSON.stringify(by));
  const ours = jobs.find((job) => job.returnvalue.by === "signalbox" && job.id !== id);
  assert.deepEqual((await queue.getJobLogs(ours.id)).logs, ["adding 3 numbers"]);
  await shell.run(ending.commands);
  await shell.run("wait");
  assert.ok(!(await answers(ports.server)));
});
