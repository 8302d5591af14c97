// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/request.h"

namespace signalbox::gate {

// Fills in the method; the name of a known one is shared static data.
void setMethod(http::RequestHead &head, QByteArrayView name);

} // namespace signalbox::gate
