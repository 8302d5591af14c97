// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

// Writes into `folder` the files that a page of docs/ names before its blocks, like `name.js`, and resolves to their names.
export async function writeDocumentedFiles(page, folder) {
  const text = await readFile(join(process.env.SIGNALBOX_SOURCE, "docs", page), "utf8");
  const files = [...text.matchAll(/`([\w.-]+)`[^`\n]*:\n\n```\w+\n([\s\S]*?)```/g)];
  for (const [, name, content] of files) await writeFile(join(folder, name), content);
  return files.map(([, name]) => name).sort();
}
