// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache_data.h"
#include "client/session.h"
#include "pages/cache/key_scan.h"
#include "pages/sweep/step_sweep.h"
#include "support/scripted_admin.h"

#include <QSignalSpy>
#include <QTest>

using namespace signalbox::ui;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
namespace data = signalbox::ui::test;

namespace {

constexpr int Patience = 15'000;
constexpr int Total = 250'000;

} // namespace

// The two that go over many keys a step at a time: one looks for them, one deletes them.
class CacheScanTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_server = std::make_unique<ScriptedAdmin>();
        m_session = std::make_unique<Session>(Endpoint{m_server->url(), "token", {}, {}, false}, m_range);
    }

    void cleanup()
    {
        m_session.reset();
        m_server.reset();
    }

    void aScanEndsWhenAllWereLookedAt()
    {
        scriptKeys(100, 3, 4);
        KeyScan scan;
        const QSignalSpy rows(&scan, &KeyScan::cameAcross);
        begin(scan);
        QTRY_COMPARE_WITH_TIMEOUT(scan.state(), KeyScan::State::Done, Patience);
        QCOMPARE(scan.found(), 12);
        QCOMPARE(scan.scanned(), 400);
        QCOMPARE(scan.total(), Total);
        QCOMPARE(rows.size(), 4);
        const auto questions = m_server->asked("GET", u"/admin/redis/keys"_s);
        QCOMPARE(questions[0].parameter(u"match"_s), u"user:*"_s);
        QCOMPARE(questions[0].parameter(u"type"_s), u"hash"_s);
        QVERIFY(questions[0].parameter(u"cursor"_s).isEmpty());
        QCOMPARE(questions[3].parameter(u"cursor"_s), u"step 3"_s);
    }

    void aScanRestsWhenMuchWasLookedAt()
    {
        scriptKeys(20'000, 1, 100);
        KeyScan scan;
        begin(scan);
        QTRY_COMPARE_WITH_TIMEOUT(scan.state(), KeyScan::State::Resting, Patience);
        QCOMPARE(scan.scanned(), KeyScan::ScannedUntilRest);
        scan.goOn();
        QTRY_COMPARE_WITH_TIMEOUT(scan.state(), KeyScan::State::Resting, Patience);
        QCOMPARE(scan.scanned(), 2 * KeyScan::ScannedUntilRest);
        QCOMPARE(m_server->asked("GET", u"/admin/redis/keys"_s).size(), 10);
    }

    void aScanRestsWhenMuchWasFound()
    {
        scriptKeys(1000, 400, 100);
        KeyScan scan;
        begin(scan);
        QTRY_COMPARE_WITH_TIMEOUT(scan.state(), KeyScan::State::Resting, Patience);
        QCOMPARE(scan.found(), 1200);
        QVERIFY(scan.canGoOn());
    }

    void aCancelledScanGoesOnWhereItStopped()
    {
        scriptKeys(100, 1, 4);
        KeyScan scan;
        m_server->setHolding(true);
        begin(scan);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", u"/admin/redis/keys"_s).size(), 1, Patience);
        scan.cancel();
        QCOMPARE(scan.state(), KeyScan::State::Cancelled);
        const QSignalSpy rows(&scan, &KeyScan::cameAcross);
        m_server->setHolding(false);
        scan.goOn();
        QTRY_COMPARE_WITH_TIMEOUT(scan.state(), KeyScan::State::Done, Patience);
        QCOMPARE(rows.size(), 4); // the answer that came too late is none of them
        QCOMPARE(scan.scanned(), 400);
    }

    void aStepThatFailsCanBeTriedAgain()
    {
        int failures = 1;
        scriptKeys(100, 1, 3);
        m_server->on("GET", u"/admin/redis/keys"_s, [&failures, step = m_step](const auto &question) {
            const bool second = question.parameter(u"cursor"_s) == u"step 1"_s;
            if (second && failures-- > 0)
                return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis is down"_L1}}};
            return step(question);
        });
        KeyScan scan;
        begin(scan);
        QTRY_COMPARE_WITH_TIMEOUT(scan.state(), KeyScan::State::Failed, Patience);
        QCOMPARE(scan.error(), u"Redis is down"_s);
        scan.goOn();
        QTRY_COMPARE_WITH_TIMEOUT(scan.state(), KeyScan::State::Done, Patience);
        QCOMPARE(scan.found(), 3);
    }

    void anotherQuestionForgetsTheFirst()
    {
        scriptKeys(100, 1, 2);
        KeyScan scan;
        m_server->setHolding(true);
        begin(scan);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", u"/admin/redis/keys"_s).size(), 1, Patience);
        const QSignalSpy restarted(&scan, &KeyScan::restarted);
        scan.start(u"post:*"_s, {});
        m_server->setHolding(false);
        QTRY_COMPARE_WITH_TIMEOUT(scan.state(), KeyScan::State::Done, Patience);
        QCOMPARE(restarted.size(), 1);
        QCOMPARE(scan.found(), 2);
        QCOMPARE(scan.pattern(), u"post:*"_s);
    }

    void aSweepCountsAllSteps()
    {
        scriptSweep(3, -1);
        StepSweep sweep(m_session.get(), {u"/admin/sweep"_s, {{"match"_L1, "user:*"_L1}}});
        const QSignalSpy finished(&sweep, &StepSweep::finished);
        sweep.start(StepSweep::Mode::Count);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
        QCOMPARE(sweep.end(), StepSweep::End::Whole);
        QCOMPARE(sweep.progress().matched, 30);
        QCOMPARE(sweep.progress().done, 0);
        const auto questions = m_server->asked("POST", u"/admin/sweep"_s);
        QCOMPARE(questions.size(), 3);
        for (const auto &question : questions) {
            QVERIFY(question.body.value("dryRun"_L1).toBool());
            QCOMPARE(question.body.value("match"_L1).toString(), u"user:*"_s);
        }
        QCOMPARE(questions[2].body.value("cursor"_L1).toString(), u"2"_s);
    }

    void aSweepThatIsStoppedTellsWhatItDid()
    {
        scriptSweep(5, -1);
        StepSweep sweep(m_session.get(), {u"/admin/sweep"_s, {}});
        const QSignalSpy finished(&sweep, &StepSweep::finished);
        connect(&sweep, &StepSweep::progressed, this, [&sweep] { sweep.cancel(); });
        sweep.start(StepSweep::Mode::Do);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
        QCOMPARE(sweep.end(), StepSweep::End::Cancelled);
        QCOMPARE(sweep.progress().done, 10);
        QCOMPARE(m_server->asked("POST", u"/admin/sweep"_s).size(), 1);
    }

    void aSweepThatFailsHalfWayTellsWhatItDid()
    {
        scriptSweep(5, 2);
        StepSweep sweep(m_session.get(), {u"/admin/sweep"_s, {}});
        const QSignalSpy finished(&sweep, &StepSweep::finished);
        sweep.start(StepSweep::Mode::Do);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
        QCOMPARE(sweep.end(), StepSweep::End::Failed);
        QCOMPARE(sweep.error(), u"Redis refused: OOM"_s);
        QCOMPARE(sweep.progress().done, 20);
    }

    void whatFailsIsCountedThoughFewReasonsAreTold()
    {
        const QCborArray told{QCborMap{{"id"_L1, "1"_L1}, {"error"_L1, "It is active"_L1}}};
        m_server->on("POST", u"/admin/sweep"_s, QCborMap{{"done"_L1, 2}, {"failed"_L1, told}, {"failedCount"_L1, 250}});
        StepSweep sweep(m_session.get(), {u"/admin/sweep"_s, {}, u"done"_s});
        const QSignalSpy finished(&sweep, &StepSweep::finished);
        sweep.start(StepSweep::Mode::Do);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
        QCOMPARE(sweep.progress().done, 2);
        QCOMPARE(sweep.progress().failed, 250);
        QCOMPARE(sweep.reasonsText(), u"1: It is active; and others"_s);
    }

private:
    // So many steps that each look at `scanned` keys and find `found`.
    void scriptKeys(int scanned, int found, int steps)
    {
        m_step = [scanned, found, steps](const ScriptedAdmin::Question &question) {
            const int at = question.parameter(u"cursor"_s).section(' '_L1, 1).toInt();
            QCborArray items;
            for (int key = 0; key < found; ++key)
                items.append(data::keyRow(u"user:%1"_s.arg(at * found + key)));
            const QCborValue next = at + 1 < steps ? QCborValue(u"step %1"_s.arg(at + 1)) : QCborValue(nullptr);
            return ScriptedAdmin::Reply{
                200, {{"items"_L1, items}, {"cursor"_L1, next}, {"scanned"_L1, scanned}, {"total"_L1, Total}}};
        };
        m_server->on("GET", u"/admin/redis/keys"_s, m_step);
    }

    // Ten keys match in each step; the one at `failing` fails.
    void scriptSweep(int steps, int failing)
    {
        m_server->on("POST", u"/admin/sweep"_s, [steps, failing](const ScriptedAdmin::Question &question) {
            const int at = question.body.value("cursor"_L1).toString().toInt();
            if (at == failing)
                return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis refused: OOM"_L1}}};
            const bool dry = question.body.value("dryRun"_L1).toBool();
            const QCborValue next = at + 1 < steps ? QCborValue(QString::number(at + 1)) : QCborValue(nullptr);
            return ScriptedAdmin::Reply{200,
                                        {{"matched"_L1, 10},
                                         {"deleted"_L1, dry ? 0 : 10},
                                         {"scanned"_L1, 100},
                                         {"total"_L1, steps * 100},
                                         {"cursor"_L1, next}}};
        });
    }

    void begin(KeyScan &scan)
    {
        scan.setSession(m_session.get());
        scan.start(u"user:*"_s, u"hash"_s);
    }

    std::unique_ptr<ScriptedAdmin> m_server;
    TimeRange m_range;
    std::unique_ptr<Session> m_session;
    ScriptedAdmin::Script m_step;
};

QTEST_MAIN(CacheScanTest)
#include "cache_scan_test.moc"
