// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "client/feed_client.h"
#include "filter.h"
#include "request_record.h"

#include <QObject>
#include <QPointer>

namespace signalbox::ui {

class Session;

// Where the requests of the page come from: the journal, page by page, the newest first, and the live feed, both by
// one filter and the window's time range. Main thread.
class RequestsSource : public QObject {
    Q_OBJECT
public:
    enum class State : quint8 { Idle, Loading, Ready, Failed };
    Q_ENUM(State)

    explicit RequestsSource(QObject *parent = nullptr);

    void setSession(Session *session); // null: none; what came stays with who took it
    void setFilter(const Filter &filter); // asks anew
    void setActive(bool active); // a page that is not shown asks for little: slow requests alone
    void reload(); // asks anew
    void loadOlder(); // the next page, unless one is on its way or there is none

    const Filter &filter() const;
    State state() const;
    QString errorString() const; // of Failed
    bool hasOlder() const;

signals:
    void stateChanged();
    // The first page of an answer: what was shown before is of another question. `newestFirst` may be empty.
    void restarted(const QList<signalbox::RequestRecord> &newestFirst);
    void olderCame(const QList<signalbox::RequestRecord> &newestFirst);
    void arrived(const QList<signalbox::RequestRecord> &oldestFirst, qint64 skipped);
    void slowArrived(int count); // while not active
    // More came while the connection was lost, or the page hidden, than could be asked for: some of the time between
    // the two are not among those that arrived.
    void gapLeft(qint64 fromMs, qint64 toMs);

private:
    void subscribe();
    void ask(const QByteArray &before, int limit, AdminClient::Done done);
    QUrlQuery question(const QByteArray &before, int limit) const;
    void takeFirstPage(const AdminClient::Answer &answer);
    void takeOlderPage(const AdminClient::Answer &answer);
    void takeMissed(const AdminClient::Answer &answer);
    void takeFeed(const QList<RequestRecord> &records, qint64 skipped);
    void linkChanged(LinkState state);
    void catchUp();
    void recheck();
    void setState(State state, const QString &error = {});

    QPointer<Session> m_session;
    Filter m_filter;
    State m_state = State::Idle;
    QString m_error;
    QByteArray m_next; // cursor; empty: no older ones
    QList<RequestRecord> m_early; // came by the feed before the first page
    qint64 m_newestUs = 0;
    qint64 m_missedAfterUs = 0; // the newest when the catching up began
    int m_generation = 0; // of the question: late answers to an earlier one are dropped
    bool m_active = false;
    bool m_loadingOlder = false;
    int m_statsUntilRecheck = 0; // 0: not wanted
    bool m_missedSome = false; // the feed was away, or the page was hidden
};

} // namespace signalbox::ui
