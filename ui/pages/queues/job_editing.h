// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_details.h"
#include "pages/queues/queue_row.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace signalbox::ui {

class AddJobDialog;
class JobTimingDialog;
class Session;
class Theme;

// Adds jobs to a queue and changes when one runs: asks for what it needs, and tells what came of it. Main thread.
class JobEditing : public QObject {
    Q_OBJECT
public:
    JobEditing(const Theme &theme, QWidget &dialogParent);

    void setSession(Session *session);
    void setQueue(const QueueRow &queue); // another one's names are loaded
    const QStringList &names() const { return m_names; } // of jobs that were seen
    void add();
    void duplicate(const QString &jobId); // loads it, and asks what is to be different
    void changeTiming(const JobRow &job);

signals:
    void namesChanged(const QStringList &names);
    void added(const QString &jobId);
    void changed(const QString &jobId);
    void toast(const QString &message);

private:
    void loadNames();
    void open(AddJobDialog *dialog);
    void send(AddJobDialog *dialog, const QString &queueId);
    void send(JobTimingDialog *dialog, const QString &queueId, const QString &jobId);

    const Theme &m_theme;
    QWidget &m_dialogParent;
    QPointer<Session> m_session;
    QString m_queueId;
    QString m_queueName;
    QStringList m_names;
};

} // namespace signalbox::ui
