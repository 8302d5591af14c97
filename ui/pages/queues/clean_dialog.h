// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_row.h"
#include "widgets/form_dialog.h"

#include <QCborMap>

class QComboBox;
class QSpinBox;

namespace signalbox::ui {

// Asks which jobs of a queue to remove: of which state, and how old. Main thread.
class CleanDialog : public FormDialog {
    Q_OBJECT
public:
    CleanDialog(const Theme &theme, const QueueRow &queue, QWidget *parent);

    QCborMap question() const; // for the admin API
    QString whatHappens() const;

private:
    JobState state() const;

    QString m_queueName;
    QComboBox *m_state;
    QSpinBox *m_age;
    QComboBox *m_unit;
};

} // namespace signalbox::ui
