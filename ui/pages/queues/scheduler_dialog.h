// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/queues/scheduler_row.h"
#include "widgets/form_dialog.h"

#include <QPointer>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QSpinBox;

namespace signalbox::ui {

class JsonEdit;
class Session;

// A scheduler to make or to change; says when it will run while one types. Main thread.
class SchedulerDialog : public FormDialog {
    Q_OBJECT
public:
    // Without a known one it is a new one.
    SchedulerDialog(const Theme &theme, Session *session, const std::optional<SchedulerRow> &known, QWidget *parent);

    QString id() const;
    QCborMap values() const; // for the admin API

private:
    void build(const Theme &theme);
    void addRhythm();
    void addBounds();
    void show(const SchedulerRow &row);
    void check(); // what was typed, then the next runs of it
    void preview();
    void takePreview(const AdminClient::Answer &answer);
    void tellRuns(const QList<qint64> &runs);
    void tellInterval();
    bool isNew() const { return m_known.id.isEmpty(); }
    qint64 firstOfInterval(qint64 everyMs) const;
    bool byPattern() const;
    qint64 everyMs() const;
    QString missing() const; // what is not right yet; empty when all is

    QPointer<Session> m_session;
    const SchedulerRow m_known; // as it was; of no name when it is a new one
    qint64 m_shownEveryMs = 0; // of that one
    quint64 m_question = 0; // of the preview
    QTimer m_typing;
    QLineEdit *m_id;
    QLineEdit *m_name;
    QComboBox *m_kind;
    QLineEdit *m_pattern;
    QComboBox *m_timezone;
    QWidget *m_patternLine;
    QWidget *m_intervalLine;
    QSpinBox *m_interval;
    QComboBox *m_intervalUnit;
    QLabel *m_next;
    QSpinBox *m_limit;
    QCheckBox *m_starts;
    QDateTimeEdit *m_startAt;
    QCheckBox *m_ends;
    QDateTimeEdit *m_endAt;
    JsonEdit *m_data;
    JsonEdit *m_options;
};

} // namespace signalbox::ui
