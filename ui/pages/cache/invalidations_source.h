// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/cursor_list.h"
#include "pages/cache/invalidation.h"

namespace signalbox::ui {

// Where invalidations come from: the newest and older ones by question, new ones by the feed. After an outage of the
// connection, or when the feed left some out, the newest are asked for again. Main thread.
class InvalidationsSource : public QObject {
    Q_OBJECT
public:
    explicit InvalidationsSource(QObject *parent = nullptr);

    void setSession(Session *session);
    void loadOlder();
    void reload();

    CursorList::State state() const { return m_list.state(); }
    bool hasOlder() const { return m_list.hasMore(); }
    QString error() const { return m_list.error(); }

signals:
    void loaded(const QList<signalbox::ui::Invalidation> &entries); // asked for: the newest ones, or older ones
    void arrived(const QList<signalbox::ui::Invalidation> &entries); // by themselves
    void stateChanged();

private:
    void takeFeed(const QString &topic, const QCborMap &data);

    QPointer<Session> m_session;
    CursorList m_list;
    bool m_isFirst = true; // the feed's next message is the first of its connection
};

} // namespace signalbox::ui
