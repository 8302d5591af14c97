# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the scripts share. Sourced, not run; leaves the caller in the top folder.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

trap 'printf "%s: failed at line %s: %s\n" "$(basename "$0")" "$LINENO" "$BASH_COMMAND" >&2' ERR

# configure PRESET [CMAKE ARGUMENT...]: quiet unless it fails.
configure() {
    local preset=$1 output
    shift
    output=$(cmake --preset "$preset" "$@" 2>&1) || {
        printf '%s\n' "$output" >&2
        die "CMake can't configure the preset $preset; scripts/setup installs what is needed"
    }
}

# build PRESET [TARGET...]
build() {
    local preset=$1
    shift
    configure "$preset"
    if (($# > 0)); then set -- --target "$@"; fi
    if [[ -t 2 ]]; then
        cmake --build --preset "$preset" "$@" >&2
    else # a log: what fails, and not a line for each file
        cmake --build --preset "$preset" "$@" -- --quiet >&2
    fi
}

have() { command -v "$1" >/dev/null 2>&1; }

# A TCP port that is free now.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
