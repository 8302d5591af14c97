// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// docs/jobs-guide.md, as it stands: its files are written and run, on another port than it names.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Queue } from "bullmq";
import { writeDocumentedFiles } from "./documented_files.js";
import { startServer } from "./server.js";

const patience = 60_000;
const token = "interop-token-0123456789";
const run = promisify(execFile);

let folder;
let port;
let redis;
let server;
let nodeWorker;
let environment;
let queue;

async function freePort() {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port: found } = listener.address();
  listener.close();
  return found;
}

async function eventually(condition, what) {
  const end = Date.now() + patience;
  for (;;) {
    const result = await condition();
    if (result) return result;
    assert.ok(Date.now() < end, `never: ${what}`);
    await pause(50);
  }
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-guide-"));
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  port = await freePort();
  redis = spawn("redis-server", ["--port", `${port}`, "--save", "", "--dir", folder], { stdio: "ignore" });
  environment = { ...process.env, REDIS_URL: `redis://127.0.0.1:${port}` };
  assert.deepEqual(await writeDocumentedFiles("jobs-guide.md", folder), ["add.mjs", "node-worker.mjs", "report.py", "signalbox.toml"]);
  queue = new Queue("reports", { connection: { host: "127.0.0.1", port } });
  await queue.waitUntilReady();
  nodeWorker = spawn("node", ["node-worker.mjs"], { cwd: folder, env: environment, stdio: "ignore" });
  server = await startServer(
    ["--config", join(folder, "signalbox.toml")],
    { REDIS_URL: environment.REDIS_URL, SIGNALBOX_ADMIN_TOKEN: token },
    folder,
  );
});
after(async () => {
  await server?.stop();
  nodeWorker?.kill("SIGTERM");
  await queue?.close();
  redis?.kill("SIGKILL");
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("both workers share the queue, and each job is done once", async () => {
  await eventually(async () => (await queue.getWorkers()).length === 2, "two workers");
  const { stdout } = await run("node", ["add.mjs"], { cwd: folder, env: environment });
  assert.equal(stdout, "added 100\n");
  await eventually(async () => (await queue.getCompletedCount()) === 100, "a hundred completed jobs");
  const jobs = await queue.getCompleted(0, 200);
  const by = { node: 0, signalbox: 0 };
  for (const job of jobs) {
    const index = job.data.numbers[0];
    assert.equal(job.returnvalue.total, 2 * index + 1);
    assert.equal(job.attemptsStarted, 1);
    assert.equal(job.progress, 50);
    by[job.returnvalue.by] += 1;
  }
  assert.equal(jobs.length, 100);
  assert.ok(by.node > 0 && by.signalbox > 0, JSON.stringify(by));
  const ours = jobs.find((job) => job.returnvalue.by === "signalbox");
  assert.deepEqual((await queue.getJobLogs(ours.id)).logs, ["adding 3 numbers"]);
});
