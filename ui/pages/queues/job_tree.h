// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/queues/job_tree_model.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QTreeView;

namespace signalbox::ui {

class Session;
class StateView;

// The parents and children of a job; a click goes to one. Main thread.
class JobTree : public QWidget {
    Q_OBJECT
public:
    explicit JobTree(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setJob(const QString &queueId, const QString &jobId); // shows nothing until load()
    void load(); // anew each time: states change

signals:
    void jobAsked(const QString &queueId, const QString &jobId);

private:
    void take(const AdminClient::Answer &answer);
    void open(const QModelIndex &index);

    QPointer<Session> m_session;
    QString m_queueId;
    QString m_jobId;
    JobTreeModel m_model;
    QTreeView *m_view;
    QLabel *m_note;
    StateView *m_states;
    quint64 m_question = 0;
};

} // namespace signalbox::ui
