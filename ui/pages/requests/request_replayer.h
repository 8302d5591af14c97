// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/request_export.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QNetworkReply;

namespace signalbox::ui {

class Session;

// Sends a request to the server's own routes again. Main thread; never blocks.
class RequestReplayer : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 MaxAnswerBytes = 1024 * 1024; // more is cut off
    static constexpr std::chrono::seconds Timeout{30};

    struct Outcome {
        int status = 0; // 0: no answer
        QByteArray id; // of the new request
        HeaderList headers;
        QByteArray body;
        bool truncated = false;
        double ms = 0; // as seen from here
        QString error; // for a person; empty when an answer came
    };
    using Done = std::function<void(const Outcome &)>;

    explicit RequestReplayer(QObject *parent = nullptr);
    void setSession(Session *session);

    // `original` goes along as the header x-signalbox-replay, so that the server's log tells a replay from the first.
    void send(const RepeatableRequest &request, const QByteArray &original, QObject *context, Done done);

private:
    QPointer<Session> m_session;
};

} // namespace signalbox::ui
