// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace signalbox::limits {

// Names the counters in Redis so that they don't tell whose they are: whoever sees its keys sees no address and no
// email, and can't find them by trying all without the secret. Servers that share counters share the secret. A value.
class CounterNames {
public:
    explicit CounterNames(const QByteArray &secret);

    // "limit:rate:" and 22 characters, of `kind` "rate".
    QByteArray of(QByteArrayView kind, QByteArrayView what) const;

private:
    QByteArray m_key;
};

} // namespace signalbox::limits
