// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox {

// The reason phrase of a status, "Not Found"; empty when there is none (RFC 9110, 15). A literal; any thread.
const char *statusPhrase(int status);

} // namespace signalbox
