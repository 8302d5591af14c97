// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_row.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace signalbox::ui {

class BadgeLabel;
class QueueActions;
class Theme;

// What a queue is called, what is out of the ordinary with it, and what one can do with it as a whole. Main thread.
class QueueHead : public QFrame {
    Q_OBJECT
public:
    QueueHead(const Theme &theme, QueueActions &actions, QWidget *parent = nullptr);

    void show(const QueueRow &queue, const QString &connectionName); // empty: there is only one

signals:
    void closed();

private:
    void addButtons(QHBoxLayout &row, QueueActions &actions);
    void showMarks(const QueueRow &queue);

    const Theme &m_theme;
    QLabel *m_name;
    QLabel *m_place;
    QList<BadgeLabel *> m_marks;
};

} // namespace signalbox::ui
