// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::http {
class Api;
}

namespace signalbox::greetings {

class GreetingService;

// GET and PUT /greetings/:name. `service` outlives the api.
void registerGreetings(http::Api &api, GreetingService &service);

} // namespace signalbox::greetings
