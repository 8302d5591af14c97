# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things are, and how long is measured: set by scripts/bench and the environment."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
BUILD = Path(os.environ.get("BENCH_BUILD", SOURCE / "build" / "bench"))
PROGRAM = BUILD / "bin" / "signalbox"
TOOLS = BUILD / "bin" / "bench"
PEERS = BUILD / "peers"
RESULTS = BUILD / "results"
WORK = Path(tempfile.mkdtemp(prefix="signalbox-bench-"))
atexit.register(shutil.rmtree, WORK, ignore_errors=True)

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
CONNECTIONS = 64
