// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

#include <QBasicTimer>
#include <QObject>

#include <deque>

namespace signalbox::ui {

// Frees records a few at a time, between the turns of the main thread: to free a full table's at once is felt.
// Main thread.
class GradualRelease : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void take(std::deque<RequestRecord> records);
    qsizetype left() const;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    std::deque<std::deque<RequestRecord>> m_records;
    QBasicTimer m_timer;
};

} // namespace signalbox::ui
