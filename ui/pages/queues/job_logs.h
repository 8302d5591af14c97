// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/queues/job_logs_model.h"

#include <QPointer>
#include <QSortFilterProxyModel>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace signalbox::ui {

class CopyButton;
class Session;
class StateView;
class Theme;

// What a job has logged: the end of it first, the rest when it is asked for, and what comes while one looks. Main
// thread.
class JobLogs : public QWidget {
    Q_OBJECT
public:
    explicit JobLogs(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setJob(const QString &queueId, const QString &jobId); // shows nothing until load()
    void load(); // once
    void takeLines(const QStringList &lines, qint64 total); // what came since
    void replaceLines(const QStringList &lines, qint64 total); // its end, when others than the last have gone
    JobLogsModel &model() { return m_model; }

private:
    QWidget *makeBar(const Theme &theme);
    enum class Part : quint8 { End, Earlier, Missing };

    void ask(qint64 from, qint64 limit, Part part);
    void askEarlier();
    void askAnew(qint64 lines);
    void askMissing(qint64 total);
    void take(const AdminClient::Answer &answer, Part part);
    void put(const QStringList &lines, qint64 from, Part part);
    void showState();
    void follow();

    QPointer<Session> m_session;
    QString m_queueId;
    QString m_jobId;
    JobLogsModel m_model;
    QSortFilterProxyModel m_filtered;
    QLineEdit *m_filter;
    QCheckBox *m_follow;
    QPushButton *m_earlier;
    CopyButton *m_copy;
    QLabel *m_count;
    QListView *m_list;
    StateView *m_states;
    quint64 m_question = 0;
    bool m_loaded = false;
    bool m_underWay = false; // a question
    qint64 m_passedBy = 0; // lines that there are, of news that came meanwhile
    bool m_isOutdated = false; // what is shown or under way: lines have been replaced since
};

} // namespace signalbox::ui
