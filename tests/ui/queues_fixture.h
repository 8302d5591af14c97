// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queues_page.h"
#include "queues_data.h"
#include "scripted_page.h"

namespace signalbox::ui::test {

// The page of the queues, and what a person does to it. A base of test classes.
class QueuesFixture : protected ScriptedPage<QueuesPage> {
protected:
    void open(const QCborMap &answer = data::queues({data::queueRow(), data::queueRow(QStringLiteral("images"))}))
    {
        makeServer(answer);
        watch();
    }

    void makeServer(const QCborMap &answer)
    {
        m_server = std::make_unique<ScriptedAdmin>();
        m_answer = answer;
        m_server->on("GET", QStringLiteral("/admin/queues"), [this](const auto &) {
            return ScriptedAdmin::Reply{200, m_answer};
        });
        m_server->on("GET", QStringLiteral("/admin/queues/id-*"), data::queueDetails(data::queueRow()));
        m_server->on("GET", jobs(QStringLiteral("emails")), noItems());
        m_server->on("GET", jobs(QStringLiteral("images")), noItems());
        m_server->on("GET", QStringLiteral("/admin/queues/id-emails/schedulers"),
                     QCborMap{{QStringLiteral("items"), QCborArray{data::scheduler()}}});
    }

    void watch()
    {
        make(std::make_unique<QueuesPage>(m_theme, m_settings), {1500, 900});
        m_badges = std::make_unique<QSignalSpy>(m_page.get(), &Page::badgeChanged);
        connectToFeed();
    }

    static QString jobs(const QString &queue) { return QStringLiteral("/admin/queues/id-%1/jobs").arg(queue); }
    static QCborMap noItems()
    {
        return {{QStringLiteral("items"), QCborArray{}}, {QStringLiteral("total"), 0}, {QStringLiteral("from"), 0}};
    }

    // The feed's next message of all queues.
    void tell(const QCborArray &rows, const QCborArray &alerts = {}, const QCborArray &removed = {})
    {
        m_server->tell(QStringLiteral("queues"),
                       {{QStringLiteral("rows"), rows},
                        {QStringLiteral("removed"), removed},
                        {QStringLiteral("alerts"), alerts},
                        {QStringLiteral("connections"), m_answer.value(QStringLiteral("connections"))}});
    }

    void openQueue(const QString &name = QStringLiteral("emails"))
    {
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(name) >= 0, Patience);
        clickCell(QStringLiteral("queuesTable"), rowOf(name), 0);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(QStringLiteral("queuePane")), Patience);
        QCOMPARE(text(QStringLiteral("queueHead.name")), name);
    }

    int rowOf(const QString &name) const
    {
        for (int row = 0; row < rows(QStringLiteral("queuesTable")); ++row)
            if (cell(QStringLiteral("queuesTable"), row, 0) == name)
                return row;
        return -1;
    }

    int lastBadge() const { return m_badges->isEmpty() ? -1 : m_badges->constLast()[0].toInt(); }

    QCborMap m_answer; // what the server says when it is asked
    std::unique_ptr<QSignalSpy> m_badges;
};

} // namespace signalbox::ui::test
