// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "pages/page.h"
#include "pages/queues/queue_commands.h"
#include "pages/queues/queue_notifier.h"
#include "pages/queues/queues_model.h"
#include "pages/queues/queues_source.h"

class QLabel;
class QSettings;
class QSplitter;

namespace signalbox::ui {

class NoticeBar;
class QueueActions;
class QueueDialogs;
class QueuePane;
class QueuesBar;
class QueuesStateView;
class QueuesTable;
class Theme;

// Every BullMQ queue that the server watches: how each does, its jobs, its schedulers, and what needs eyes. Main
// thread.
class QueuesPage : public Page {
    Q_OBJECT
public:
    // The settings keep the splitter and what is chosen; they and the theme must outlive the page.
    QueuesPage(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);
    ~QueuesPage() override; // remembers the splitter

    QString id() const override { return QStringLiteral("queues"); }
    QString title() const override { return tr("Queues"); }
    QString iconName() const override { return QStringLiteral("inbox"); }
    void setSession(Session *session) override;
    void setActive(bool active) override;
    // "queue:ID", "job:QUEUE/JOB", "state:QUEUE/failed", "pause:QUEUE", "resume:QUEUE", "name:NAME", "alerts",
    // "connections", "add"
    void open(const QString &what) override;
    void focusSearch() override;
    QList<Shortcut> shortcuts() const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void connectParts();
    void connectDialogs();
    void comeBack(const QString &queueId); // empty: to none
    void forgetServer();
    void closeDialogs();
    void showAll(); // what the source knows
    void showOpened();
    void showInPane(const QueueRow &row);
    void showState();
    void showNotice();
    void openQueue(const QString &queueId, std::optional<JobState> state = {});
    void openNamed(const QString &name);
    void followChosen();
    void filter(const QString &text);
    void closeQueue();
    std::optional<QueueRow> chosen() const; // the opened one, else the one that is selected
    void showMenu(const QPoint &position);

    const Theme &m_theme;
    QSettings &m_settings;
    QPointer<Session> m_session;
    Endpoint m_server; // whose queues are shown
    QueuesSource m_source;
    QueueCommands m_commands;
    QueuesModel m_model;
    QueueNotifier m_notifier;
    QString m_opened; // a queue's id; empty: none
    QString m_wanted; // to open when it is known
    bool m_active = false;
    QueuesBar *m_bar;
    NoticeBar *m_notice;
    QSplitter *m_splitter;
    QueuesTable *m_table;
    QLabel *m_count;
    QueueActions *m_actions;
    QueuePane *m_pane;
    QueuesStateView *m_state;
    QueueDialogs *m_dialogs;
};

} // namespace signalbox::ui
