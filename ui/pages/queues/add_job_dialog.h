// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_details.h"
#include "widgets/form_dialog.h"

#include <QHash>

class QComboBox;
class QGridLayout;
class QSpinBox;

namespace signalbox::ui {

class JsonEdit;

// Asks for a job to add: its name, data, and options, the usual ones as fields and any other as JSON. What the server
// refuses is told at its field. Main thread.
class AddJobDialog : public FormDialog {
    Q_OBJECT
public:
    AddJobDialog(const Theme &theme, const QString &queueName, const QStringList &names, QWidget *parent);

    void prefill(const JobDetails &job); // of a job that is to be duplicated: not its id, trace, parent or scheduler
    QCborMap values() const; // {name, data, opts}
    void setRefusal(const QString &error, const QCborMap &details); // the answer's {fieldErrors}

private:
    void addOptions();
    template <typename Input> Input *addOption(QGridLayout &grid, const QString &part, const QString &label);
    QLabel *addProblem(const QString &part);
    QCborMap options() const;
    void prefillOptions(QCborMap options);
    bool prefillDelay(const QCborValue &delay);
    bool prefillBackoff(const QCborValue &backoff);
    void check();

    const Theme &m_theme;
    QLineEdit *m_name;
    JsonEdit *m_data;
    QLineEdit *m_id;
    QSpinBox *m_delay; // seconds
    QSpinBox *m_priority;
    QSpinBox *m_attempts;
    QComboBox *m_backoff;
    QSpinBox *m_backoffDelay; // milliseconds
    JsonEdit *m_others;
    QHash<QString, QLabel *> m_problems; // by the field's part
};

} // namespace signalbox::ui
