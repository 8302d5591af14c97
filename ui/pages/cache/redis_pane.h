// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/slow_log_model.h"
#include "pages/metrics/admin_poller.h"
#include "pages/metrics/cache_state.h"

#include <QWidget>

#include <optional>

class QLabel;
class QStackedWidget;
class QTableView;

namespace signalbox::ui {

class NoRedis;
class RedisFacts;
class StateView;

// Redis's own state and its slow commands; or, while there is none, what to do about it. Main thread.
class RedisPane : public QWidget {
    Q_OBJECT
public:
    explicit RedisPane(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setRunning(bool running); // it is looked at, and nothing is paused
    void setState(const std::optional<CacheState> &state, const QString &error);
    void forget(); // another server's

private:
    QWidget *makeContent(const Theme &theme);
    QWidget *makeSlowLog(const Theme &theme);
    void take(const QCborMap &answer);
    void showState();

    QPointer<Session> m_session;
    AdminPoller m_poller;
    std::optional<RedisLink> m_link;
    QString m_error;
    SlowLogModel m_slow;
    RedisFacts *m_facts;
    QTableView *m_slowTable;
    QLabel *m_noSlow;
    StateView *m_states;
    NoRedis *m_noRedis;
    QStackedWidget *m_stack; // Redis, or why there is none
};

} // namespace signalbox::ui
