// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/request_id.h"

#include <algorithm>

namespace signalbox::http {

bool isRequestId(QByteArrayView id)
{
    const auto isAllowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_'
            || c == '-';
    };
    return !id.isEmpty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), isAllowed);
}

} // namespace signalbox::http
