// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

namespace signalbox::http {

// Tells browsers not to guess types, not to frame, not to run anything out of an API's answers; what a handler sets
// itself (a page needs another policy) stays. No Strict-Transport-Security: on "localhost" it would break every other
// server of that name for a year.
ReplyStep securityHeaders();

} // namespace signalbox::http
