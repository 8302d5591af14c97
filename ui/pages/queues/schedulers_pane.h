// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/admin_poller.h"
#include "pages/queues/queue_row.h"
#include "pages/queues/schedulers_model.h"
#include "widgets/shortcut.h"

#include <QWidget>

#include <memory>

class QAction;
class QHBoxLayout;
class QLabel;
class QTableView;

namespace signalbox::ui {

class StateView;
class Theme;

// The schedulers of a queue, and what can be done with them. Main thread.
class SchedulersPane : public QWidget {
    Q_OBJECT
public:
    explicit SchedulersPane(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setActive(bool active); // what is not looked at asks for nothing
    void setQueue(const QueueRow &queue); // again with newer figures as they come
    void forget();
    QList<Shortcut> shortcuts() const;

signals:
    void toast(const QString &message);

private:
    QAction *add(QHBoxLayout &row, const QString &name, const QString &text, const QString &icon,
                 const QKeySequence &key, void (SchedulersPane::*slot)());
    void build();
    void follow();
    void take(const QCborMap &answer);
    void showState();
    void enable();
    void create();
    void edit();
    void ask(const std::optional<SchedulerRow> &known);
    void run();
    void remove();
    std::optional<SchedulerRow> chosen() const;

    const Theme &m_theme;
    QPointer<Session> m_session;
    QueueRow m_queue;
    std::unique_ptr<AdminPoller> m_poller; // of the queue that is shown
    SchedulersModel m_model;
    QTableView *m_table;
    StateView *m_state = nullptr;
    QLabel *m_count; // when not all are listed
    qint64 m_total = 0;
    QList<QAction *> m_ofOne; // need a chosen one
    bool m_active = false;
    bool m_loaded = false;
};

} // namespace signalbox::ui
