// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <functional>
#include <mutex>
#include <vector>

namespace signalbox::telemetry {

// Makes calls on the thread that it lives on, in the order that any threads asked for them. What QMetaObject's queued
// calls do, but through a lock that ThreadSanitizer sees: Qt's own are hidden from it, so that every queued call would
// look like a race and a real one would drown among them.
class CallReceiver : public QObject {
public:
    explicit CallReceiver(QObject *parent = nullptr);

    void post(std::function<void()> call);

protected:
    void customEvent(QEvent *event) override;

private:
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_calls;
};

} // namespace signalbox::telemetry
