// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::auth {

// Who impersonates, in the `act` of a token that the holder of the run token asked for: a user it is not.
inline const QByteArray runTokenActor = "00000000-0000-0000-0000-000000000000";

} // namespace signalbox::auth
