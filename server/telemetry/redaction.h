// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QVarLengthArray>

namespace signalbox::telemetry {

// A request's path with the values of secret query parameters struck out. Allocates only for a changed path that
// is long; `path` must outlive it.
class RedactedPath {
public:
    explicit RedactedPath(QByteArrayView path);
    QByteArrayView view() const { return m_changed ? QByteArrayView(m_buffer.data(), m_buffer.size()) : m_path; }

private:
    void copyParameters(QByteArrayView query);

    QByteArrayView m_path;
    QVarLengthArray<char, 1024> m_buffer;
    bool m_changed = false;
};

// A header's value as it may be stored: struck out whole when the header is one of secrets, else without the secrets
// in the query of an address.
QByteArray redactedHeader(QByteArrayView name, QByteArrayView value);

// A body as it may be stored: without the values of secret fields of JSON, forms and multipart forms. `body` may be
// cut off anywhere: what follows a secret field's name is struck out to the end.
QByteArray redactedBody(QByteArrayView body, QByteArrayView contentType);

} // namespace signalbox::telemetry
