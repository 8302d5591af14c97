// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/admin_poller.h"
#include "pages/queues/queue_row.h"
#include "pages/queues/workers_model.h"
#include "widgets/charts/chart_timeline.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QBoxLayout;
class QLabel;
class QTableView;

namespace signalbox::ui {

class CardGrid;
class FactCard;
class QueueChart;
class Session;

// How a queue does: its figures, what came and went over time, how long jobs waited and ran, and its workers. Main
// thread.
class QueueOverview : public QWidget {
    Q_OBJECT
public:
    explicit QueueOverview(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setActive(bool active); // what is not looked at asks for nothing
    void setQueue(const QueueRow &queue); // again with newer figures as they come
    void forget();

private:
    void buildFacts(const Theme &theme);
    void addTimes(FactCard &card, const QString &name);
    QWidget *makeCharts(const Theme &theme);
    void build(const Theme &theme);
    void follow(); // the queue that is shown
    void ask();
    void take(const QCborMap &answer);
    void showFacts();
    void showTimes(FactCard &card, const QString &name, const QueueTimes &times);

    QPointer<Session> m_session;
    QueueRow m_queue;
    std::unique_ptr<AdminPoller> m_poller; // of the queue that is shown
    bool m_active = false;
    ChartTimeline m_timeline;
    WorkersModel m_model;
    CardGrid *m_cards;
    FactCard *m_now;
    FactCard *m_wait;
    FactCard *m_run;
    FactCard *m_limits;
    QueueChart *m_jobs;
    QueueChart *m_waits;
    QueueChart *m_runs;
    QLabel *m_problem;
    QLabel *m_noWorkers;
    QTableView *m_workers;
};

} // namespace signalbox::ui
