// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/headers_model.h"
#include "pages/requests/log_lines_model.h"
#include "pages/requests/requests_list.h"
#include "pages/requests/requests_table.h"
#include "pages/requests/saved_filters.h"
#include "pages/requests/seen_values.h"
#include "ui/requests_data.h"
#include "widgets/empty_state.h"
#include "widgets/filter_edit.h"
#include "widgets/hex_view.h"
#include "widgets/json_model.h"
#include "widgets/json_tree.h"
#include "widgets/page_notice.h"
#include "widgets/span_timeline.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using signalbox::ui::test::makeRecord;
using signalbox::ui::test::makeRecords;

class RequestsWidgetsTest : public QObject {
    Q_OBJECT
private slots:
    void emptyStateShowsAllLinesOfItsText();
    void suggestsKeysAndSeenValues_data();
    void suggestsKeysAndSeenValues();
    void suggestionReplacesTheTermAtTheCursor();
    void termsAreAddedAndTakenOut();
    void filterIsAppliedAfterTheTyping();
    void mostSeenValuesComeFirst();
    void savedFiltersAreRemembered();
    void jsonKeepsOrderAndNumbers();
    void jsonSaysWhereItIsWrong_data();
    void jsonSaysWhereItIsWrong();
    void jsonModelFollowsEveryKindOfRoot_data();
    void jsonModelFollowsEveryKindOfRoot();
    void hexShowsOffsetsAndText();
    void timelineDescribesSpansInTheirOrder();
    void headersCanBeEditedButNotSplit();
    void logLinesModelHolds();
    void newRowsWaitWhileScrolledDown();
    void columnsAreRemembered();
    void narrowTableHidesTheLeastNeededColumns();
    void fullTableTakesBatchesWhileShown();
    void chosenComeInTheOrderOfTheTable();

private:
    QTemporaryDir m_folder;
    Theme m_theme;
};

void RequestsWidgetsTest::emptyStateShowsAllLinesOfItsText()
{
    const Theme theme;
    EmptyState empty(theme);
    empty.set(u"filter"_s, u"Nothing"_s, u"Nothing that is kept came in the time that is chosen. "_s.repeated(3));
    empty.resize(800, 500);
    empty.show();
    const auto *text = empty.findChild<QLabel *>(u"emptyStateText"_s);
    QVERIFY(text->heightForWidth(text->width()) > 2 * text->fontMetrics().height());
    QTRY_VERIFY(text->height() >= text->heightForWidth(text->width()));
}

void RequestsWidgetsTest::suggestsKeysAndSeenValues_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("first");
    QTest::newRow("key") << u"stat"_s << u"status:"_s;
    QTest::newRow("negated key") << u"-rou"_s << u"route:"_s;
    QTest::newRow("flag") << u"slo"_s << u"slow"_s;
    QTest::newRow("value seen") << u"route:/us"_s << u"/users/:id"_s;
    QTest::newRow("value inside") << u"route:ers"_s << u"/users/:id"_s;
    QTest::newRow("second term") << u"slow method:P"_s << u"POST"_s;
    QTest::newRow("value with spaces") << u"user:a"_s << u"\"Ann Lee\""_s;
    QTest::newRow("nothing") << u"qqq"_s << QString();
}

void RequestsWidgetsTest::suggestsKeysAndSeenValues()
{
    QFETCH(QString, text);
    QFETCH(QString, first);
    const auto seen = [](const QString &key) {
        if (key == "route"_L1)
            return QStringList{u"/users/:id"_s};
        return key == "user"_L1 ? QStringList{u"Ann Lee"_s} : QStringList();
    };
    const FilterSuggestions found = suggestFilter(text, text.size(), seen);
    QCOMPARE(found.items.isEmpty() ? QString() : found.items.first().text, first);
}

void RequestsWidgetsTest::suggestionReplacesTheTermAtTheCursor()
{
    const QString text = u"slow stat method:GET"_s;
    const FilterSuggestions found = suggestFilter(text, 9, [](const QString &) { return QStringList(); });
    QCOMPARE(QString(text).replace(found.position, found.length, found.items.first().text),
             u"slow status: method:GET"_s);
}

void RequestsWidgetsTest::termsAreAddedAndTakenOut()
{
    QCOMPARE(withTerm(u"path:\"a b\""_s, u"slow"_s), u"path:\"a b\" slow"_s);
    QCOMPARE(withTerm(u"slow"_s, u"slow"_s), u"slow"_s);
    QCOMPARE(withoutTerm(u"slow path:\"slow one\" slow"_s, u"slow"_s), u"path:\"slow one\""_s);
}

void RequestsWidgetsTest::filterIsAppliedAfterTheTyping()
{
    FilterEdit edit;
    QSignalSpy applied(&edit, &FilterEdit::filterChanged);
    QTest::keyClicks(&edit, u"status:4"_s);
    QVERIFY(applied.isEmpty());
    QTest::keyClicks(&edit, u"04"_s);
    QVERIFY(applied.wait());
    QCOMPARE(applied.size(), 1);
    QTest::keyClicks(&edit, u" status:x"_s);
    QTRY_VERIFY(edit.error().has_value());
    QCOMPARE(edit.error()->position, 11);
    QCOMPARE(applied.size(), 1);
}

void RequestsWidgetsTest::mostSeenValuesComeFirst()
{
    SeenValues seen;
    for (const RequestRecord &record : makeRecords(0, 40))
        seen.add(record);
    QCOMPARE(seen.of(u"method"_s), (QStringList{u"GET"_s, u"POST"_s}));
    QCOMPARE(seen.of(u"status"_s), (QStringList{u"200"_s, u"500"_s}));
    for (int i = 0; i < 2 * SeenValues::MaxPerKey; ++i)
        seen.add(makeRecord(i));
    QCOMPARE(seen.of(u"path"_s).size(), SeenValues::MaxPerKey);
}

void RequestsWidgetsTest::savedFiltersAreRemembered()
{
    QSettings settings(m_folder.filePath(u"filters.ini"_s), QSettings::IniFormat);
    {
        SavedFilters saved(settings);
        saved.save(u" slow users "_s, u"slow route:/users/:id"_s);
        saved.save(u"errors"_s, u"error"_s);
        saved.save(u"errors"_s, u"status:5xx"_s);
        saved.save(QString(), u"slow"_s);
    }
    SavedFilters saved(settings);
    QCOMPARE(saved.entries().size(), 2);
    QCOMPARE(saved.entries().first(), (SavedFilters::Entry{u"errors"_s, u"status:5xx"_s}));
    QCOMPARE(saved.entries().last().name, u"slow users"_s);
    saved.remove(u"errors"_s);
    QCOMPARE(SavedFilters(settings).entries().size(), 1);
}

void RequestsWidgetsTest::jsonKeepsOrderAndNumbers()
{
    const auto root = readJson(R"({"z": 1.50, "a": 12345678901234567890, "s": "\u017e \"q\"", "e": [], "n": null})");
    QVERIFY(root);
    QCOMPARE(
        toIndentedJson(*root),
        u"{\n  \"z\": 1.50,\n  \"a\": 12345678901234567890,\n  \"s\": \"ž \\\"q\\\"\",\n  \"e\": [],\n  \"n\": null\n}"_s);
}

void RequestsWidgetsTest::jsonSaysWhereItIsWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("spaces") << QByteArray("  ");
    QTest::newRow("two values") << QByteArray("1, 2");
    QTest::newRow("cut off") << QByteArray("{\"a\": [1, 2");
    QTest::newRow("word") << QByteArray("hello");
    QTest::newRow("comma at the end") << QByteArray("[1,]");
    QTest::newRow("after the end") << QByteArray("{} x");
}

void RequestsWidgetsTest::jsonSaysWhereItIsWrong()
{
    QFETCH(QByteArray, text);
    QString error;
    QVERIFY(!readJson(text, &error));
    QVERIFY(!error.isEmpty());
}

void RequestsWidgetsTest::jsonModelFollowsEveryKindOfRoot_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("rows");
    QTest::newRow("object") << QByteArray(R"({"a": {"b": [1, {"c": null}]}, "d": true})") << 2;
    QTest::newRow("array") << QByteArray("[1, [2, 3], {}]") << 3;
    QTest::newRow("single value") << QByteArray("\"text\"") << 1;
    QTest::newRow("with a byte order mark") << QByteArray("\xEF\xBB\xBF[1]") << 1;
    QTest::newRow("empty object") << QByteArray("{}") << 0;
    QTest::newRow("none") << QByteArray("no json") << 0;
}

void RequestsWidgetsTest::jsonModelFollowsEveryKindOfRoot()
{
    QFETCH(QByteArray, text);
    QFETCH(int, rows);
    JsonModel model;
    QAbstractItemModelTester tester(&model);
    model.setRoot(readJson("{\"before\": [1, 2]}"));
    model.setRoot(readJson(text));
    QCOMPARE(model.rowCount(), rows);
}

void RequestsWidgetsTest::hexShowsOffsetsAndText()
{
    const QStringList lines = hexDump(QByteArray("Hello, bytes \0\xff"
                                                 "16+",
                                                 18))
                                  .split('\n'_L1);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.first().startsWith("00000000  48 65 6c 6c 6f"_L1));
    QVERIFY(lines.first().endsWith("|Hello, bytes ..1|"_L1));
    QVERIFY(lines.last().startsWith("00000010  36 2b"_L1));
    QVERIFY(hexDump({}).isEmpty());
}

void RequestsWidgetsTest::timelineDescribesSpansInTheirOrder()
{
    RequestRecord record = makeRecord(1);
    record.spans = {{"database", "select users", "where id = 1", 1200, 12'400, true},
                    {"queue", "wait", {}, 0, 800, false}};
    SpanTimeline timeline(m_theme);
    timeline.setRecord(record);
    QCOMPARE(timeline.spanCount(), 2);
    QCOMPARE(timeline.describe(0), u"queue: wait, 800 µs from 0 µs"_s);
    QCOMPARE(timeline.describe(1), u"database: select users, 12.4 ms from 1.20 ms, failed\nwhere id = 1"_s);
    QTest::keyClick(&timeline, Qt::Key_Down);
    QCOMPARE(timeline.currentSpan(), 0);
}

void RequestsWidgetsTest::headersCanBeEditedButNotSplit()
{
    HeadersModel model(m_theme, true);
    QAbstractItemModelTester tester(&model);
    model.setHeaders({{"A", "1"}});
    model.append();
    model.setData(model.index(1, HeadersModel::NameColumn), u"B"_s, Qt::EditRole);
    model.setData(model.index(1, HeadersModel::ValueColumn), u"2\r\nEvil: 3"_s, Qt::EditRole);
    model.append();
    QCOMPARE(model.headers(), (HeaderList{{"A", "1"}, {"B", "2Evil: 3"}}));
    QVERIFY(model.removeRow(0));
    QCOMPARE(model.rowCount(), 2);
}

void RequestsWidgetsTest::logLinesModelHolds()
{
    LogLinesModel model(m_theme);
    QAbstractItemModelTester tester(&model);
    LogLine line;
    line.event = u"slow_request"_s;
    line.fields = {{"ms"_L1, 12.5}, {"path"_L1, "/x"_L1}};
    model.setLines({line, line});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, LogLinesModel::FieldsColumn).data().toString(), u"ms=12.5  path=/x"_s);
    model.setLines({});
    QCOMPARE(model.rowCount(), 0);
}

void RequestsWidgetsTest::newRowsWaitWhileScrolledDown()
{
    QSettings settings(m_folder.filePath(u"list.ini"_s), QSettings::IniFormat);
    RequestsList list(m_theme, settings);
    list.resize(900, 400);
    list.show();
    list.addNewest(makeRecords(0, 200));
    QScrollBar *bar = list.table().verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 50);
    bar->setValue(50);
    const QByteArray top = list.table().indexAt({5, 5}).data(IdRole).toByteArray();
    list.addNewest(makeRecords(200, 1203));
    QCOMPARE(list.model().rowCount(), 200);
    QCOMPARE(list.table().indexAt({5, 5}).data(IdRole).toByteArray(), top);
    QCOMPARE(list.findChild<PageNotice *>()->text(), u"1,203 new"_s);
    bar->setValue(0);
    QTRY_COMPARE(list.model().rowCount(), 1403);
    QVERIFY(!list.findChild<PageNotice *>()->isVisible());
    list.table().sortByColumn(int(RequestsColumn::Duration), Qt::DescendingOrder);
    list.addNewest(makeRecords(2000, 5));
    QCOMPARE(list.findChild<PageNotice *>()->text(), u"5 new"_s);
    list.showNew();
    QCOMPARE(list.model().rowCount(), 1408);
    QCOMPARE(list.table().model()->index(0, 0).data(IdRole).toByteArray(), "id-2004");
}

void RequestsWidgetsTest::columnsAreRemembered()
{
    QSettings settings(m_folder.filePath(u"columns.ini"_s), QSettings::IniFormat);
    {
        RequestsList list(m_theme, settings);
        list.resize(1400, 400);
        list.show();
        QHeaderView *header = list.table().horizontalHeader();
        header->resizeSection(int(RequestsColumn::Status), 99);
        header->moveSection(header->visualIndex(int(RequestsColumn::User)), 1);
        list.table().setColumnHidden(int(RequestsColumn::Size), true);
        list.table().sortByColumn(int(RequestsColumn::Duration), Qt::DescendingOrder);
    }
    RequestsList list(m_theme, settings);
    list.resize(800, 400);
    list.show();
    const QHeaderView *header = list.table().horizontalHeader();
    QCOMPARE(header->sectionSize(int(RequestsColumn::Status)), 99);
    QCOMPARE(header->visualIndex(int(RequestsColumn::User)), 1);
    QVERIFY(list.table().isColumnHidden(int(RequestsColumn::Size)));
    QCOMPARE(header->sortIndicatorSection(), int(RequestsColumn::Duration));
    list.addNewest(makeRecords(0, 5));
    list.showNew();
    QCOMPARE(list.table().model()->index(0, 0).data(IdRole).toByteArray(), "id-4");
    QCOMPARE(list.table().model()->index(4, 0).data(IdRole).toByteArray(), "id-0");
}

void RequestsWidgetsTest::narrowTableHidesTheLeastNeededColumns()
{
    QSettings settings(m_folder.filePath(u"narrow.ini"_s), QSettings::IniFormat);
    RequestsList list(m_theme, settings);
    list.resize(1800, 400);
    list.show();
    QVERIFY(!list.table().isColumnHidden(int(RequestsColumn::Peer)));
    list.resize(700, 400);
    QTRY_VERIFY(list.table().isColumnHidden(int(RequestsColumn::Peer)));
    QVERIFY(list.table().isColumnHidden(int(RequestsColumn::Id)));
    QVERIFY(!list.table().isColumnHidden(int(RequestsColumn::Duration)));
    QVERIFY(list.table().columnWidth(int(RequestsColumn::Path)) >= 220);
}

void RequestsWidgetsTest::fullTableTakesBatchesWhileShown()
{
    QSettings settings(m_folder.filePath(u"volume.ini"_s), QSettings::IniFormat);
    RequestsList list(m_theme, settings);
    list.resize(1600, 900);
    list.show();
    list.addNewest(makeRecords(0, RequestsModel::DefaultCapacity));
    for (int batch = 0; batch < 100; ++batch) {
        list.addNewest(makeRecords(30'000 + batch * 20, 20));
        QCoreApplication::processEvents();
        QCOMPARE(list.model().rowCount(), RequestsModel::DefaultCapacity);
    }
    QCOMPARE(list.table().model()->index(0, 0).data(IdRole).toByteArray(), "id-31999");
}

void RequestsWidgetsTest::chosenComeInTheOrderOfTheTable()
{
    QSettings settings(m_folder.filePath(u"chosen.ini"_s), QSettings::IniFormat);
    RequestsList list(m_theme, settings);
    list.addNewest(makeRecords(0, 50));
    list.table().sortByColumn(int(RequestsColumn::Duration), Qt::AscendingOrder);
    list.table().selectAll();
    const QList<RequestRecord> chosen = list.chosen();
    QCOMPARE(chosen.size(), 50);
    for (int row = 0; row < 50; ++row)
        QCOMPARE(chosen.at(row).id, "id-" + QByteArray::number(row));
}

QTEST_MAIN(RequestsWidgetsTest)
#include "requests_widgets_test.moc"
