// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/shutdown_signals.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using signalbox::ShutdownSignals;

class LifecycleSignalsTest : public QObject {
    Q_OBJECT

private slots:
    void firstSignalIsTold_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }

    void firstSignalIsTold()
    {
        QFETCH(int, number);
        ShutdownSignals signals_;
        QSignalSpy requested(&signals_, &ShutdownSignals::requested);
        ::raise(number);
        QTRY_COMPARE(requested.size(), 1);
        QCOMPARE(requested.first().first().toInt(), number);
    }

    void secondSignalEndsTheProcessAtOnce()
    {
        const pid_t child = ::fork();
        if (child == 0) {
            ShutdownSignals signals_;
            ::raise(SIGTERM);
            ::raise(SIGTERM);
            ::_exit(0); // not reached
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 128 + SIGTERM);
    }
};

QTEST_GUILESS_MAIN(LifecycleSignalsTest)
#include "lifecycle_signals_test.moc"
