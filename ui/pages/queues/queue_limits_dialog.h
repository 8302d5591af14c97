// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_row.h"
#include "widgets/form_dialog.h"

#include <QCborMap>

class QComboBox;
class QSpinBox;

namespace signalbox::ui {

// How many jobs of a queue run at once, and how many within a time, over all its workers. Main thread.
class QueueLimitsDialog : public FormDialog {
    Q_OBJECT
public:
    QueueLimitsDialog(const Theme &theme, const QueueRow &queue, QWidget *parent);

    QCborMap changes() const; // for the admin API: only what is another

private:
    void addConcurrency();
    void addRateLimit();
    void check();
    std::optional<QueueRateLimit> rateLimit() const;

    QueueRow m_queue;
    QSpinBox *m_concurrency;
    QSpinBox *m_max;
    QSpinBox *m_duration;
    QComboBox *m_unit;
};

} // namespace signalbox::ui
