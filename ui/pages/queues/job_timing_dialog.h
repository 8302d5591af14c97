// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_row.h"
#include "widgets/form_dialog.h"

class QCheckBox;
class QDoubleSpinBox;
class QSpinBox;

namespace signalbox::ui {

// Asks when a delayed job is to run, or how urgent a waiting one is. Main thread.
class JobTimingDialog : public FormDialog {
    Q_OBJECT
public:
    JobTimingDialog(const Theme &theme, const JobRow &job, QWidget *parent);

    static bool suits(const JobRow &job);
    QCborMap changes() const; // {delayMs} or {priority, lifo}

private:
    QDoubleSpinBox *m_delay = nullptr; // seconds from now
    QSpinBox *m_priority = nullptr;
    QCheckBox *m_lifo = nullptr;
};

} // namespace signalbox::ui
