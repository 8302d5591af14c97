// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs_data.h"
#include "pages/queues/jobs_model.h"
#include "pages/queues/jobs_pane.h"
#include "scripted_page.h"

#include <QPlainTextEdit>
#include <QScrollBar>

namespace signalbox::ui::test {

// The jobs of a queue, and what a person does to them. A base of test classes.
class JobsFixture : protected ScriptedPage<JobsPane> {
protected:
    // Jobs have the numbers from 1 up to how many there are, the newest the highest.
    void open(qint64 waiting = 1000, qint64 failed = 0, qint64 delayed = 0, qint64 active = 0)
    {
        m_server = std::make_unique<ScriptedAdmin>();
        m_counts = {{QStringLiteral("waiting"), waiting},
                    {QStringLiteral("failed"), failed},
                    {QStringLiteral("delayed"), delayed},
                    {QStringLiteral("active"), active}};
        script();
        make(std::make_unique<JobsPane>(m_theme, m_settings), {1300, 900});
        m_queues = std::make_unique<QSignalSpy>(m_page.get(), &JobsPane::queueRequested);
        m_page->setQueue(row());
        connectToFeed();
    }

    void script()
    {
        const QString base = QStringLiteral("/admin/queues/") + QueueId;
        m_server->on("GET", base,
                     QCborMap{{QStringLiteral("jobNames"),
                               QCborArray{QStringLiteral("send-email"), QStringLiteral("send-sms")}}});
        m_server->on("GET", base + QStringLiteral("/jobs"),
                     [this](const ScriptedAdmin::Question &question) { return page(question); });
        m_server->on("GET", base + QStringLiteral("/jo*"), [](const ScriptedAdmin::Question &question) {
            return ScriptedAdmin::Reply{200, jobDetails(question.path.section(QLatin1Char('/'), -1))};
        });
    }

    ScriptedAdmin::Reply page(const ScriptedAdmin::Question &question)
    {
        const QString state = question.parameter(QStringLiteral("state"));
        const qint64 total = m_counts.value(state);
        const qint64 from = question.parameter(QStringLiteral("from")).toLongLong();
        const qint64 limit = question.parameter(QStringLiteral("limit")).toLongLong();
        const bool newest = question.parameter(QStringLiteral("order")) != QLatin1String("oldest");
        QCborArray items;
        for (qint64 at = from; at < std::min(total, from + limit); ++at)
            items.append(jobRow(QString::number(newest ? total - at : at + 1), state));
        return {200,
                {{QStringLiteral("items"), items}, {QStringLiteral("total"), total}, {QStringLiteral("from"), from}}};
    }

    QueueRow row() const { return QueueRow::fromCbor(rowMap()); }
    QCborMap rowMap() const
    {
        QCborMap map = queueRow(m_counts.value(QStringLiteral("waiting")), m_counts.value(QStringLiteral("failed")),
                                m_counts.value(QStringLiteral("delayed")), m_counts.value(QStringLiteral("active")));
        map.insert(QStringLiteral("own"), m_own);
        return map;
    }

    // Another queue, with as many jobs, of the same ids.
    static QString other() { return QStringLiteral("/admin/queues/b3RoZXI"); }
    QueueRow otherRow() const
    {
        QCborMap map = rowMap();
        map.insert(QStringLiteral("id"), QStringLiteral("b3RoZXI"));
        map.insert(QStringLiteral("name"), QStringLiteral("texts"));
        return QueueRow::fromCbor(map);
    }
    void scriptOtherList()
    {
        m_server->on("GET", other() + QStringLiteral("/jobs"),
                     [this](const ScriptedAdmin::Question &question) { return page(question); });
    }

    static QCborMap jobEvent(const QString &name, const QString &jobId)
    {
        return {{QStringLiteral("event"), name},
                {QStringLiteral("jobId"), jobId},
                {QStringLiteral("at"), isoTime(FirstJobAt + 9'000'000)}};
    }

    // The feed's next message.
    void tell(const QCborArray &events = {}, const QCborMap &job = {})
    {
        QCborMap data{
            {QStringLiteral("row"), rowMap()}, {QStringLiteral("events"), events}, {QStringLiteral("skipped"), 0}};
        if (!job.isEmpty())
            data.insert(QStringLiteral("job"), job);
        m_server->tell(QStringLiteral("queue"), data);
    }

    QString base() const { return QStringLiteral("/admin/queues/") + QueueId; }

    QTableView *table() const { return part<QTableView>(QStringLiteral("jobsTable")); }
    JobsModel *model() const { return static_cast<JobsModel *>(table()->model()); }
    using ScriptedPage::cell;
    QString cell(int row, int column) const { return model()->index(row, column).data().toString(); }
    bool isLoaded(int row) const { return model()->at(row) != nullptr; }

    void clickRow(int row, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(row), Patience);
        table()->scrollTo(model()->index(row, JobsModel::Id));
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, modifiers,
                          table()->visualRect(model()->index(row, JobsModel::Id)).center());
    }

    void showState(const QString &beginning) const { clickTab(QStringLiteral("jobStates"), beginning); }

    QHash<QString, qint64> m_counts;
    bool m_own = true; // the server's workers run them
    std::unique_ptr<QSignalSpy> m_queues;
};

} // namespace signalbox::ui::test
