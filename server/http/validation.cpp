// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/validation.h"

#include "http/app_error.h"
#include "http/context.h"

namespace signalbox::http {

namespace {

[[noreturn]] void refuse(QByteArrayView name, const QString &problem)
{
    throw AppError::invalidField(QStringLiteral("query.") + QString::fromUtf8(name), problem);
}

} // namespace

qint64 queryNumber(const Context &context, QByteArrayView name, qint64 fallback, qint64 least, qint64 most)
{
    const QString text = context.query(name);
    if (text.isNull())
        return fallback;
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!isNumber || number < least || number > most)
        refuse(name, QStringLiteral("Must be a whole number from %1 to %2").arg(least).arg(most));
    return number;
}

bool queryFlag(const Context &context, QByteArrayView name, bool fallback)
{
    const QString text = context.query(name);
    if (text.isNull())
        return fallback;
    if (text == QLatin1String("1") || text == QLatin1String("true"))
        return true;
    if (text != QLatin1String("0") && text != QLatin1String("false"))
        refuse(name, QStringLiteral("Must be true or false"));
    return false;
}

} // namespace signalbox::http
