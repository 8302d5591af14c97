// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>
#include <QCborValue>
#include <QDateTime>

#include <limits>

namespace signalbox::ui {

// Numbers in the admin API's answers may come as integers or doubles: JSON knows no difference.
inline qint64 integerField(const QCborMap &map, const char *name)
{
    const QCborValue value = map.value(QLatin1String(name));
    return value.isDouble() ? qint64(value.toDouble()) : value.toInteger();
}

// NaN when it is absent or null.
inline double numberField(const QCborMap &map, const char *name)
{
    const QCborValue value = map.value(QLatin1String(name));
    if (value.isInteger())
        return double(value.toInteger());
    return value.toDouble(std::numeric_limits<double>::quiet_NaN());
}

// Milliseconds since the epoch, of a time that is told so or in ISO 8601; 0 when it is absent or null.
inline qint64 momentField(const QCborMap &map, const char *name)
{
    const QCborValue value = map.value(QLatin1String(name));
    if (!value.isString())
        return integerField(map, name);
    const QDateTime moment = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return moment.isValid() ? moment.toMSecsSinceEpoch() : 0;
}

} // namespace signalbox::ui
