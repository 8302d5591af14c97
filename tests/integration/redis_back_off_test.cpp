// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/private_server.h"

#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace signalbox::redis;
using namespace Qt::Literals::StringLiterals;
using ServerState = PrivateServer::State;

namespace {

constexpr int Patience = 20'000; // milliseconds

// At the least, before the start that follows so many failures: it comes up to a quarter sooner than its delay, and
// coarse timers add to that.
qint64 leastPauseMs(qsizetype failures)
{
    return (50LL << (failures - 1)) * 2 / 3;
}

} // namespace

// A private redis-server that keeps dying is started again later and later, or it would take all of a core.
class RedisBackOffTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void oneThatEndsAtOnce()
    {
        const PrivateServer server(withProgram("exit 1"));
        QTRY_VERIFY_WITH_TIMEOUT(startsMs().size() >= 7, Patience);
        const QList<qint64> starts = startsMs();
        for (qsizetype i = 1; i < starts.size(); ++i) {
            const qint64 pause = starts[i] - starts[i - 1];
            QVERIFY2(pause >= leastPauseMs(i), qPrintable(u"%1 ms after failure %2"_s.arg(pause).arg(i)));
        }
        QTRY_COMPARE(server.status().state, ServerState::Failed);
    }

    // To have answered is no success yet.
    void oneThatAnswersFirst()
    {
        const PrivateServer server(withProgram("exec redis-server \"$@\""));
        for (int round = 1; round <= 5; ++round) {
            QTRY_COMPARE_WITH_TIMEOUT(server.status().state, ServerState::Up, Patience);
            const qint64 killed = QDateTime::currentMSecsSinceEpoch();
            ::kill(pid_t(server.status().processId), SIGKILL);
            QTRY_COMPARE_WITH_TIMEOUT(startsMs().size(), round + 1, Patience);
            const qint64 pause = startsMs().last() - killed;
            QVERIFY2(pause >= leastPauseMs(round), qPrintable(u"%1 ms after failure %2"_s.arg(pause).arg(round)));
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.status().state, ServerState::Up, Patience);
    }

private:
    // A redis-server that notes when it is started, and then does what the shell is told.
    PrivateServer::Settings withProgram(const QByteArray &what) const
    {
        const QString bin = m_folder->filePath(u"bin"_s);
        QFile program(bin + "/redis-server"_L1);
        if (!QDir().mkpath(bin) || !program.open(QIODevice::WriteOnly))
            qFatal("no program");
        const QByteArray starts = QFile::encodeName(m_folder->filePath(u"starts"_s));
        program.write("#!/bin/sh\ndate +%s%3N >> '" + starts + "'\n" + what + '\n');
        program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        PrivateServer::Settings settings;
        settings.folder = m_folder->filePath(u"redis"_s);
        settings.searchPaths = {bin};
        return settings;
    }

    QList<qint64> startsMs() const
    {
        QFile file(m_folder->filePath(u"starts"_s));
        QList<qint64> starts;
        if (file.open(QIODevice::ReadOnly)) {
            const QByteArray text = file.readAll();
            for (const QByteArray &line : text.first(text.lastIndexOf('\n') + 1).split('\n'))
                starts.append(line.toLongLong());
            starts.removeLast(); // what follows the last end of line
        }
        return starts;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(RedisBackOffTest)
#include "redis_back_off_test.moc"
