// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "program.h"

#include <QDir>
#include <QFileInfo>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;
using signalbox::test::Program;

namespace {

constexpr int Patience = 20'000; // milliseconds

// Sends a request and waits until the server works on it.
void request(QTcpSocket &socket, quint16 port, const QByteArray &target)
{
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    QVERIFY(socket.waitForConnected(Patience));
    socket.write("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(socket.waitForBytesWritten(Patience));
}

QByteArray get(quint16 port, const QByteArray &target)
{
    QTcpSocket socket;
    request(socket, port, target);
    return socket.waitForReadyRead(Patience) ? socket.readAll() : QByteArray();
}

// Until `count` requests are in flight beside the one that asks.
bool waitUntilActive(quint16 port, int count)
{
    const QByteArray wanted = "{\"active\":" + QByteArray::number(count + 1) + '}';
    return QTest::qWaitFor([&] { return get(port, "/debug/active").endsWith(wanted); }, Patience);
}

} // namespace

// The whole program from the outside: what it says, how it starts, how it stops.
class ProgramTest : public QObject {
    Q_OBJECT

private slots:
    void printsItsVersion()
    {
        Program program;
        program.start({u"--version"_s});
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 0);
        QVERIFY2(program.output().startsWith("signalbox " SIGNALBOX_VERSION " (Qt 6"), program.output().constData());
        QCOMPARE(program.errors(), QByteArray());
    }

    void printsHelp()
    {
        Program program;
        program.start({u"--help"_s});
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(program.output().contains("--shutdown-timeout TIME"));
    }

    void refusesWrongUseInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("flag") << QStringList{u"--prot=1"_s}
                              << "signalbox: There is no --prot; did you mean --port?\n"_ba;
        QTest::newRow("value") << QStringList{u"--port=http"_s}
                               << "signalbox: --port must be an integer from 0 to 65535, not \"http\"\n"_ba;
        QTest::newRow("file") << QStringList{u"--config=/nonexistent/signalbox.toml"_s}
                              << "signalbox: /nonexistent/signalbox.toml can't be read: No such file or directory\n"_ba;
    }

    void refusesWrongUseInOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, message);
        Program program;
        program.start(arguments);
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 2);
        QCOMPARE(program.errors(), message);
    }

    void namesTheLineOfTheFileThatIsWrong()
    {
        Program program;
        const QString file = program.writeFile(u"own.toml"_s, "host = \"127.0.0.1\"\nthraeds = 2\n");
        program.start({u"--config"_s, file});
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 2);
        QCOMPARE(program.errors(), "signalbox: " + file.toUtf8() + ":2: unknown key thraeds; did you mean threads?\n");
    }

    void readsTheFileAtTheUsualPlace()
    {
        Program program;
        QDir(QFileInfo(program.writeFile(u"here"_s, {})).path()).mkpath(u".config/signalbox"_s);
        program.writeFile(u".config/signalbox/signalbox.toml"_s, "port = 70000\n");
        program.start({u"--headless"_s});
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 2);
        QVERIFY(program.errors().contains("signalbox.toml:1: port must be"));
    }

    void aTakenPortEndsItInOneLine()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Program program;
        program.start({u"--headless"_s, u"--port"_s, QString::number(other.serverPort())});
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 1);
        QVERIFY2(program.errors().count('\n') == 1, program.errors().constData());
        QVERIFY2(program.errors().contains(QByteArray::number(other.serverPort())), program.errors().constData());
        QVERIFY2(program.errors().contains("--port"), program.errors().constData());
    }

    void anUnreachableDatabaseEndsItInOneLine()
    {
        Program program;
        program.setVariable(u"DATABASE_URL"_s, u"postgresql://signalbox:hidden@127.0.0.1:1/x"_s);
        program.start({u"--headless"_s, u"--port"_s, u"0"_s});
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 1);
        QVERIFY2(program.errors().count('\n') == 1, program.errors().constData());
        QVERIFY2(program.errors().contains("127.0.0.1"), program.errors().constData());
        QVERIFY2(!program.errors().contains("hidden"), program.errors().constData());
    }

    void isTerminatedWhileItOpensTheDatabase()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Program program;
        program.setVariable(u"DATABASE_URL"_s,
                            u"postgresql://127.0.0.1:%1/x?sslmode=disable"_s.arg(silent.serverPort()));
        program.start({u"--headless"_s, u"--port"_s, u"0"_s});
        QVERIFY(silent.waitForNewConnection(Patience));
        program.signal(SIGTERM);
        QVERIFY(program.waitForEnd());
        QVERIFY2(program.ended(), program.errors().constData());
        QCOMPARE(program.exitCode(), 0);
    }

    void aSecondOneOnTheSameDataFolderIsRefused()
    {
        Program first;
        first.startServing({});
        Program second;
        second.start({u"--headless"_s, u"--port"_s, u"0"_s, u"--data-dir"_s, first.dataDirectory()});
        QVERIFY(second.waitForEnd());
        QCOMPARE(second.exitCode(), 1);
        QCOMPARE(second.errors().count('\n'), 1);
        QVERIFY2(second.errors().contains("in use by another Signalbox"), second.errors().constData());
        QVERIFY(get(first.port(), "/health").startsWith("HTTP/1.1 200"));
    }

    void theDataFolderIsTheOwnersAlone()
    {
        Program program;
        program.startServing({});
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFileInfo(program.dataDirectory()).permissions() & others));
        QVERIFY(!(QFileInfo(program.dataDirectory() + u"/admin-token"_s).permissions() & others));
    }

    void answersWhatIsInFlightWhenItIsTerminated()
    {
        Program program;
        program.startServing({u"--demo"_s});
        QTcpSocket client;
        request(client, program.port(), "/demo/slow?ms=1000");
        QVERIFY(waitUntilActive(program.port(), 1));
        program.signal(SIGTERM);
        QVERIFY(client.waitForReadyRead(Patience));
        QVERIFY(client.readAll().startsWith("HTTP/1.1 200"));
        QVERIFY(program.waitForEnd());
        QVERIFY(program.ended());
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(program.errors().contains("server_stopped"));
    }

    void aSecondSignalEndsItAtOnce()
    {
        Program program;
        program.startServing({u"--demo"_s, u"--shutdown-timeout=1h"_s});
        QTcpSocket client;
        request(client, program.port(), "/demo/slow?ms=10000");
        QVERIFY(waitUntilActive(program.port(), 1));
        program.signal(SIGINT);
        QVERIFY(program.waitForLog("server_draining"));
        program.signal(SIGINT);
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 128 + SIGINT);
    }

    void whatIsLeftAfterTheTimeoutIsDroppedAndNamed()
    {
        Program program;
        program.startServing({u"--demo"_s, u"--shutdown-timeout=200ms"_s});
        QTcpSocket client;
        request(client, program.port(), "/demo/slow?ms=10000");
        QVERIFY(waitUntilActive(program.port(), 1));
        program.signal(SIGTERM);
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 1);
        QVERIFY2(program.errors().contains("GET /demo/slow from "), program.errors().constData());
    }

#ifdef SIGNALBOX_HAS_UI
    void withoutADisplayItSuggestsHeadless()
    {
        Program program;
        for (const auto &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
            program.unsetVariable(name);
        program.start({u"--port"_s, u"0"_s});
        QVERIFY(program.waitForEnd());
        QCOMPARE(program.exitCode(), 1);
        QVERIFY2(program.errors().count('\n') == 1, program.errors().constData());
        QVERIFY2(program.errors().contains("--headless"), program.errors().constData());
    }
#endif
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "program_test.moc"
