// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_alerts.h"
#include "jobs/queue_connections.h"

#include <QJsonArray>
#include <QSemaphore>
#include <QTest>
#include <QThread>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patience = 20'000; // ms

// What a disk is asked to keep, which takes as long as the test wants.
struct Disk {
    QSemaphore begun;
    QSemaphore mayEnd;
    QList<QJsonObject> written;
};

class FileOnDisk : public JsonFile {
public:
    explicit FileOnDisk(Disk &disk)
        : JsonFile(QString())
        , m_disk(disk)
    {
    }
    bool write(const QJsonObject &content) override
    {
        m_disk.begun.release();
        m_disk.mayEnd.acquire();
        m_disk.written.append(content);
        return true;
    }

private:
    Disk &m_disk;
};

AlertRules rulesOf(qint64 failedCount)
{
    AlertRules rules;
    rules.failedCount = failedCount;
    return rules;
}

} // namespace

// What admins change is written to files; reactors, which ask all the time, don't wait for a disk.
class ConsoleFilesTest : public QObject {
    Q_OBJECT

private:
    Disk m_disk;
    std::vector<std::unique_ptr<QThread>> m_threads;

    QThread *aside(std::function<void()> work)
    {
        m_threads.emplace_back(QThread::create(std::move(work)));
        m_threads.back()->start();
        return m_threads.back().get();
    }
    bool isQuick(std::function<void()> question) { return aside(std::move(question))->wait(patience); }
    void letAllEnd()
    {
        m_disk.mayEnd.release(100);
        for (const auto &thread : m_threads)
            thread->wait();
        m_threads.clear();
    }

private slots:
    void cleanup()
    {
        letAllEnd();
        m_disk.mayEnd.acquire(m_disk.mayEnd.available());
        m_disk.begun.acquire(m_disk.begun.available());
        m_disk.written.clear();
    }

    void alertsAreToldWhileRulesAreWritten()
    {
        QueueAlerts alerts(std::make_unique<FileOnDisk>(m_disk));
        aside([&] { alerts.setRules(rulesOf(7)); });
        QVERIFY(m_disk.begun.tryAcquire(1, patience));
        const bool isTold = isQuick([&] {
            alerts.alerts();
            alerts.judge(QueueRow(), 0);
        });
        letAllEnd();
        QVERIFY(isTold);
    }

    void clientsAreGivenWhileAConnectionIsWritten()
    {
        const redis::Clients own;
        QueueConnections connections(own, std::make_unique<FileOnDisk>(m_disk));
        QueueConnection added;
        aside([&] { connections.add({.name = u"other"_s, .url = u"redis://127.0.0.1:1"_s}, added); });
        QVERIFY(m_disk.begun.tryAcquire(1, patience));
        const bool isGiven = isQuick([&] { connections.clients(QueueConnections::ownId); });
        letAllEnd();
        QVERIFY(isGiven);
        QCOMPARE(m_disk.written.first()["connections"_L1][0]["name"_L1].toString(), u"other"_s);
    }

    void theNewestIsWrittenLast()
    {
        QueueAlerts alerts(std::make_unique<FileOnDisk>(m_disk));
        aside([&] { alerts.setRules(rulesOf(1)); });
        QVERIFY(m_disk.begun.tryAcquire(1, patience));
        for (int i = 2; i < 6; ++i)
            aside([&alerts, i] { alerts.setRules({"own", "bull", QByteArray::number(i)}, rulesOf(i)); });
        letAllEnd();
        QCOMPARE(m_disk.written.size(), 5);
        for (qsizetype i = 0; i < m_disk.written.size(); ++i)
            QCOMPARE(m_disk.written[i]["queues"_L1].toObject().size(), i);
    }
};

QTEST_APPLESS_MAIN(ConsoleFilesTest)
#include "console_files_test.moc"
