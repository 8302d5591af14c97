// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>
#include <QString>

#include <optional>
#include <variant>

namespace signalbox::admin {

// Why a client's message was not followed.
struct FeedError {
    QString message; // says what is allowed
    std::optional<qsizetype> position; // of the part of a filter that can't be read, in characters
    qsizetype length = 0;

    QCborMap toCbor() const; // {error, position?, length?}
};

struct Subscribe {
    QString topic;
    QCborMap options; // without the topic
};

struct Unsubscribe {
    QString topic;
};

using FeedMessage = std::variant<Subscribe, Unsubscribe, FeedError>;

FeedMessage parseFeedText(const QString &json);
FeedMessage parseFeedBinary(const QByteArray &cbor);

} // namespace signalbox::admin
