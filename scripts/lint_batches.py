# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the sources of a folder together for clang-tidy: most of its time goes into the headers that they share.

    lint_batches.py BUILD_FOLDER FILE...

Writes BUILD_FOLDER/together/, a source that includes those of a batch and the compile commands for them, and prints
what clang-tidy is to read. Sources whose names clash are kept apart.
"""

import json
import os
import shlex
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

BATCH = 8  # files; more would take memory and find the last ones late


def commands_of(build_folder):
    with open(os.path.join(build_folder, "compile_commands.json"), encoding="utf-8") as file:
        return {os.path.realpath(entry["file"]): entry for entry in json.load(file)}


def flags_of(entry):
    words = shlex.split(entry["command"])
    return words[: words.index("-o")]


def batches_of(files, commands):
    batches = {}
    for path in files:
        entry = commands.get(os.path.realpath(path))
        if entry is None:
            sys.exit(f"lint_batches: {path} is not built, so it can't be read")
        batches.setdefault((os.path.dirname(path), entry["directory"], tuple(flags_of(entry))), []).append(path)
    numbers = Counter()  # by folder, of which the files may have several kinds of flags
    for (folder, directory, flags), paths in sorted(batches.items()):
        for begin in range(0, len(paths), BATCH):
            yield f"{folder.replace('/', '_')}_{numbers[folder]}.cpp", directory, list(flags), paths[begin : begin + BATCH]
            numbers[folder] += 1


def put_together(target, batch):
    """The compile commands of a batch: one, or those of its halves when its names clash."""
    name, directory, flags, paths = batch
    if len(paths) == 1:
        source = os.path.realpath(paths[0])
        return [{"directory": directory, "file": source, "arguments": [*flags, "-c", source]}]
    path = os.path.join(target, name)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f'#include "{os.path.realpath(source)}" // NOLINT\n' for source in paths)
    check = subprocess.run([*flags, "-fsyntax-only", path], cwd=directory, capture_output=True, check=False)
    if check.returncode == 0:
        return [{"directory": directory, "file": path, "arguments": [*flags, "-c", path]}]
    half = len(paths) // 2
    first = put_together(target, (f"{name[:-4]}a.cpp", directory, flags, paths[:half]))
    return first + put_together(target, (f"{name[:-4]}b.cpp", directory, flags, paths[half:]))


def main():
    build_folder, files = os.path.realpath(sys.argv[1]), sys.argv[2:]
    target = os.path.join(build_folder, "together")
    os.makedirs(target, exist_ok=True)
    batches = list(batches_of(files, commands_of(build_folder)))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        entries = [entry for found in threads.map(lambda batch: put_together(target, batch), batches) for entry in found]
    with open(os.path.join(target, "compile_commands.json"), "w", encoding="utf-8") as file:
        json.dump(entries, file, indent=1)
    print("\n".join(entry["file"] for entry in entries))


if __name__ == "__main__":
    main()
