// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_filter.h"

#include <QTest>

using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;

// What of a search Redis, which knows no letters but ASCII's, leaves to the server.
class JobFilterTest : public QObject {
    Q_OBJECT

private slots:
    void lettersAreFoundHoweverTheyAreWritten_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("as they are") << "[Mąka]"_ba << true;
        QTest::newRow("in capitals") << "[MĄKA]"_ba << true;
        QTest::newRow("escaped") << "[m\\u0105ka]"_ba << true;
        QTest::newRow("escaped, in capitals") << "[M\\u0104KA]"_ba << true;
        QTest::newRow("after other escapes") << "[C:\\\\\\u010d\\n\\u20ac m\\u0105ka]"_ba << true;
        QTest::newRow("another letter") << "[m\\u0107ka]"_ba << false;
        QTest::newRow("an escaped backslash") << "[m\\\\u0105ka]"_ba << false;
        QTest::newRow("no escape") << "[\\u01, mąk, \\u]"_ba << false;
        QTest::newRow("cut in an escape") << "[\\u010"_ba << false;
        QTest::newRow("cut behind a backslash") << "[\\u0105\\"_ba << false;
    }
    void lettersAreFoundHoweverTheyAreWritten()
    {
        QFETCH(QByteArray, data);
        QFETCH(bool, isFound);
        JobFilter filter;
        filter.q = u"mĄka"_s;
        JobRow row;
        row.data = data;
        QCOMPARE(filter.matches(row), isFound);
    }

    void onlyWhatRedisCanNotTellIsSentWhole()
    {
        JobFilter filter;
        filter.q = u"Ann"_s;
        filter.failedReason = u"Host"_s;
        QCOMPARE(filter.criteria(), (QJsonObject{{u"q"_s, u"ann"_s}, {u"failedReason"_s, u"host"_s}}));
        filter.failedReason = u"Hôte"_s;
        QCOMPARE(filter.criteria().keys(), (QStringList{u"failureCut"_s, u"q"_s}));
        filter.q = u"Änn"_s;
        QCOMPARE(filter.criteria().keys(), (QStringList{u"dataCut"_s, u"failureCut"_s}));
    }
};

QTEST_APPLESS_MAIN(JobFilterTest)
#include "job_filter_test.moc"
