// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace signalbox::http {

// `body` in the gzip format (RFC 1952). Any thread. Empty when there is no memory for it.
QByteArray gzip(QByteArrayView body);

// What gzip() compressed. Empty when it can't be read. For the program's own data: the result has no bound.
QByteArray gunzip(QByteArrayView compressed);

// Whether an Accept-Encoding wants gzip rather than the body as it is (RFC 9110, 12.5.3), by its q-values.
bool acceptsGzip(QByteArrayView acceptEncoding);

} // namespace signalbox::http
