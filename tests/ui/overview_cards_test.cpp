// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/card_specs.h"
#include "widgets/card_grid.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox::ui;

namespace {

CardSpec cardOf(const QString &id)
{
    for (const CardSpec &spec : overviewCards()) {
        if (spec.id == id)
            return spec;
    }
    qFatal("no such card");
}

StatCard::Content contentOf(const QString &id, const StatsFigures &now, const std::optional<StatsFigures> &before)
{
    return cardContent(cardOf(id), now, before, {}, {u"the last 10 s"_s, u"the minute before"_s});
}

} // namespace

class OverviewCardsTest : public QObject {
    Q_OBJECT
private slots:
    void aChangeForTheWorseIsMarked()
    {
        StatsFigures now;
        StatsFigures before;
        now.latency.p99 = 130;
        before.latency.p99 = 100;
        const StatCard::Content worse = contentOf(u"P99"_s, now, before);
        QCOMPARE(worse.figure, u"130 ms"_s);
        QCOMPARE(worse.change, u"▲ 30 %"_s);
        QCOMPARE(worse.changeTone, StatCard::Tone::Bad);
        QCOMPARE(contentOf(u"P99"_s, before, now).changeTone, StatCard::Tone::Good);
    }

    void aHigherRateIsNeitherGoodNorBad()
    {
        StatsFigures now;
        StatsFigures before;
        now.perSecond = 500;
        before.perSecond = 100;
        const StatCard::Content content = contentOf(u"Rate"_s, now, before);
        QCOMPARE(content.change, u"▲ ×5"_s);
        QCOMPARE(content.changeTone, StatCard::Tone::Plain);
    }

    void nothingToCompareWithIsNoChange()
    {
        StatsFigures now;
        now.latency.p99 = 130;
        QCOMPARE(contentOf(u"P99"_s, now, std::nullopt).change, QString());
        QCOMPARE(contentOf(u"P99"_s, now, StatsFigures{}).change, QString());
    }

    void cardsLeadToWhatTheyAreMadeOf()
    {
        StatsFigures now;
        now.latency.p99 = 123.456;
        QCOMPARE(cardOf(u"P99"_s).page, u"requests"_s);
        QCOMPARE(cardOf(u"P99"_s).link(now), u"ms:>123.4"_s);
        QCOMPARE(cardOf(u"Errors"_s).link(now), u"error"_s);
        QCOMPARE(cardOf(u"InFlight"_s).page, u"routes"_s);
    }

    void aGapIsAGapInTheSparkline()
    {
        SeriesData series;
        for (const qint64 second : {1, 2, 5}) {
            SeriesPoint point;
            point.atMs = second * 1000;
            series.append(point);
        }
        const auto content = cardContent(cardOf(u"Rate"_s), {}, std::nullopt, series, {});
        QCOMPARE(content.past.size(), 4);
        QVERIFY(qIsNaN(content.past[2]));
    }

    void rowsOfCardsAreEvenlyFull()
    {
        Theme theme;
        CardGrid grid;
        for (const CardSpec &spec : overviewCards())
            grid.addCard(new StatCard(theme, spec.title));
        QCOMPARE(grid.columnsFor(1600), 8);
        QCOMPARE(grid.columnsFor(800), 4);
        QCOMPARE(grid.columnsFor(600), 4);
        QCOMPARE(grid.columnsFor(100), 1);
    }

    void aCardIsPressedFromTheKeyboard()
    {
        Theme theme;
        StatCard card(theme, u"Rate"_s);
        card.show();
        QSignalSpy clicked(&card, &StatCard::clicked);
        QTest::keyClick(&card, Qt::Key_Return);
        QTest::keyClick(&card, Qt::Key_Space);
        QCOMPARE(clicked.size(), 2);
    }
};

QTEST_MAIN(OverviewCardsTest)
#include "overview_cards_test.moc"
