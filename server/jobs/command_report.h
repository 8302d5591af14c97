// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_context.h"
#include "jobs/line_splitter.h"
#include "jobs/wake_up.h"

#include <deque>

namespace signalbox::jobs {

// What a command says on its standard error, told to its job: each line is a row of its log, or its progress. In order,
// and bounded: rows that come faster than Redis takes them are left out, and a row says so. What Redis doesn't take is
// lost, and fails nothing. A worker's thread. It is made shared, since it tells on while others come.
class CommandReport : public std::enable_shared_from_this<CommandReport> {
public:
    explicit CommandReport(std::shared_ptr<JobContext> job);

    void read(const QByteArray &bytes);
    QCoro::Task<> finish(); // until all is told
    // The last row, told or not; empty when there was none.
    const QByteArray &lastRow() const { return m_lastRow; }

private:
    struct Statement {
        bool isProgress = false;
        QByteArray text; // JSON if it is progress
    };

    static Statement understand(const QByteArray &line);
    void take(const QByteArray &line);
    void put(Statement statement);
    std::deque<Statement> takeBatch();
    QCoro::Task<> tell();
    static QCoro::Task<> tellOne(std::shared_ptr<JobContext> job, Statement statement);

    const std::shared_ptr<JobContext> m_job;
    LineSplitter m_lines;
    std::deque<Statement> m_waiting;
    qsizetype m_waitingSize = 0; // bytes
    qint64 m_leftOut = 0; // rows, since one has said so
    qint64 m_rows = 0;
    QByteArray m_lastRow;
    bool m_isTelling = false;
    WakeUp m_told;
};

} // namespace signalbox::jobs
