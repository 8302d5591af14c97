// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Redis from "ioredis";

// Starts a redis-server on a Unix socket of its own. Resolves to { url, client(), stop() } once it answers.
export async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-redis-"));
  const path = join(folder, "redis.sock");
  const program = spawn("redis-server", ["--port", "0", "--unixsocket", path, "--save", "", "--dir", folder], {
    stdio: "ignore",
  });
  const clients = [];
  const client = () => {
    const made = new Redis({ path, maxRetriesPerRequest: null });
    made.on("error", () => {}); // it is not there yet, and tries again
    clients.push(made);
    return made;
  };
  const stop = async () => {
    for (const one of clients) one.disconnect();
    if (program.exitCode === null) {
      program.kill("SIGKILL");
      await once(program, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  };
  await client().ping();
  return { url: `unix://${path}`, client, stop };
}
