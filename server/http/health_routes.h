// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::telemetry {
class Telemetry;
}

namespace signalbox::http {

class Api;
class ReadyChecks;

// GET /health, /ready and /debug/active, for anyone. `checks` and `telemetry` outlive the api.
void registerHealth(Api &api, const ReadyChecks &checks, const telemetry::Telemetry &telemetry);

} // namespace signalbox::http
