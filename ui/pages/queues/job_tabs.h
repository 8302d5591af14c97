// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_row.h"

#include <QTabBar>

namespace signalbox::ui {

// The states of a queue's jobs, each with how many there are now. Main thread.
class JobTabs : public QTabBar {
    Q_OBJECT
public:
    explicit JobTabs(const Theme &theme, QWidget *parent = nullptr);

    void setCounts(const QueueCounts &counts);
    JobState state() const;
    void setState(JobState state); // without chosen()

signals:
    void chosen(signalbox::ui::JobState state); // by a person
    void chosenAgain(); // the one that is shown

protected:
    void mousePressEvent(QMouseEvent *event) override;

private:
    void paintDots();

    const Theme &m_theme;
};

} // namespace signalbox::ui
