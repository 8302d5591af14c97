// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::gate {

// The Date field of answers, "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", made once a second. One for each gate.
class HttpDate {
public:
    const QByteArray &field();

private:
    qint64 m_second = -1;
    QByteArray m_field;
};

} // namespace signalbox::gate
