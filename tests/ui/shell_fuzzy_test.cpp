// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/fuzzy.h"

#include <QTest>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class FuzzyTest : public QObject {
    Q_OBJECT
private slots:
    void matchesCharactersInOrder_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("matches");
        QTest::newRow("nothing typed") << QString() << u"Requests"_s << true;
        QTest::newRow("whole") << u"requests"_s << u"Requests"_s << true;
        QTest::newRow("some of it") << u"rqs"_s << u"Requests"_s << true;
        QTest::newRow("spaces don't count") << u"get users"_s << u"GET /users/:id"_s << true;
        QTest::newRow("wrong order") << u"sqr"_s << u"Requests"_s << false;
        QTest::newRow("not there") << u"x"_s << u"Requests"_s << false;
        QTest::newRow("more than there is") << u"requestss"_s << u"Requests"_s << false;
    }
    void matchesCharactersInOrder()
    {
        QFETCH(QString, query);
        QFETCH(QString, name);
        QTEST(fuzzyMatch(query, name).has_value(), "matches");
    }

    void prefersTheBetterFit_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("side by side") << u"rout"_s << u"Routes"_s << u"Restart out there"_s;
        QTest::newRow("starts of words") << u"st"_s << u"Stop the server"_s << u"Restart"_s;
        QTest::newRow("start of the name") << u"se"_s << u"Settings"_s << u"Browse"_s;
    }
    void prefersTheBetterFit()
    {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QVERIFY(fuzzyMatch(query, better)->score > fuzzyMatch(query, worse)->score);
    }

    void marksTheBestPlaceAndNotTheFirst()
    {
        QCOMPARE(fuzzyMatch(u"us", u"GET /status/users")->positions, (QList<int>{12, 13}));
    }
};

QTEST_GUILESS_MAIN(FuzzyTest)
#include "shell_fuzzy_test.moc"
