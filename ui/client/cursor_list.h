// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"

#include <QPointer>
#include <QUrlQuery>

namespace signalbox::ui {

class Session;

// A list of the admin API that comes in parts, each of which names the cursor of the next. One question is under way
// at a time; the answer to an older one is dropped. Main thread.
class CursorList : public QObject {
    Q_OBJECT
public:
    enum class State : quint8 { Idle, Loading, Ready, Failed };

    static constexpr int PartSize = 100;
    static constexpr int LargestPart = 1000;

    CursorList(QString path, QString cursorKey, QObject *parent = nullptr);

    void setSession(Session *session); // null: asks nothing; what was asked is forgotten
    void setQuery(const QUrlQuery &query); // asks from the beginning when it is another
    const QUrlQuery &query() const { return m_query; }
    void reload(int rows = PartSize); // from the beginning, as many as are shown now
    void loadMore();

    State state() const { return m_state; }
    bool hasMore() const { return !m_next.isEmpty(); }
    QString error() const { return m_error; } // why the last question failed, for a person

signals:
    void restarted(const QCborMap &answer); // {items, …} from the beginning
    void moreCame(const QCborMap &answer);
    void stateChanged();

private:
    void ask(const QString &cursor, int rows);
    void take(const AdminClient::Answer &answer, bool more);
    void setState(State state, const QString &error = {});

    QString m_path;
    QString m_cursorKey;
    QPointer<Session> m_session;
    QUrlQuery m_query;
    QString m_next;
    QString m_error;
    quint64 m_question = 0;
    bool m_moreUnderWay = false;
    State m_state = State::Idle;
};

} // namespace signalbox::ui
