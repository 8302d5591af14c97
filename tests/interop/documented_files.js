// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const file = /`(?<name>[\w.-]+)`[^`\n]*:\n\n```\w+\n(?<content>[\s\S]*?)```/;
const commands = /(?<=\n\n)(?<commands>(?: {4}.*\n)+)/;

// What a page of docs/ has to write and to run, in its order: {name, content} for a file that it names before a block,
// like `name.js`, and {commands} for lines that are set in.
export async function documentedSteps(page) {
  const text = await readFile(join(process.env.SIGNALBOX_SOURCE, "docs", page), "utf8");
  const steps = text.matchAll(new RegExp(`${file.source}|${commands.source}`, "g"));
  return [...steps].map(({ groups }) => ({ ...groups, commands: groups.commands?.replaceAll(/^ {4}/gm, "") }));
}

// Writes into `folder` the files of a page, and resolves to their names.
export async function writeDocumentedFiles(page, folder) {
  const files = (await documentedSteps(page)).filter(({ name }) => name);
  for (const { name, content } of files) await writeFile(join(folder, name), content);
  return files.map(({ name }) => name).sort();
}
