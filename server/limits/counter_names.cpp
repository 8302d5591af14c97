// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "limits/counter_names.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

namespace signalbox::limits {

namespace {

constexpr qsizetype nameBytes = 16; // two of a billion counters get one name once in 10^20 times

} // namespace

CounterNames::CounterNames(const QByteArray &secret)
    : m_key(QMessageAuthenticationCode::hash("names of limits", secret, QCryptographicHash::Sha256))
{
}

QByteArray CounterNames::of(QByteArrayView kind, QByteArrayView what) const
{
    const QByteArray digest = QMessageAuthenticationCode::hash(what.toByteArray(), m_key, QCryptographicHash::Sha256);
    return "limit:" + kind.toByteArray() + ':'
        + digest.first(nameBytes).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace signalbox::limits
