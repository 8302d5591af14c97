#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Checks what no linker sees: that nothing in ui/ includes a header of server/ or the other way round, that
# protocol/ knows neither, that server/runtime, which puts the server together, is known to nothing below it, and that
# no file names a machine's own folders.
set -euo pipefail
cd "${1:?usage: arrows.sh SOURCE_FOLDER}"
failed=0

# Quoted includes in folder $1 that resolve to a file below folder $2.
refuse_includes() {
    local line path
    while IFS= read -r line; do
        path=$(sed -E 's/.*#include "([^"]+)".*/\1/' <<<"$line")
        if [[ -e "$2/$path" && ! -e "$1/$path" ]]; then
            echo "$line: $1 must not see $2" >&2
            failed=1
        fi
    done < <(grep -rnE '#include "' --include='*.h' --include='*.cpp' "$1" || true)
}

refuse_includes ui server
refuse_includes server ui
refuse_includes protocol server
refuse_includes protocol ui

if grep -rnE '#include "runtime/' --exclude-dir=runtime server >&2; then
    echo "nothing below server/runtime knows of it" >&2
    failed=1
fi
if grep -rnE '#include "' server/base | grep -v '#include "base/' >&2; then
    echo "server/base knows nothing of the server's other folders" >&2
    failed=1
fi
if grep -rnE '#include "' server/limits | grep -vE '#include "(limits|redis|http|auth|telemetry)/' >&2; then
    echo "server/limits counts in Redis for server/http and server/auth, and knows nothing else" >&2
    failed=1
fi
if grep -rnE '#include "' server/redis | grep -vE '#include "(redis|base|http|telemetry)/|#include "histogram.h"' >&2; then
    echo "server/redis knows server/base, http and telemetry only" >&2
    failed=1
fi
if grep -rnE '#include "' server/cache | grep -vE '#include "(cache|redis|store|telemetry|http|histogram)[/.]' >&2; then
    echo "server/cache knows redis, store and telemetry, and nothing else" >&2
    failed=1
fi
if grep -rnE '(^|[^[:alnum:]_./-])/(work|root|tmp/bash_jobs|home/[a-z]+/)' \
    --include='*.cpp' --include='*.h' --include='*.txt' --include='*.cmake' --include='*.md' --include='*.json' \
    --exclude-dir=build --exclude-dir=node_modules --exclude-dir=tests . >&2; then
    echo "these lines name a folder of one machine" >&2
    failed=1
fi
if grep -rnE '#include <(QWidget|QtWidgets|QApplication|QtCharts)' server protocol >&2; then
    echo "the server and the protocol know nothing of widgets" >&2
    failed=1
fi
exit "$failed"
