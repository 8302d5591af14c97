// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/queues/job_details.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace signalbox::ui {

class CopyButton;
class JsonEdit;
class JsonView;
class Session;

// The data of a job, to fold, to copy and to edit. What was edited stays until it is saved or let go. Main thread.
class JobData : public QWidget {
    Q_OBJECT
public:
    explicit JobData(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setJob(const QString &queueId, const JobDetails &details); // what is being edited stays
    void clear();
    void edit(); // or goes on with it
    void save();
    void discard();
    bool isEditing() const;
    bool isDirty() const; // has changes that are not saved

signals:
    void saved(const QCborMap &answer); // the job as it is now
    void ended(); // the editing, whichever way
    void toast(const QString &message);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeBar(const Theme &theme);
    void connectParts();
    void show(bool editing);
    void enable();
    void take(const AdminClient::Answer &answer);

    QPointer<Session> m_session;
    QString m_queueId;
    JobDetails m_details;
    QString m_before; // the text when the editing began
    QLabel *m_note;
    CopyButton *m_copy;
    QPushButton *m_edit;
    QPushButton *m_save;
    QPushButton *m_discard;
    QStackedWidget *m_stack;
    JsonView *m_view;
    QPlainTextEdit *m_raw; // what is no JSON
    JsonEdit *m_editor;
    bool m_saving = false;
    quint64 m_question = 0;
};

} // namespace signalbox::ui
