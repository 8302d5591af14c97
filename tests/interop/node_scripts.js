// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const scripts = require(join(dirname(require.resolve("bullmq")), "scripts"));

// Those of BullMQ's scripts that Redis doesn't know, by the hashes that Node asks for.
export async function unknownScripts(client, names) {
  const hashes = names.map((name) => createHash("sha1").update(scripts[name].content).digest("hex"));
  const known = await client.script("EXISTS", ...hashes);
  return names.filter((_, at) => !known[at]);
}
