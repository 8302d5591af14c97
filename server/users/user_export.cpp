// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_export.h"

#include "users/user_service.h"

#include <QDateTime>

namespace signalbox::users {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int pageSize = 1000;

QByteArray line(const User &user, int sessions, qint64 nowMs)
{
    const QJsonObject json = toAdminJson(user, nowMs);
    QByteArrayList fields;
    for (const auto &name : {"id"_L1, "email"_L1, "name"_L1, "role"_L1})
        fields.append(csvField(json.value(name).toString()));
    fields.append(user.isDisabled(nowMs) ? "true" : "false");
    for (const auto &name : {"disabledUntil"_L1, "lastSeenAt"_L1})
        fields.append(csvField(json.value(name).toString()));
    fields.append(QByteArray::number(sessions));
    for (const auto &name : {"createdAt"_L1, "updatedAt"_L1})
        fields.append(csvField(json.value(name).toString()));
    return fields.join(',') + "\r\n";
}

QCoro::Task<> writeUsers(UserService &service, UserSearch search, std::shared_ptr<http::BodyWriter> writer)
{
    QByteArray chunk = "id,email,name,role,disabled,disabledUntil,lastSeenAt,sessions,createdAt,updatedAt\r\n";
    search.limit = pageSize;
    do {
        const UserList page = co_await service.listWithSessions(nullptr, search);
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        for (qsizetype i = 0; i < page.users.size(); ++i)
            chunk += line(page.users[i], page.sessions[i], now);
        search.cursor = page.next;
        if (!co_await writer->write(std::exchange(chunk, {})))
            co_return;
    } while (!search.cursor.isEmpty());
}

} // namespace

QByteArray csvField(const QString &text)
{
    QString field = text;
    if (!field.isEmpty() && u"=+-@\t\r"_s.contains(field.front()))
        field.prepend(u'\'');
    if (field.contains(u'"') || field.contains(u',') || field.contains(u'\n') || field.contains(u'\r')) {
        field.replace(u"\""_s, u"\"\""_s);
        field = u'"' + field + u'"';
    }
    return field.toUtf8();
}

http::Reply exportUsers(UserService &service, UserSearch search)
{
    const auto producer = [&service, search](std::shared_ptr<http::BodyWriter> writer) {
        return writeUsers(service, search, std::move(writer));
    };
    return http::Reply::stream("text/csv; charset=utf-8; header=present", producer)
        .withHeader("Content-Disposition", "attachment; filename=\"users.csv\"")
        .withHeader("Cache-Control", "no-store");
}

} // namespace signalbox::users
