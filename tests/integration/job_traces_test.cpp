// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/queue_console.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// What the record of a job's run tells: the trace that it belongs to, and the pieces of what was done.
class JobTracesTest : public QObject, QueueConsoleServer {
    Q_OBJECT

private:
    static jobs::CommandWorkerSettings shell(const QString &queue, const QString &script)
    {
        jobs::CommandWorkerSettings worker{queue};
        worker.prefix = u"bull"_s;
        worker.command.program = u"/bin/sh"_s;
        worker.command.arguments = {u"-c"_s, script};
        return worker;
    }
    // What the job gives, once it is done.
    QString result(const QByteArray &queue, const QByteArray &id) const
    {
        const auto job = [&] { return m_client->call("GET", "/jobs/" + queue + '/' + id, m_admin).json(); };
        [&] { QTRY_VERIFY_WITH_TIMEOUT(job().contains("finishedOn"_L1), 20'000); }();
        return job()["returnvalue"_L1].toString();
    }
    QByteArray add(const QByteArray &queue, const QJsonObject &job, const QByteArray &traceParent = {}) const
    {
        const Answer answer = m_server->ask("POST", "/jobs/" + queue,
                                            {{"Authorization", "Bearer " + m_admin},
                                             {"Content-Type", "application/json"},
                                             {"traceparent", traceParent}},
                                            QJsonDocument(job).toJson());
        return AccountClient::text(answer, "id");
    }
    // That of the only run of a queue.
    QJsonObject recordIn(const QByteArray &queue) const
    {
        QJsonArray records;
        const auto find = [&] {
            const Answer found = m_server->admin("/admin/requests?q=method:JOB%20path:/jobs/" + queue + "/*");
            records = found.json()["items"_L1].toArray();
            return records.size();
        };
        [&] { QTRY_COMPARE(find(), 1); }();
        const QByteArray id = records.first()["id"_L1].toString().toLatin1();
        return m_server->admin("/admin/requests/" + id).json()["record"_L1].toObject();
    }
    static QJsonObject spanOf(const QJsonObject &record, const QString &kind)
    {
        const QJsonArray spans = record["spans"_L1].toArray();
        const auto found = std::ranges::find_if(spans, [&](const QJsonValue &one) { return one["kind"_L1] == kind; });
        return found == spans.end() ? QJsonObject() : (*found).toObject();
    }

private slots:
    void init()
    {
        begin([](Server::Settings &settings) {
            settings.demo = true;
            settings.jobs.works = true;
            settings.workers = {shell(u"traced"_s, uR"(printf '"%s %s"' "$TRACEPARENT" "$TRACESTATE")"_s),
                                shell(u"talking"_s, u"for i in $(seq 200); do echo row $i >&2; done; sleep 0.2"_s),
                                shell(u"failing"_s, u"exit 3"_s)};
        });
    }
    void cleanup() { end(); }

    // What the command does comes of its run, in the trace of who asked for it.
    void aCommandIsGivenItsRun()
    {
        const QByteArray trace(32, 'a');
        const QByteArray id = add("traced", {{u"name"_s, u"x"_s}}, "00-" + trace + "-1111111111111111-01");
        const QByteArray given = result("traced", id).trimmed().toLatin1();
        const QJsonObject record = recordIn("traced");
        QCOMPARE(record["traceId"_L1].toString(), QString::fromLatin1(trace));
        QCOMPARE(given, "00-" + trace + '-' + record["spanId"_L1].toString().toLatin1() + "-01");
        const QJsonObject process = spanOf(record, u"process"_s);
        QCOMPARE(process["name"_L1].toString(), u"sh"_s);
        QVERIFY(process["ms"_L1].toDouble() > 0);
        QVERIFY(!process["failed"_L1].toBool());
    }

    void whatAnAdminAddsIsInTheTraceOfTheRequest_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("a job") << "/jobs"_ba
                               << R"({"name":"x"})"_ba;
        QTest::newRow("one of a scheduler's") << "/schedulers/yearly/run"_ba << QByteArray();
    }
    void whatAnAdminAddsIsInTheTraceOfTheRequest()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        make("traced");
        const QJsonObject yearly{{u"name"_s, u"x"_s}, {u"pattern"_s, u"0 0 1 1 *"_s}};
        QCOMPARE(ask("PUT", path("/schedulers/yearly", "traced"), yearly).status, 201);
        const QByteArray trace(32, 'c');
        Fields fields{{"Authorization", "Bearer " + m_admin}, {"traceparent", "00-" + trace + "-3333333333333333-01"}};
        if (!body.isEmpty())
            fields.append(std::pair<QByteArray, QByteArray>("Content-Type", "application/json"));
        const Answer answer = m_server->ask("POST", path(target, "traced"), fields, body);
        QCOMPARE(answer.status, 201);
        result("traced", AccountClient::text(answer, "id"));
        QCOMPARE(recordIn("traced")["traceId"_L1].toString(), QString::fromLatin1(trace));
    }

    void aRunWithoutAProducersTraceHasItsOwn()
    {
        make("traced");
        const QJsonObject options{{u"telemetry"_s, QJsonObject{{u"omitContext"_s, true}}}};
        const Answer answer =
            ask("POST", path("/jobs", "traced"), QJsonObject{{u"name"_s, u"x"_s}, {u"opts"_s, options}});
        const QString given = result("traced", AccountClient::text(answer, "id")).trimmed();
        const QJsonObject record = recordIn("traced");
        QCOMPARE(given, u"00-%1-%2-01"_s.arg(record["traceId"_L1].toString(), record["spanId"_L1].toString()));
    }

    // Of Node's telemetry, say.
    void flagsAndStateAreTheProducers()
    {
        const QByteArray trace(32, 'b');
        const QString metadata =
            uR"({"traceparent":"00-%1-2222222222222222-00","tracestate":"shop=1"})"_s.arg(QString::fromLatin1(trace));
        make("traced");
        const QJsonObject options{{u"telemetry"_s, QJsonObject{{u"metadata"_s, metadata}}}};
        const Answer answer =
            ask("POST", path("/jobs", "traced"), QJsonObject{{u"name"_s, u"x"_s}, {u"opts"_s, options}});
        const QString given = result("traced", AccountClient::text(answer, "id"));
        const QString span = recordIn("traced")["spanId"_L1].toString();
        QCOMPARE(given, u"00-%1-%2-00 shop=1"_s.arg(QString::fromLatin1(trace), span));
    }

    // Each row is a piece of work too.
    void manyRowsHideNoProcess()
    {
        result("talking", add("talking", {{u"name"_s, u"x"_s}}));
        const QJsonObject record = recordIn("talking");
        QVERIFY(spanOf(record, u"process"_s)["ms"_L1].toDouble() >= 200);
        QVERIFY(!spanOf(record, u"redis"_s).isEmpty());
    }

    void aProcessThatFailsSaysSo()
    {
        result("failing", add("failing", {{u"name"_s, u"x"_s}}));
        QVERIFY(spanOf(recordIn("failing"), u"process"_s)["failed"_L1].toBool());
    }

    void whatAProcessorDidInRedisIsTold()
    {
        result("demo", add("demo", {{u"name"_s, u"sleep"_s}, {u"data"_s, QJsonObject{{u"ms"_s, 1}}}}));
        const QString name = spanOf(recordIn("demo"), u"redis"_s)["name"_L1].toString();
        QVERIFY2(name.contains("updateProgress"_L1), qPrintable(name));
    }

    void theMailOfAWelcomeIsTold()
    {
        QCOMPARE(m_client->registerUser("ada").status, 201);
        const QJsonObject record = recordIn("email");
        QVERIFY(spanOf(record, u"mail"_s)["name"_L1].toString().startsWith("send to "_L1));
        QVERIFY(!spanOf(record, u"queue"_s).isEmpty() || !spanOf(record, u"database"_s).isEmpty()
                || !spanOf(record, u"cache"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(JobTracesTest)
#include "job_traces_test.moc"
