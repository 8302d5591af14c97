// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_record.h"
#include "telemetry/async_log.h"
#include "telemetry/json_text.h"
#include "telemetry/line_store.h"
#include "telemetry/log_file.h"
#include "telemetry/request_lines.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace signalbox::telemetry;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class LogTest : public QObject {
    Q_OBJECT
private slots:
    void jsonStrings_data();
    void jsonStrings();
    void jsonStringsAreValidWhateverTheBytes();
    void jsonStringsKeepEachByteWhereverItStands();
    void millisecondsAreExact_data();
    void millisecondsAreExact();
    void timesAreIso();

    void requestLineHasItsFields();
    void slowRequestHasALineMore();
    void levelDecidesTheLines();
    void hostileRequestsStayOnOneLine();

    void writesJsonLines();
    void levelChangesWhileItRuns();
    void levelNames();
    void dropsAndCountsWhenTheWriterIsStuck();
    void rotates();
    void fallsBackWhenTheFileCanNotBeWritten();
    void manyThreadsWriteWholeLines();
    void batchesAndSingleLinesKeepTheirOrder();
    void aBatchIsSplitWhereTheFileRotates();
    void appendsToTheFileThatIsThere();
    void keepsNoOldFilesWhenNoneAreWanted();
    void doesNotRotateADevice();
    void countsWhatADiskThatIsFullRefuses();

    void lineStoreFindsByRequest();
    void lineStoreIsBounded();
};

namespace {

QJsonObject parsed(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError)
        qWarning("%s: %s", qPrintable(error.errorString()), line.constData());
    return document.object();
}

QList<QByteArray> linesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("No log file: %s", qPrintable(path));
    QList<QByteArray> lines = file.readAll().split('\n');
    if (!lines.takeLast().isEmpty())
        qFatal("The last line has no end");
    return lines;
}

AsyncLog::Settings settingsFor(const QString &file)
{
    AsyncLog::Settings settings;
    settings.file = file;
    return settings;
}

void writeBatch(AsyncLog &log, QByteArrayView lines, int count)
{
    LineBuffer buffer;
    buffer.append(lines);
    log.writeLines(buffer, count);
    if (!buffer.isEmpty())
        qFatal("The buffer was left with its lines");
}

QList<QByteArray> requestLines(const SampleRecord &record, Level level, const QByteArray &node = {})
{
    LineBuffer out;
    const int count = RequestLines(node).append(out, record.get(), level);
    QList<QByteArray> lines = out.view().toByteArray().split('\n');
    lines.removeLast();
    if (lines.size() != count)
        qFatal("%d lines were announced, %d came", count, int(lines.size()));
    return lines;
}

} // namespace

void LogTest::jsonStrings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QByteArray &bytes, const char *json) {
        QTest::newRow(name) << bytes << QByteArray(json);
    };
    row("plain", "/users/7", "\"/users/7\"");
    row("empty", "", "\"\"");
    row("quote and backslash", "a\"b\\c", "\"a\\\"b\\\\c\"");
    row("line ends", "a\r\n\tb", "\"a\\r\\n\\tb\"");
    row("controls", QByteArray("\0\x01\x1f\x7f", 4), "\"\\u0000\\u0001\\u001f\\u007f\"");
    row("two bytes", "\xc3\xa9", "\"\xc3\xa9\"");
    row("three bytes", "\xe2\x82\xac", "\"\xe2\x82\xac\"");
    row("four bytes", "\xf0\x9f\x9a\x82", "\"\xf0\x9f\x9a\x82\"");
    row("not UTF-8",
        "a\xff\xfe"
        "b",
        "\"a\xef\xbf\xbd\xef\xbf\xbd"
        "b\"");
    row("cut character", "\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
    row("overlong", "\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
    row("surrogate", "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
    row("beyond Unicode", "\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

void LogTest::jsonStrings()
{
    QFETCH(QByteArray, bytes);
    LineBuffer out;
    appendJsonString(out, bytes);
    QTEST(out.view().toByteArray(), "json");
}

void LogTest::jsonStringsAreValidWhateverTheBytes()
{
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        QByteArray bytes(int(random() % 40), Qt::Uninitialized);
        for (char &byte : bytes)
            byte = static_cast<char>(random() % 3 == 0 ? random() : 0x20 + random() % 0x60);
        LineBuffer buffer;
        buffer.append("{\"a\":");
        appendJsonString(buffer, bytes);
        const QByteArray line = buffer.append('}').view().toByteArray();
        QVERIFY(!line.contains('\n'));
        QCOMPARE(parsed(line)["a"_L1].toString().isEmpty(), bytes.isEmpty());
    }
}

// Strings are looked at eight bytes at a time.
void LogTest::jsonStringsKeepEachByteWhereverItStands()
{
    for (int byte = 0; byte < 0x80; ++byte) {
        for (int at = 0; at < 20; ++at) {
            QByteArray bytes(20, 'a');
            bytes[at] = static_cast<char>(byte);
            LineBuffer buffer;
            buffer.append("{\"a\":");
            appendJsonString(buffer, bytes);
            const QByteArray line = buffer.append('}').view().toByteArray();
            QCOMPARE(parsed(line)["a"_L1].toString().toLatin1(), bytes);
            QVERIFY(!line.contains('\x7f'));
        }
    }
}

void LogTest::millisecondsAreExact_data()
{
    QTest::addColumn<qint64>("us");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("0") << qint64(0) << QByteArray("0");
    QTest::newRow("1 µs") << qint64(1) << QByteArray("0.001");
    QTest::newRow("tenths") << qint64(12'300) << QByteArray("12.3");
    QTest::newRow("hundredths") << qint64(12'340) << QByteArray("12.34");
    QTest::newRow("all") << qint64(12'345) << QByteArray("12.345");
    QTest::newRow("inner zero") << qint64(7'005) << QByteArray("7.005");
    QTest::newRow("long") << qint64(86'400'000'000) << QByteArray("86400000");
}

void LogTest::millisecondsAreExact()
{
    QFETCH(qint64, us);
    LineBuffer out;
    appendMilliseconds(out, us);
    QTEST(out.view().toByteArray(), "text");
}

void LogTest::timesAreIso()
{
    IsoClock clock;
    LineBuffer out;
    clock.append(out, 1'763'826'000'123'999);
    QCOMPARE(out.view().toByteArray(), "2025-11-22T15:40:00.123Z");
    out.clear();
    clock.append(out, 1'763'826'001'005'000);
    QCOMPARE(out.view().toByteArray(), "2025-11-22T15:40:01.005Z");
}

void LogTest::requestLineHasItsFields()
{
    const SampleRecord record(
        {.id = "x", .user = "7", .userName = "ann@example.org", .error = "broken", .durationUs = 2'250, .status = 500});
    const auto lines = requestLines(record, Level::Info, "node-a");
    QCOMPARE(lines.size(), 1);
    const QJsonObject line = parsed(lines[0]);
    const QJsonObject expected{{u"time"_s, u"2023-11-14T22:13:20.000Z"_s},
                               {u"level"_s, u"info"_s},
                               {u"event"_s, u"request"_s},
                               {u"node"_s, u"node-a"_s},
                               {u"requestId"_s, u"x"_s},
                               {u"traceId"_s, u"4bf92f3577b34da6a3ce929d0e0e4736"_s},
                               {u"method"_s, u"GET"_s},
                               {u"path"_s, u"/users/7"_s},
                               {u"route"_s, u"/users/:id"_s},
                               {u"status"_s, 500},
                               {u"ms"_s, 2.25},
                               {u"user"_s, u"7"_s},
                               {u"userName"_s, u"ann@example.org"_s},
                               {u"error"_s, u"broken"_s}};
    QCOMPARE(line, expected);
}

void LogTest::slowRequestHasALineMore()
{
    const auto lines = requestLines(SampleRecord({.id = "x", .slow = true}), Level::Info);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(parsed(lines[0])["event"_L1].toString(), u"request"_s);
    QCOMPARE(parsed(lines[1])["event"_L1].toString(), u"slow_request"_s);
    QCOMPARE(parsed(lines[1])["level"_L1].toString(), u"warn"_s);
    QCOMPARE(parsed(lines[1])["requestId"_L1].toString(), u"x"_s);
}

void LogTest::levelDecidesTheLines()
{
    const SampleRecord slow({.slow = true});
    QCOMPARE(requestLines(slow, Level::Trace).size(), 2);
    QCOMPARE(requestLines(slow, Level::Warn).size(), 1);
    QCOMPARE(requestLines(slow, Level::Error).size(), 0);
    QCOMPARE(requestLines(slow, Level::Off).size(), 0);
    QCOMPARE(requestLines(SampleRecord({}), Level::Warn).size(), 0);
}

void LogTest::hostileRequestsStayOnOneLine()
{
    const QByteArray hostile = QByteArray("/\",\"level\":\"x\n{}\xff\0\x1b[31m", 24);
    const auto lines = requestLines(SampleRecord({.method = "G\"ET", .path = hostile}), Level::Info);
    QCOMPARE(lines.size(), 1);
    QCOMPARE(parsed(lines[0])["level"_L1].toString(), u"info"_s);
    QCOMPARE(parsed(lines[0])["path"_L1].toString(), QString::fromUtf8(hostile));
}

void LogTest::writesJsonLines()
{
    const QTemporaryDir folder;
    AsyncLog::Settings settings = settingsFor(folder.filePath(u"a.log"_s));
    settings.nodeName = "node \"a\"";
    AsyncLog log(settings);
    log.write(Level::Info, "started", {{u"port"_s, 3000}, {u"text"_s, u"a\nb"_s}});
    log.write(Level::Error, "bad \"event\"");
    log.write(Level::Debug, "not wanted");
    QVERIFY(log.flush(5s));
    const auto lines = linesOf(settings.file);
    QCOMPARE(lines.size(), 2);
    const QJsonObject first = parsed(lines[0]);
    QCOMPARE(first["event"_L1].toString(), u"started"_s);
    QCOMPARE(first["level"_L1].toString(), u"info"_s);
    QCOMPARE(first["node"_L1].toString(), u"node \"a\""_s);
    QCOMPARE(first["port"_L1].toInt(), 3000);
    QCOMPARE(first["text"_L1].toString(), u"a\nb"_s);
    QVERIFY(QDateTime::fromString(first["time"_L1].toString(), Qt::ISODateWithMs).isValid());
    QCOMPARE(parsed(lines[1])["event"_L1].toString(), u"bad \"event\""_s);
    QCOMPARE(log.dropped(), 0);
}

void LogTest::levelChangesWhileItRuns()
{
    const QTemporaryDir folder;
    AsyncLog log(settingsFor(folder.filePath(u"a.log"_s)));
    QVERIFY(!log.enabled(Level::Debug));
    log.setLevel(Level::Debug);
    log.write(Level::Debug, "seen");
    log.setLevel(Level::Off);
    QVERIFY(!log.enabled(Level::Error));
    log.write(Level::Error, "unseen");
    QVERIFY(log.flush(5s));
    QCOMPARE(linesOf(folder.filePath(u"a.log"_s)).size(), 1);
}

void LogTest::levelNames()
{
    for (const char *name : {"trace", "debug", "info", "warn", "error", "off"})
        QCOMPARE(nameOf(levelFromName(QString::fromLatin1(name)).value()).toByteArray(), QByteArray(name));
    QVERIFY(!levelFromName(u"loud"));
}

// A pipe that nobody reads is what stops a writer for good.
void LogTest::dropsAndCountsWhenTheWriterIsStuck()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"pipe"_s);
    QCOMPARE(mkfifo(path.toLocal8Bit().constData(), 0600), 0);
    const int reader = open(path.toLocal8Bit().constData(), O_RDWR | O_NONBLOCK); // alone, opening to read would wait
    QVERIFY(reader >= 0);
    AsyncLog::Settings settings = settingsFor(path);
    settings.maxWaitingBytes = 200'000;
    settings.rotateBytes = 1'000'000'000;
    AsyncLog log(settings);
    for (int i = 0; i < 100; ++i)
        writeBatch(log, QByteArray(9'999, 'x') + '\n', 10);
    QVERIFY2(log.dropped() >= 500, qPrintable(QString::number(log.dropped())));
    QVERIFY(!log.flush(1ms));
    std::array<char, 65536> buffer;
    QTRY_VERIFY((read(reader, buffer.data(), buffer.size()), log.flush(1ms)));
    close(reader);
}

void LogTest::rotates()
{
    const QTemporaryDir folder;
    AsyncLog::Settings settings = settingsFor(folder.filePath(u"a.log"_s));
    settings.rotateBytes = 10'000;
    settings.files = 2;
    AsyncLog log(settings);
    for (int i = 0; i < 1000; ++i)
        log.write(Level::Info, "line", {{u"number"_s, i}});
    QVERIFY(log.flush(5s));
    const QStringList files = QDir(folder.path()).entryList(QDir::Files);
    QCOMPARE(files.size(), 3);
    for (const QString &file : files)
        QVERIFY(QFileInfo(folder.filePath(file)).size() <= 10'000);
    QCOMPARE(parsed(linesOf(settings.file).last())["number"_L1].toInt(), 999);
}

void LogTest::fallsBackWhenTheFileCanNotBeWritten()
{
    AsyncLog log(settingsFor(u"/proc/no/such/folder/a.log"_s));
    log.write(Level::Info, "goes to standard error");
    QVERIFY(log.flush(5s));
    QCOMPARE(log.dropped(), 0);
}

void LogTest::manyThreadsWriteWholeLines()
{
    const QTemporaryDir folder;
    AsyncLog::Settings settings = settingsFor(folder.filePath(u"a.log"_s));
    AsyncLog log(settings);
    std::array<std::thread, 4> threads;
    for (auto &thread : threads) {
        thread = std::thread([&log] {
            for (int i = 0; i < 200; ++i)
                log.write(Level::Info, "line", {{u"requestId"_s, u"x"_s}, {u"number"_s, i}});
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(log.flush(5s));
    const auto lines = linesOf(settings.file);
    QCOMPARE(lines.size() + log.dropped(), 800);
    for (const QByteArray &line : lines)
        QVERIFY(parsed(line).contains("number"_L1));
    QCOMPARE(log.takeRequestLines().size(), 800U);
    QCOMPARE(log.takeRequestLines().size(), 0U);
}

void LogTest::batchesAndSingleLinesKeepTheirOrder()
{
    const QTemporaryDir folder;
    const AsyncLog::Settings settings = settingsFor(folder.filePath(u"a.log"_s));
    AsyncLog log(settings);
    LineBuffer batch;
    for (int i = 0; i < 3000; i += 3) {
        log.write(Level::Info, "line", {{u"number"_s, i}});
        for (const int number : {i + 1, i + 2})
            batch.append("{\"number\":").append(QByteArray::number(number)).append("}\n");
        log.writeLines(batch, 2);
    }
    QVERIFY(log.flush(5s));
    QCOMPARE(log.dropped(), 0);
    const auto lines = linesOf(settings.file);
    QCOMPARE(lines.size(), 3000);
    for (int i = 0; i < 3000; ++i)
        QCOMPARE(parsed(lines[i])["number"_L1].toInt(), i);
}

void LogTest::aBatchIsSplitWhereTheFileRotates()
{
    const QTemporaryDir folder;
    AsyncLog::Settings settings = settingsFor(folder.filePath(u"a.log"_s));
    settings.rotateBytes = 1'000;
    settings.files = 3;
    const QByteArray line = QByteArray(299, 'x') + '\n'; // three fit
    const QByteArray tooLong = QByteArray(1'999, 'y') + '\n';
    AsyncLog log(settings);
    writeBatch(log, line.repeated(4) + tooLong + line, 6);
    QVERIFY(log.flush(5s));
    QCOMPARE(linesOf(folder.filePath(u"a.3.log"_s)), QList<QByteArray>(3, line.chopped(1)));
    QCOMPARE(linesOf(folder.filePath(u"a.2.log"_s)), QList<QByteArray>({line.chopped(1)}));
    QCOMPARE(linesOf(folder.filePath(u"a.1.log"_s)), QList<QByteArray>({tooLong.chopped(1)}));
    QCOMPARE(linesOf(settings.file), QList<QByteArray>({line.chopped(1)}));
}

void LogTest::appendsToTheFileThatIsThere()
{
    const QTemporaryDir folder;
    AsyncLog::Settings settings = settingsFor(folder.filePath(u"new/folder/a.log"_s));
    settings.rotateBytes = 10;
    for (const char *line : {"first\n", "two\n", "third\n"}) {
        AsyncLog log(settings);
        writeBatch(log, line, 1);
    }
    QCOMPARE(linesOf(folder.filePath(u"new/folder/a.1.log"_s)), QList<QByteArray>({"first", "two"}));
    QCOMPARE(linesOf(settings.file), QList<QByteArray>({"third"}));
}

void LogTest::keepsNoOldFilesWhenNoneAreWanted()
{
    const QTemporaryDir folder;
    LogFile file(folder.filePath(u"a.log"_s).toStdString(), 10, 0);
    file.write("first\nsecond\n");
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList({u"a.log"_s}));
    QCOMPARE(linesOf(folder.filePath(u"a.log"_s)), QList<QByteArray>({"second"}));
}

// To rename what stands for a terminal or nothing at all would take it from everybody.
void LogTest::doesNotRotateADevice()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.log"_s);
    QVERIFY(QFile::link(u"/dev/null"_s, path));
    LogFile file(path.toStdString(), 10, 2);
    file.write("first\nsecond\n");
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::System), QStringList({u"a.log"_s}));
    QCOMPARE(QFile::symLinkTarget(path), u"/dev/null"_s);
}

void LogTest::countsWhatADiskThatIsFullRefuses()
{
    AsyncLog log(settingsFor(u"/dev/full"_s));
    log.write(Level::Info, "line");
    writeBatch(log, "one\ntwo\n", 2);
    QVERIFY(log.flush(5s));
    QCOMPARE(log.dropped(), 3);
}

void LogTest::lineStoreFindsByRequest()
{
    LineStore store(1024 * 1024);
    store.add("a", "first");
    store.add("b", "other");
    store.add("a", "second");
    QCOMPARE(store.linesOf("a"), QList<QByteArray>({"first", "second"}));
    QCOMPARE(store.linesOf("c"), QList<QByteArray>());
}

void LogTest::lineStoreIsBounded()
{
    constexpr qint64 bound = 100'000;
    LineStore store(bound);
    for (int i = 0; i < 5'000; ++i) {
        store.add(QByteArray::number(i % 100), QByteArray(100, 'x'));
        QVERIFY(store.bytes() <= bound);
    }
    QVERIFY(!store.linesOf("99").isEmpty());
    QVERIFY(store.linesOf("99").size() < 50);
}

QTEST_APPLESS_MAIN(LogTest)
#include "log_test.moc"
