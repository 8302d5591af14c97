// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::http {

class Api;

// GET /openapi.json, what is registered with `api` described in OpenAPI 3.1, and GET /docs, a page to read it and try
// the routes. `api` outlives its routes. Described are the routes that are there at the time of the request.
void registerOpenApi(Api &api);

} // namespace signalbox::http
