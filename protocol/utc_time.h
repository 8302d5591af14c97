// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QTimeZone>

namespace signalbox {

// The moment that many milliseconds after 1970 in UTC, which ISO text shows by a Z. Qt 6.5 has another overload for
// it and deprecates the old one; QTimeZone::utc(), which both have, would show +00:00 in Qt 6.4.
inline QDateTime utcTime(qint64 millisecondsSinceEpoch)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QDateTime::fromMSecsSinceEpoch(millisecondsSinceEpoch, QTimeZone::UTC);
#else
    return QDateTime::fromMSecsSinceEpoch(millisecondsSinceEpoch, Qt::UTC);
#endif
}

// "2026-01-02T03:04:05.678Z"
QString isoText(qint64 millisecondsSinceEpoch);

} // namespace signalbox
