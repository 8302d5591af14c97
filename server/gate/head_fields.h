// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/refusal.h"
#include "http/request.h"

namespace signalbox::gate {

// Two lengths, or one that can't be read (RFC 9112, 6.3).
inline constexpr Refusal unclearLength{
    400, "The body's length must be told once, by one Content-Length in digits or one Transfer-Encoding: chunked"};

// Checks the fields of a head that was read, and fills in what follows from them: framing, keep-alive, upgrade,
// the target's form. RFC 9112, sections 3.2, 6 and 9; RFC 9110, sections 7.2, 7.8 and 10.1.1.
Refusal interpretFields(http::RequestHead &head);

} // namespace signalbox::gate
