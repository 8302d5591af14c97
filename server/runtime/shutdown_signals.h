// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QSocketNotifier;

namespace signalbox {

// Turns SIGTERM and SIGINT into a Qt signal. The second one ends the process at once, with the status that a shell
// gives for that signal. Main thread; one at a time, since signal handlers are the process's.
class ShutdownSignals : public QObject {
    Q_OBJECT
public:
    explicit ShutdownSignals(QObject *parent = nullptr);
    ~ShutdownSignals() override; // the default actions are back

signals:
    void requested(int signal);

private:
    void takeIn();

    int m_pipe[2] = {-1, -1};
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace signalbox
