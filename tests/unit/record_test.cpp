// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "request_record.h"

#include <QCborValue>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;

class RecordTest : public QObject {
    Q_OBJECT
private slots:
    void survivesCbor();
    void survivesJson();
    void hasTheContractsFields();
    void leavesOutWhatIsNotThere();
    void takesNoAnswerForAMissingTtfb();
    void makesTextOfHostileBytes();
    void readsNothingFromNonsense();
};

namespace {

RequestRecord fullRecord()
{
    RequestRecord record;
    record.id = "0193-abc";
    record.traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    record.spanId = "00f067aa0ba902b7";
    record.method = "POST";
    record.path = "/users/7?fresh=1";
    record.route = "/users/:id";
    record.user = "0193-ann";
    record.userName = "ann@example.org";
    record.peer = "127.0.0.1:51234";
    record.error = "deadlock";
    record.atUs = 1'763'826'000'123'000;
    record.durationUs = 512'345;
    record.ttfbUs = 511'001;
    record.bytesIn = 812;
    record.bytesOut = 5'000'000'000;
    record.status = 503;
    record.reactor = 1;
    record.slow = true;
    record.aborted = true;
    record.spans = {{"database", "select users", "3 rows", 120, 500'001, false},
                    {"redis", "GET user:7", {}, 5, 9, true}};
    return record;
}

} // namespace

void RecordTest::survivesCbor()
{
    const RequestRecord record = fullRecord();
    const QByteArray wire = record.toCbor().toCborValue().toCbor();
    QCOMPARE(RequestRecord::fromCbor(QCborValue::fromCbor(wire).toMap()), record);
}

void RecordTest::survivesJson()
{
    const RequestRecord record = fullRecord();
    const QByteArray wire = QJsonDocument(record.toCbor().toJsonObject()).toJson();
    const QJsonObject object = QJsonDocument::fromJson(wire).object();
    QCOMPARE(RequestRecord::fromCbor(QCborMap::fromJsonObject(object)), record);
}

void RecordTest::hasTheContractsFields()
{
    const QJsonObject json = fullRecord().toCbor().toJsonObject();
    QCOMPARE(json["at"_L1].toString(), u"2025-11-22T15:40:00.123Z"_s);
    QCOMPARE(json["ms"_L1].toDouble(), 512.345);
    QCOMPARE(json["ttfbMs"_L1].toDouble(), 511.001);
    QCOMPARE(json["status"_L1].toInt(), 503);
    QCOMPARE(json["spans"_L1][0]["startMs"_L1].toDouble(), 0.12);
    QCOMPARE(json["spans"_L1][1]["failed"_L1].toBool(), true);
}

void RecordTest::leavesOutWhatIsNotThere()
{
    const QCborMap map = RequestRecord{}.toCbor();
    for (const auto &key : {u"userName"_s, u"aborted"_s, u"error"_s, u"spans"_s})
        QVERIFY2(!map.contains(key), qPrintable(key));
    QVERIFY(!Span{}.toCbor().contains(u"failed"_s));
}

void RecordTest::takesNoAnswerForAMissingTtfb()
{
    RequestRecord record;
    record.ttfbUs = -1;
    QVERIFY(record.toCbor().value("ttfbMs"_L1).isNull());
    QCOMPARE(RequestRecord::fromCbor(record.toCbor()).ttfbUs, -1);
}

void RecordTest::makesTextOfHostileBytes()
{
    RequestRecord record;
    record.path = QByteArray("/\xff\xfe\0x", 5);
    const QByteArray json = QJsonDocument(record.toCbor().toJsonObject()).toJson();
    QCOMPARE(QJsonDocument::fromJson(json)["path"_L1].toString(), QString::fromUtf8(record.path));
}

void RecordTest::readsNothingFromNonsense()
{
    const QCborMap nonsense{{u"ms"_s, u"long"_s}, {u"at"_s, 7}, {u"spans"_s, 3}, {u"ttfbMs"_s, 1e300}};
    QCOMPARE(RequestRecord::fromCbor(nonsense), RequestRecord{});
}

QTEST_APPLESS_MAIN(RecordTest)
#include "record_test.moc"
