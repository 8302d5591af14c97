// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/json_text.h"
#include "jobs/command_processor.h"
#include "jobs/command_run.h"
#include "support/job_fixture.h"

#include <QDir>
#include <QFile>

#include <unistd.h>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

// A worker on a real Redis, whose jobs real children do.
class CommandProcessorTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;
    std::unique_ptr<QTemporaryDir> m_folder;
    qsizetype m_children = 0; // before a test's runs
    qsizetype m_pipes = 0;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // A script of a shell, which runs in the test's folder.
    CommandSettings shell(const QByteArray &text) const
    {
        QFile file(path(u"script.sh"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no script");
        CommandSettings settings{u"sh"_s, {file.fileName()}, m_folder->path()};
        settings.patience = milliseconds(300);
        return settings;
    }
    CommandSettings python(const QByteArray &text) const
    {
        CommandSettings settings = shell(text);
        settings.program = u"python3"_s;
        return settings;
    }
    Worker &work(const CommandSettings &settings) { return m_jobs->work(commandProcessor(settings)); }
    Worker &work(const QByteArray &script) { return work(shell(script)); }
    static JobOptions attempts(int count)
    {
        JobOptions options;
        options.attempts = count;
        return options;
    }
    QByteArray state(const QByteArray &id) { return m_jobs->stateOf(id); }
    QByteArray reason(const QByteArray &id) { return m_jobs->field(id, "failedReason"); }
    QByteArrayList logs(const QByteArray &id)
    {
        QByteArrayList rows;
        for (const redis::Reply &row : m_jobs->words->say({"LRANGE", m_jobs->keys.logs(id), "0", "-1"}).items)
            rows.append(row.bytes);
        return rows;
    }
    // Waits for its number in a file.
    pid_t process(const QString &name)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(read(name).endsWith('\n'), 20'000); }();
        return pid_t(read(name).trimmed().toInt());
    }
    // A dead one may stay in the table for a while, if whoever should doesn't ask how it ended.
    static bool runs(pid_t process)
    {
        QFile file(u"/proc/%1/stat"_s.arg(process));
        return file.open(QIODevice::ReadOnly) && !file.readAll().contains(") Z ");
    }
    // This program's, dead ones that nobody has asked how they ended too.
    static QList<pid_t> children(std::optional<pid_t> group = {})
    {
        QList<pid_t> found;
        for (const QString &name : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
            QFile file(u"/proc/%1/stat"_s.arg(name));
            const QByteArray row = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            const QByteArrayList values = row.mid(row.lastIndexOf(')') + 2).split(' '); // state, parent, group
            if (values.size() > 2 && values[1].toInt() == ::getpid()
                && values[2].toInt() == group.value_or(values[2].toInt()))
                found.append(pid_t(name.toInt()));
        }
        return found;
    }
    static qsizetype openPipes()
    {
        qsizetype pipes = 0;
        for (const QFileInfo &each : QDir(u"/proc/self/fd"_s).entryInfoList(QDir::AllEntries | QDir::System))
            pipes += each.symLinkTarget().contains("/pipe:["_L1);
        return pipes;
    }

private slots:
    void init()
    {
        m_jobs = std::make_unique<JobFixture>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_children = children().size();
        m_pipes = openPipes();
    }
    // However a run has ended: nothing of it is left.
    void cleanup()
    {
        m_jobs->workers.clear();
        QTRY_COMPARE_WITH_TIMEOUT(children().size(), m_children, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(openPipes(), m_pipes, 20'000);
        m_jobs.reset();
        m_folder.reset();
    }

    void dataGoesInAndTheResultComesOut()
    {
        work(python("import json, sys\n"
                    "data = json.load(sys.stdin)\n"
                    "json.dump({'sum': data['a'] + data['b'], 'text': data['text']}, sys.stdout)\n"));
        const QByteArray id = m_jobs->add("n", "{\"a\":1,\"b\":2,\"text\":\"grün\"}");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "{\"sum\": 3, \"text\": \"gr\\u00fcn\"}"_ba);
    }

    void noOutputIsNull()
    {
        work("cat >/dev/null");
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "null"_ba);
    }

    void progressAndLogsAreTold()
    {
        work("echo one >&2; echo '{\"progress\": 40}' >&2; printf '%s\\n' '{\"log\": \"two\\nlines\"}' >&2\n"
             "echo '{\"level\": \"info\", \"msg\": \"three\"}' >&2; echo >&2; printf 'no end of line' >&2\n");
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "progress"), "40"_ba);
        QCOMPARE(logs(id),
                 (QByteArrayList{"one", "two\nlines", R"({"level": "info", "msg": "three"})", "no end of line"}));
    }

    void progressIsToldWhileItRuns()
    {
        work("echo '{\"progress\": {\"page\": 1}}' >&2; while [ ! -e go ]; do sleep 0.05; done");
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->field(id, "progress"), "{\"page\":1}"_ba, 20'000);
        QCOMPARE(state(id), "active"_ba);
        QVERIFY(QFile(path(u"go"_s)).open(QIODevice::WriteOnly));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
    }

    void aFloodOfRowsIsBounded()
    {
        work(python("import sys\n"
                    "for i in range(200000): print('row', i, file=sys.stderr)\n"
                    "print('x' * 200000, file=sys.stderr)\n"
                    "print('\"done\"')\n"));
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 40'000);
        const QByteArrayList rows = logs(id);
        QVERIFY2(rows.size() > 10 && rows.size() <= 10'100, qPrintable(QString::number(rows.size())));
        QCOMPARE(rows.first(), "row 0"_ba);
        const auto longest = std::ranges::max(rows, {}, &QByteArray::size);
        QVERIFY(longest.size() <= 64 * 1024);
        QVERIFY(rows.join('\n').contains("(of one run no more rows are kept)")
                || rows.join('\n').contains("rows came too fast"));
    }

    void theEnvironmentSaysWhichJobItIs()
    {
        qputenv("JWT_SECRET", "hidden");
        qputenv("SIGNALBOX_ADMIN_TOKEN", "hidden");
        work("printf '\"%s %s %s %s %s %s%s\"' \"$SIGNALBOX_JOB_ID\" \"$SIGNALBOX_JOB_NAME\" \"$SIGNALBOX_JOB_QUEUE\" "
             "\"$SIGNALBOX_JOB_ATTEMPT\" \"$TRACEPARENT\" \"$JWT_SECRET\" \"$SIGNALBOX_ADMIN_TOKEN\"\n");
        const QString parent = u"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"_s;
        for (const QString &metadata : {parent, u"{\"traceparent\":\"%1\"}"_s.arg(parent)}) {
            JobOptions options;
            options.traceParent = metadata;
            const QByteArray id = m_jobs->add("greet", "{}", options);
            QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
            QCOMPARE(m_jobs->field(id, "returnvalue"), "\"" + id + " greet work 1 " + parent.toUtf8() + " \"");
        }
    }

    void aFailureIsTriedAgain()
    {
        work("echo \"attempt $SIGNALBOX_JOB_ATTEMPT\" >&2; [ $SIGNALBOX_JOB_ATTEMPT = 3 ]");
        const QByteArray id = m_jobs->add("n", "{}", attempts(5));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "atm"), "3"_ba);
        QCOMPARE(logs(id), (QByteArrayList{"attempt 1", "attempt 2", "attempt 3"}));
    }

    void theLastRowIsTheReason()
    {
        work("echo Traceback >&2; echo 'ValueError: no such user' >&2; echo '{\"progress\": 5}' >&2; exit 1");
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QCOMPARE(reason(id), "ValueError: no such user"_ba);
    }

    void aSilentFailureIsItsStatus()
    {
        work("exit 3");
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QCOMPARE(reason(id), "The command exited with status 3"_ba);
    }

    void status65IsNotTriedAgain()
    {
        work("echo 'there is no such address' >&2; exit 65");
        const QByteArray id = m_jobs->add("n", "{}", attempts(5));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "atm"), "1"_ba);
        QCOMPARE(reason(id), "there is no such address"_ba);
    }

    void aSignalIsTold()
    {
        work("kill -SEGV $$");
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QCOMPARE(reason(id), "The command was ended by signal 11"_ba);
    }

    void whatIsNotJsonFailsForGood()
    {
        work("echo 'Sent 3 mails'");
        const QByteArray id = m_jobs->add("n", "{}", attempts(5));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "atm"), "1"_ba);
        QVERIFY2(reason(id).endsWith("where only its result belongs: \"Sent 3 mails\""), reason(id).constData());
    }

    void aMissingProgramFailsNoJob_data()
    {
        QTest::addColumn<CommandSettings>("settings");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("in PATH") << CommandSettings{u"no-such-program"_s}
                                 << "The command no-such-program isn't there"_ba;
        QTest::newRow("by path") << CommandSettings{u"/no/such/program"_s} << "/no/such/program isn't there"_ba;
        QTest::newRow("no program") << CommandSettings{u"/etc/passwd"_s} << "may not be executed: install it"_ba;
        QTest::newRow("its folder") << CommandSettings{u"true"_s, {}, u"/no/such/folder"_s}
                                    << "can't run in /no/such/folder, which is no folder: make it"_ba;
    }

    // It is the worker that isn't fit: others of the queue may be, and it is, once somebody has mended it.
    void aMissingProgramFailsNoJob()
    {
        QFETCH(CommandSettings, settings);
        QFETCH(QByteArray, words);
        QSignalSpy troubles(&work(settings), &Worker::trouble);
        const QByteArray first = m_jobs->add("n", "{}");
        const QByteArray second = m_jobs->add("n", "{}");
        QTRY_COMPARE_WITH_TIMEOUT(troubles.size(), 1, 20'000);
        QVERIFY2(troubles[0][0].toString().toUtf8().contains(words), qPrintable(troubles[0][0].toString()));
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->field(first, "ats").toInt() > 2, 20'000); // it looks again
        QCOMPARE(troubles.size(), 1);
        QCOMPARE(m_jobs->field(first, "atm").toInt(), 0);
        QVERIFY(m_jobs->field(second, "ats").isEmpty());
        QTRY_COMPARE(state(first), "waiting"_ba);
    }

    void aProgramThatComesLaterDoesWhatWaits()
    {
        CommandSettings settings{path(u"late.sh"_s)};
        QSignalSpy troubles(&work(settings), &Worker::trouble);
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(troubles.size(), 1, 20'000);
        QFile file(path(u"new.sh"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("#!/bin/sh\necho 1\n") > 0);
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        QVERIFY(file.rename(path(u"late.sh"_s)));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
    }

    void itNeedNotReadItsInput()
    {
        work("echo '\"not read\"'");
        const QByteArray id = m_jobs->add("n", '"' + QByteArray(1024 * 1024, 'x') + '"');
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "\"not read\""_ba);
    }

    void itMayCloseItsInput()
    {
        work("exec 0<&-; sleep 0.3; echo 1");
        const QByteArray id = m_jobs->add("n", '"' + QByteArray(1024 * 1024, 'x') + '"');
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
    }

    void largeDataComeBackWhole()
    {
        work("cat");
        const QByteArray data = '"' + QByteArray(3 * 1024 * 1024, 'x') + '"';
        const QByteArray id = m_jobs->add("n", data);
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "returnvalue"), data);
    }

    void outputHasALimit()
    {
        CommandSettings settings = shell("echo $$ >pid; exec yes");
        settings.largestOutput = 100'000;
        work(settings);
        const QByteArray id = m_jobs->add("n", "{}", attempts(5));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "atm"), "1"_ba);
        QVERIFY2(reason(id).contains("more than 100000 bytes"), reason(id).constData());
        QVERIFY(!runs(process(u"pid"_s)));
    }

    void itHasATimeout()
    {
        CommandSettings settings = shell("echo $$ >pid; exec sleep 60");
        settings.timeout = milliseconds(500);
        work(settings);
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QCOMPARE(reason(id), "The command took longer than its 0.5 s, and was stopped"_ba);
        QVERIFY(!runs(process(u"pid"_s)));
    }

    // What ignores SIGTERM is killed, and so is what it has started.
    void aStubbornOneIsKilled()
    {
        CommandSettings settings = shell("trap '' TERM; echo asked >&2; (trap '' TERM; sleep 60) & echo $! >pid; wait");
        settings.timeout = milliseconds(1000);
        work(settings);
        const QByteArray id = m_jobs->add("n");
        const pid_t child = process(u"pid"_s);
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QVERIFY2(reason(id).contains("took longer"), reason(id).constData());
        QTRY_VERIFY(!runs(child));
    }

    void whatItLeftRunningGoesWithIt()
    {
        work("sleep 60 >/dev/null 2>&1 & echo $! >pid; echo 1");
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
        const pid_t left = process(u"pid"_s);
        QTRY_VERIFY(!runs(left));
    }

    void itIsCancelled()
    {
        Worker &worker = work("trap 'echo tidied >tidied; exit 0' TERM; echo $$ >pid; while :; do sleep 0.05; done");
        const QByteArray id = m_jobs->add("n", "{}", attempts(5));
        const pid_t child = process(u"pid"_s);
        QVERIFY(worker.cancel(id, u"an admin wants it"_s));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "failed"_ba, 20'000);
        QCOMPARE(reason(id), "The command was stopped: an admin wants it"_ba);
        QCOMPARE(m_jobs->field(id, "atm"), "1"_ba);
        QCOMPARE(read(u"tidied"_s), "tidied\n"_ba);
        QVERIFY(!runs(child));
    }

    void itEndsWithItsWorker()
    {
        work("echo $$ >pid; exec sleep 60");
        const QByteArray id = m_jobs->add("n");
        const pid_t child = process(u"pid"_s);
        QVERIFY(runs(child));
        m_jobs->workers.clear();
        QTRY_VERIFY(!runs(child));
        QCOMPARE(state(id), "active"_ba); // until it is taken for stalled
    }

    void itEndsWithItsThread()
    {
        CommandSettings settings = shell("trap '' TERM; echo $$ >pid; while :; do sleep 0.05; done");
        settings.patience = milliseconds(60'000);
        QThread thread;
        QObject there;
        there.moveToThread(&thread);
        thread.start();
        const QByteArray id = m_jobs->add("n");
        std::unique_ptr<Worker> worker;
        QMetaObject::invokeMethod(&there, [&] {
            Processors processors;
            processors.setDefault(commandProcessor(settings));
            worker = std::make_unique<Worker>(*m_jobs->clients, m_jobs->keys, processors, JobFixture::quick(),
                                              *m_jobs->locks);
            worker->start();
        });
        const pid_t child = process(u"pid"_s);
        QMetaObject::invokeMethod(
            &there,
            [&] {
                worker.reset();
                m_jobs->clients->closeHere();
            },
            Qt::BlockingQueuedConnection);
        QVERIFY(runs(child));
        thread.quit();
        QVERIFY(thread.wait(20'000));
        QVERIFY(!runs(child));
    }

    // The other of the group ends it if this program can't: tests/interop/command_workers.test.js sees it do so. It
    // outlives what the command sends to its group.
    void aRunIsWatchedUntilItHasEnded()
    {
        work("trap '' TERM USR1 HUP; kill -TERM 0; kill -USR1 0; kill -HUP 0; echo $$ >pid\n"
             "while [ ! -e go ]; do sleep 0.05; done");
        const QByteArray id = m_jobs->add("n");
        const pid_t group = process(u"pid"_s);
        const QList<pid_t> members = children(group);
        QCOMPARE(members.size(), 2);
        QVERIFY(std::ranges::all_of(members, runs));
        QVERIFY(QFile(path(u"go"_s)).open(QIODevice::WriteOnly));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 20'000);
        QCOMPARE(children(group).size(), 0);
    }

    void whatHasHardlyStartedLeavesNothing()
    {
        const CommandSettings settings = shell("sleep 60 & exec sleep 60");
        for (int i = 0; i < 50; ++i) {
            CommandRun run(settings, QProcessEnvironment::systemEnvironment());
            run.start("{}");
            QTest::qSleep(i % 10); // somewhere between its fork and its work
        }
    }

    void whatCantStartLeavesNothing()
    {
        QFile file(path(u"program"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no program's format") > 0);
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        CommandRun run({file.fileName()}, QProcessEnvironment::systemEnvironment());
        QSignalSpy ends(&run, &CommandRun::ended);
        run.start("{}");
        QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 1, 20'000);
        QCOMPARE(run.ending(), CommandRun::Ending::NotStarted);
        QCOMPARE(children().size(), m_children);
        QVERIFY(openPipes() <= m_pipes + 1); // Qt 6.4 leaves one open
        m_pipes = openPipes();
    }

    void whatIsStoppedAsItStartsEnds()
    {
        CommandRun run(shell("exec sleep 60"), QProcessEnvironment::systemEnvironment());
        QSignalSpy ends(&run, &CommandRun::ended);
        run.start("{}");
        run.stop();
        QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 1, 20'000);
        QCOMPARE(run.ending(), CommandRun::Ending::Stopped);
    }

    void manyRunAtATime()
    {
        WorkerSettings settings = JobFixture::quick();
        settings.concurrency = 20;
        m_jobs->work(commandProcessor(shell("cat")), settings);
        for (int i = 0; i < 100; ++i)
            m_jobs->add("n", QByteArray::number(i));
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->count("completed"), 100, 40'000);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(m_jobs->field(QByteArray::number(i + 1), "returnvalue"), QByteArray::number(i));
    }
};

QTEST_GUILESS_MAIN(CommandProcessorTest)
#include "command_processor_test.moc"
