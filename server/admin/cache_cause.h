// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cause.h"
#include "http/context.h"

namespace signalbox::admin {

// What the log of invalidations says of what an admin's request did.
inline cache::Cause causeOf(const http::Context &context)
{
    const http::Identity *identity = context.identity();
    return {context.requestId(), context.head().methodName + ' ' + context.route(),
            identity ? (identity->actorId.isEmpty() ? identity->userId : identity->actorId) : QByteArray()};
}

} // namespace signalbox::admin
