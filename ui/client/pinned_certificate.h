// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSslConfiguration>

namespace signalbox::ui {

// Of a client that knows its server's certificate: every handshake reports errors, so that the certificate is always
// compared, and one that an authority signed is no better than any other.
QSslConfiguration trustingNobody();

} // namespace signalbox::ui
