// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox {
class ComputePool;
namespace http {
class Api;
}
} // namespace signalbox

namespace signalbox::demo {

// Routes to try the server with; register them as a group, so that they can go again:
// GET and POST /demo/echo, GET /demo/slow?ms=, GET /demo/fail?status=&throw=, GET /demo/cpu?ms=.
// `pool`, which outlives the api, does the computing.
void registerDemo(http::Api &api, ComputePool &pool);

} // namespace signalbox::demo
