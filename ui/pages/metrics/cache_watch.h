// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "pages/metrics/cache_state.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace signalbox::ui {

class Session;

// How the server's cache is now: asked for when it connects, then told by the feed once a second. Keeps the last it
// knew of a server while there is none. Main thread.
class CacheWatch : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void setSession(Session *session);
    const std::optional<CacheState> &state() const { return m_state; } // none: nothing is known yet
    const QString &error() const { return m_error; } // why not, for a person
    void refresh(); // asks now
    void take(const CacheNamespace &changed); // what the server answered to a change of it

signals:
    void changed();

private:
    void set(const CacheState &state);

    QPointer<Session> m_session;
    Endpoint m_server; // whose state it is
    std::optional<CacheState> m_state;
    QString m_error;
    quint64 m_told = 0; // how often the feed, or the answer to a change, has told of it
};

} // namespace signalbox::ui
