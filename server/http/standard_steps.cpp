// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/standard_steps.h"

#include "http/api.h"
#include "http/middleware/security_headers.h"

namespace signalbox::http {

void useStandardSteps(Api &api, ComputePool &pool, CorsSettings corsSettings)
{
    api.onReply(securityHeaders());
    api.onReply(cors(std::move(corsSettings)));
    api.onReply(compression(pool));
}

} // namespace signalbox::http
