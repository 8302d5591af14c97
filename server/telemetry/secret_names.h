// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

namespace signalbox::telemetry {

// Whether a field, parameter or header of this name holds a secret, by its words: "password", "refresh_token",
// "X-Amz-Signature". Case, `-` and `_` don't count; `%70` of addresses and `\u0070` of JSON are read. Any thread.
bool isSecretName(QByteArrayView name);

} // namespace signalbox::telemetry
