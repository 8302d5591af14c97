// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_row.h"
#include "widgets/form_dialog.h"

class QCheckBox;
class QDoubleSpinBox;
class QSpinBox;

namespace signalbox::ui {

// Asks when a delayed job is to run, and how urgent one is that has not begun. Main thread.
class JobTimingDialog : public FormDialog {
    Q_OBJECT
public:
    JobTimingDialog(const Theme &theme, const JobRow &job, QWidget *parent);

    static bool suits(const JobRow &job);
    QCborMap changes() const; // {delayMs, priority, lifo}, of them what is to be changed

private:
    void addDelay(const JobRow &job);
    void addPriority(const JobRow &job);
    void addLifo();
    void check();

    const qint64 m_knownPriority;
    double m_knownDelay = 0;
    QDoubleSpinBox *m_delay = nullptr; // seconds from now; null: it is not delayed
    QSpinBox *m_priority = nullptr;
    QCheckBox *m_lifo = nullptr; // null: it is delayed
};

} // namespace signalbox::ui
