// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/audited_runs.h"
#include "http/app_error.h"
#include "http/middleware/json_body.h"
#include "support/http_fixture.h"
#include "support/test_database.h"

#include <QJsonArray>
#include <QTest>

using namespace signalbox;
using namespace signalbox::admin;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

// What the audit log tells of work in steps, however it ends; over HTTP, in a real database.
class AuditedRunsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<AuditedRuns> m_runs;
    std::unique_ptr<HttpFixture> m_http;

    QCoro::Task<http::Reply> work(http::Context &context)
    {
        const QJsonObject &body = context.json();
        const QByteArray cursor = body["cursor"_L1].toString().toLatin1();
        const QByteArray next = body["next"_L1].toString().toLatin1();
        const QString refused = body["refused"_L1].toString();
        AuditedRuns::Step step(*m_runs, context, body["what"_L1].toString().toUtf8(), cursor, u"jobsInAll"_s);
        audit::Entry entry;
        entry.action = u"work"_s;
        entry.after = {{u"what"_s, body["what"_L1]}};
        if (body.contains("jobs"_L1))
            entry.after.insert(u"jobs"_s, body["jobs"_L1]);
        co_await step.begin(entry);
        if (body["fails"_L1].toBool())
            throw http::AppError(503, u"Redis is away"_s);
        if (refused.isEmpty())
            co_await step.end(body["done"_L1].toInteger(), next);
        else
            co_await step.refuse(body["done"_L1].toInteger(), refused);
        co_return http::Reply::empty();
    }
    void begin(std::chrono::milliseconds patience = 1h)
    {
        m_runs = std::make_unique<AuditedRuns>(m_database->pool(), patience);
        m_http = std::make_unique<HttpFixture>([this](http::Api &api) {
            http::RouteOptions options;
            options.middleware = {http::jsonBody()};
            api.post(
                "/work", [this](http::Context &context) { return work(context); }, options);
        });
    }
    int step(const QString &cursor, const QString &next, const QJsonObject &more = {})
    {
        QJsonObject body{{u"what"_s, u"mail"_s}, {u"done"_s, 10}, {u"cursor"_s, cursor}, {u"next"_s, next}};
        for (auto each = more.begin(); each != more.end(); ++each)
            body.insert(each.key(), each.value());
        return m_http->postJson("/work", QJsonDocument(body).toJson()).status;
    }
    // What the entries say, the oldest first.
    QList<QJsonObject> told() const
    {
        const auto work = [](store::Connection &connection) { return audit::AuditLog(connection).list({}); };
        QList<QJsonObject> told;
        const QJsonArray items = m_database->pool().runNow(work)["items"_L1].toArray();
        for (const auto &item : items)
            told.prepend(item["after"_L1].toObject());
        return told;
    }
    const QJsonObject m_begun{{u"what"_s, u"mail"_s}};
    static QJsonObject ended(int jobs) { return {{u"what"_s, u"mail"_s}, {u"jobsInAll"_s, jobs}}; }
    static QJsonObject refused(int jobs, const QString &why)
    {
        return {{u"what"_s, u"mail"_s}, {u"jobsInAll"_s, jobs}, {u"refused"_s, why}};
    }
    static QJsonObject stopped(int jobs)
    {
        return {{u"what"_s, u"mail"_s}, {u"jobsInAll"_s, jobs}, {u"stopped"_s, true}};
    }

private slots:
    void init() { m_database = std::make_unique<TestDatabase>(store::Dialect::Sqlite); }
    void cleanup()
    {
        m_http.reset();
        m_runs.reset();
        m_database.reset();
    }

    void aRunIsTwoEntries()
    {
        begin();
        QCOMPARE(step({}, u"1"_s), 204);
        step(u"1"_s, u"2"_s);
        QCOMPARE(told(), QList{m_begun});
        step(u"2"_s, {});
        QCOMPARE(told(), (QList{m_begun, ended(30)}));
    }

    void soIsOneOfASingleStep()
    {
        begin();
        step({}, {});
        QCOMPARE(told(), (QList{m_begun, ended(10)}));
    }

    // As one of jobs that are named.
    void oneThatSaidAtItsBeginningHowManyIsOneEntry()
    {
        begin();
        QJsonObject begun = m_begun;
        begun.insert(u"jobs"_s, 10);
        step({}, {}, {{u"jobs"_s, 10}});
        QCOMPARE(told(), QList{begun});
        step({}, {}, {{u"jobs"_s, 10}, {u"done"_s, 9}}); // it couldn't be done to all of them
        QJsonObject ended = begun;
        ended.insert(u"jobsInAll"_s, 9);
        QCOMPARE(told(), (QList{begun, begun, ended}));
    }

    void aCursorThatWasNotGivenIsARunOfItsOwn()
    {
        begin();
        step({}, u"1"_s);
        step(u"7"_s, u"8"_s);
        step(u"1"_s, {}, {{u"what"_s, u"others"_s}});
        QCOMPARE(told().size(), 4); // the last one has its end
        step(u"1"_s, u"2"_s);
        step(u"1"_s, u"2"_s); // it was taken
        QCOMPARE(told().size(), 5);
    }

    void oneWhoseClientStopsIsToldOf()
    {
        begin(50ms);
        step({}, u"1"_s);
        QTRY_COMPARE(told(), (QList{m_begun, stopped(10)}));
        step(u"1"_s, {}); // goes on as another one
        QCOMPARE(told(), (QList{m_begun, stopped(10), m_begun, ended(10)}));
    }

    void oneThatIsUnderWayWhenTheServerStopsIsToldOf()
    {
        begin();
        step({}, u"1"_s);
        step(u"1"_s, u"2"_s);
        m_http.reset();
        m_runs.reset();
        QCOMPARE(told(), (QList{m_begun, stopped(20)}));
    }

    void aRefusalHalfWayIsToldOf()
    {
        begin();
        step({}, u"1"_s);
        step(u"1"_s, u"2"_s, {{u"refused"_s, u"It was resumed"_s}, {u"done"_s, 3}});
        QCOMPARE(told(), (QList{m_begun, refused(13, u"It was resumed"_s)}));
    }

    // It would look like one that was done.
    void aRefusalAtOnceIsToldOf()
    {
        begin();
        step({}, {}, {{u"refused"_s, u"It is busy"_s}, {u"done"_s, 0}});
        QCOMPARE(told(), (QList{m_begun, refused(0, u"It is busy"_s)}));
    }

    void aStepThatFailsMayBeTriedAgain()
    {
        begin();
        step({}, u"1"_s);
        QCOMPARE(step(u"1"_s, u"2"_s, {{u"fails"_s, true}}), 503);
        step(u"1"_s, {});
        QCOMPARE(told(), (QList{m_begun, ended(20)}));
    }

    void oneThatFailsHalfWayIsToldOf()
    {
        begin(50ms);
        step({}, u"1"_s);
        step(u"1"_s, u"2"_s, {{u"fails"_s, true}});
        QTRY_COMPARE(told(), (QList{m_begun, stopped(10)}));
    }

    void aFirstStepThatFailsIsNoRun()
    {
        begin();
        step({}, u"1"_s, {{u"fails"_s, true}});
        step({}, {});
        QCOMPARE(told(), (QList{m_begun, m_begun, ended(10)}));
    }

    void tooManyAreNotRemembered()
    {
        begin();
        for (int i = 0; i <= 100; ++i)
            step({}, QString::number(i), {{u"done"_s, i}});
        QTRY_COMPARE(told().last(), stopped(0));
        step(u"1"_s, {});
        QCOMPARE(told().last(), ended(11));
    }
};

QTEST_GUILESS_MAIN(AuditedRunsTest)
#include "audited_runs_test.moc"
