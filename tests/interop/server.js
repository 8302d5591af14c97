// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const startTimeoutMs = 20_000;

// Starts the program (SIGNALBOX_PROGRAM) without a window, on a free port and with a data folder of its own.
// Resolves to { url, stop() } once it listens.
export async function startServer(args = [], environment = {}, cwd = undefined) {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-interop-"));
  const program = spawn(
    process.env.SIGNALBOX_PROGRAM,
    ["--headless", "--port", "0", "--data-dir", folder, ...args],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment }, cwd },
  );
  const exited = new Promise((resolve) => program.once("exit", resolve));
  const stop = async () => {
    program.kill("SIGTERM");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await listeningUrl(program), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listeningUrl(program) {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why) => reject(new Error(`${why}; it said:\n${output}`));
    const timer = setTimeout(() => fail("the server did not start in time"), startTimeoutMs);
    const read = (chunk) => {
      output += chunk;
      const found = /https?:\/\/[^\s"]+:\d+/.exec(output);
      if (found) {
        clearTimeout(timer);
        resolve(found[0]);
      }
    };
    program.stdout.on("data", read);
    program.stderr.on("data", read);
    program.once("exit", (code) => fail(`the server ended with ${code}`));
  });
}
