// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cleaning_cursor.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::jobs {

QByteArray CleaningCursor::encoded() const
{
    const QJsonArray all{phase, started, QString::fromLatin1(scan), place.toJson()};
    return QJsonDocument(all)
        .toJson(QJsonDocument::Compact)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<CleaningCursor> CleaningCursor::decoded(const QByteArray &text)
{
    const QJsonArray all = QJsonDocument::fromJson(QByteArray::fromBase64(text, QByteArray::Base64UrlEncoding)).array();
    const auto place = WalkPlace::fromJson(all[3]);
    if (all.size() != 4 || !place)
        return {};
    const CleaningCursor cursor{all[0].toInteger(-1), all[1].toInteger(-1), all[2].toString().toLatin1(), *place};
    bool isScan = false;
    cursor.scan.toULongLong(&isScan);
    if (cursor.phase < 0 || cursor.started <= 0 || !isScan)
        return {};
    return cursor;
}

} // namespace signalbox::jobs
