// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

namespace signalbox::http {

// Whether a client's `x-request-id` may be used as it is: 1 to 128 characters of A-Za-z0-9._- (the contract).
bool isRequestId(QByteArrayView id);

} // namespace signalbox::http
