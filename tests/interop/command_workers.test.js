// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The programs of docs/jobs-workers.md, as they stand, behind queues that Node adds to.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Queue, QueueEvents } from "bullmq";
import { writeDocumentedFiles } from "./documented_files.js";
import { startRedis } from "./redis.js";
import { startServer } from "./server.js";
import { eventually } from "./workers.js";

const patience = 60_000;

let folder;
let redis;
let server;
const opened = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-workers-"));
  const files = await writeDocumentedFiles("jobs-workers.md", folder);
  assert.deepEqual(files, ["checksum.sh", "letters.py", "measure.cjs", "signalbox.toml"]);
  redis = await startRedis();
  server = await startServer(["--config", join(folder, "signalbox.toml")], { REDIS_URL: redis.url }, folder);
});
after(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await server?.stop();
  await redis?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

// The job, and what it gives.
async function run(name, data) {
  const connection = { path: redis.url.slice("unix://".length) };
  const queue = new Queue(name, { connection });
  const events = new QueueEvents(name, { connection });
  opened.push(queue, events);
  await events.waitUntilReady();
  const job = await queue.add("run", data, { attempts: 3 });
  const outcome = await job.waitUntilFinished(events, patience).then(
    (result) => ({ result }),
    (error) => ({ error: error.message }),
  );
  const { attemptsMade, progress } = await queue.getJob(job.id);
  return { ...outcome, attemptsMade, progress, logs: (await queue.getJobLogs(job.id)).logs };
}

test("the one in sh", async () => {
  const data = { a: [1, "ü"] };
  const sum = createHash("sha256").update(JSON.stringify(data)).digest("hex");
  assert.deepEqual(await run("checksum", data), { result: sum, attemptsMade: 1, progress: 100, logs: ["reading"] });
});

test("the one in Python", async () => {
  const sent = await run("letters", { to: "ann@example.com", pages: ["first", "second"] });
  assert.deepEqual(sent.result, { sent: 2 });
  assert.equal(sent.progress, 100);
  assert.deepEqual(sent.logs, ["first goes to ann@example.com", "second goes to ann@example.com"]);
  const refused = await run("letters", { to: "nobody", pages: [] });
  assert.deepEqual([refused.error, refused.attemptsMade], ["no address: nobody", 1]);
});

test("the one in Node", async () => {
  const file = join(folder, "twelve bytes");
  await writeFile(file, "x".repeat(12));
  assert.deepEqual((await run("measure", { file })).result, { bytes: 12 });
  const refused = await run("measure", { file: join(folder, "none") });
  assert.match(refused.error, /ENOENT/);
  assert.equal(refused.attemptsMade, 1);
});

// A dead one may stay in the table for a while, if whoever should doesn't ask how it ended.
async function runs(process) {
  const row = await readFile(`/proc/${process}/stat`, "utf8").catch(() => "");
  return row !== "" && !row.includes(") Z ");
}

test("what a command has started ends with a server that is killed", async () => {
  const script = `trap "" TERM; kill -TERM 0; sleep 300 & echo $PPID $$ $! >&2; wait; true`;
  const config = join(folder, "killed.toml");
  await writeFile(config, `[workers.killed]\ncommand = ["sh", "-c", '${script}']\n`);
  const killed = await startServer(["--config", config], { REDIS_URL: redis.url }, folder);
  try {
    const queue = new Queue("killed", { connection: { path: redis.url.slice("unix://".length) } });
    opened.push(queue);
    const job = await queue.add("run", {});
    const [row] = await eventually(async () => {
      const { logs } = await queue.getJobLogs(job.id);
      return logs.length > 0 && logs;
    }, "no processes in the log");
    const [server, command, started] = row.split(" ").map(Number);
    for (const each of [server, command, started]) assert.ok(await runs(each), `${each} doesn't run`);
    process.kill(server, "SIGKILL");
    await eventually(async () => !(await runs(command)), "the command has ended");
    await eventually(async () => !(await runs(started)), "what it has started has ended");
  } finally {
    await killed.stop();
  }
});
