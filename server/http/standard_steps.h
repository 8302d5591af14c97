// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/middleware/compression.h"
#include "http/middleware/cors.h"

namespace signalbox::http {

class Api;

// What every answer of the server gets: security headers, CORS and compression. Beside them the dispatcher itself
// gives each an `x-request-id`. `pool` outlives the api.
void useStandardSteps(Api &api, ComputePool &pool, CorsSettings corsSettings);

} // namespace signalbox::http
