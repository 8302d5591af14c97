// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/json_check.h"

namespace signalbox::jobs {

// Whether it is JSON to the letter, which Node's JSON.parse() takes in. Qt's reader takes in more, as unknown escapes,
// line ends within a text and "1."; a result of that kind ends every listener of Node's. Any thread.
inline bool isJson(const QByteArray &text)
{
    constexpr int deepest = 1000;
    return !http::checkJson(text, deepest);
}

} // namespace signalbox::jobs
