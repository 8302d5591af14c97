// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/headers.h"

namespace signalbox::http {

// Adds `name` to the Vary field, unless it is there, or the field is "*".
void addVary(Headers &headers, QByteArrayView name);

} // namespace signalbox::http
