// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "value.h"

#include <QString>

#include <functional>

namespace signalbox::app {

struct Configuration;

// What a setting takes: how to say so to a person, and how to check and store it.
struct Kind {
    QString allowed;
    std::function<bool(const Value &, Configuration &)> apply;
};

template <typename T> using Store = std::function<void(Configuration &, T)>;

Kind booleanKind(Store<bool> store);
Kind integerKind(qint64 least, qint64 most, Store<qint64> store);
Kind sizeKind(qint64 least, qint64 most, Store<qint64> store); // bytes
Kind durationKind(std::chrono::milliseconds least, std::chrono::milliseconds most,
                  Store<std::chrono::milliseconds> store);
Kind choiceKind(const QStringList &choices, Store<QString> store);
Kind textKind(Store<QString> store); // not empty
Kind fileKind(Store<QString> store); // a file or folder's name
Kind addressKind(Store<QString> store); // to listen on
Kind urlKind(const QStringList &schemes, Store<QString> store);
Kind databaseKind(Store<QString> store); // a URL, see store::DatabaseUrl
Kind redisKind(Store<QString> store); // a URL, see redis::RedisUrl, or noRedis
inline const QString noRedis = QStringLiteral("none");
Kind smtpKind(Store<QString> store); // a URL, see mail::SmtpUrl
Kind senderKind(Store<QString> store); // see mail::MailAddress
Kind emailKind(Store<QString> store);
Kind passwordKind(Store<QString> store); // one that bcrypt takes
Kind secretKind(Store<QString> store); // of access tokens
Kind secretsKind(Store<QStringList> store);
Kind originsKind(Store<QStringList> store); // CORS
Kind commandKind(Store<QStringList> store); // a program and its arguments

} // namespace signalbox::app
