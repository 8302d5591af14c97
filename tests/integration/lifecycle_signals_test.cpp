// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/shutdown_signals.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using signalbox::ShutdownSignals;

constexpr char RaiseTwice[] = "raise-twice";

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
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(RaiseTwice)});
        QVERIFY2(process.waitForFinished(), qPrintable(process.errorString()));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + SIGTERM);
    }
};

namespace {

// A process of its own rather than a fork of the test's, which has threads.
int raiseTwice()
{
    ShutdownSignals signals_;
    ::raise(SIGTERM);
    ::raise(SIGTERM);
    return 0; // not reached
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], RaiseTwice) == 0)
        return raiseTwice();
    LifecycleSignalsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "lifecycle_signals_test.moc"
