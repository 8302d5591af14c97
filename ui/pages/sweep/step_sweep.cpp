// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sweep/step_sweep.h"

#include "client/cbor_fields.h"
#include "client/session.h"
#include "widgets/format.h"

#include <QCborArray>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype MostReasons = 20; // what is over is counted under the last
constexpr qsizetype ReasonsTold = 3;

} // namespace

StepSweep::StepSweep(Session *session, SweepTask task, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_task(std::move(task))
{
}

void StepSweep::start(Mode mode)
{
    if (m_running)
        return;
    m_mode = mode;
    m_cursor.clear();
    m_nextListed = 0;
    m_progress = {};
    m_error.clear();
    m_end = End::None;
    m_cancelled = false;
    m_running = true;
    step();
}

void StepSweep::cancel()
{
    m_cancelled = true;
}

void StepSweep::step()
{
    if (!m_session)
        return finish(End::Failed, tr("No server is being watched."));
    QCborMap question = m_task.question;
    if (isListed() && m_cursor.isEmpty()) {
        m_listed = m_task.list.mid(m_nextListed, ListedAtOnce);
        m_nextListed += m_listed.size();
    }
    if (isListed())
        question.insert(m_task.listField, QCborArray::fromStringList(m_listed));
    if (m_mode == Mode::Count)
        question.insert("dryRun"_L1, true);
    if (!m_cursor.isEmpty())
        question.insert("cursor"_L1, m_cursor);
    m_session->client().post(m_task.path, question, this, [this](const AdminClient::Answer &answer) { take(answer); });
}

void StepSweep::take(const AdminClient::Answer &answer)
{
    if (!answer.ok())
        return finish(End::Failed, answer.error);
    m_progress.matched += integerField(answer.body, "matched");
    m_progress.done += integerField(answer.body, m_task.doneField.toLatin1().constData());
    m_progress.scanned += integerField(answer.body, "scanned");
    m_progress.total = isListed() ? m_task.list.size() : integerField(answer.body, "total");
    const QCborArray failures = answer.body.value("failed"_L1).toArray();
    m_progress.failed += std::max<qint64>(failures.size(), integerField(answer.body, "failedCount"));
    takeReasons(failures);
    m_cursor = answer.body.value("cursor"_L1).toString();
    emit progressed();
    if (m_cursor.isEmpty() && m_nextListed >= m_task.list.size())
        finish(End::Whole);
    else if (m_cancelled)
        finish(End::Cancelled);
    else
        step();
}

void StepSweep::takeReasons(const QCborArray &failures)
{
    for (const QCborValue failure : failures) {
        const QString reason = failure.toMap().value("error"_L1).toString();
        const bool hasPlace = m_progress.reasons.size() < MostReasons || m_progress.reasons.contains(reason);
        ++m_progress.reasons[hasPlace ? reason : m_progress.reasons.lastKey()];
    }
}

void StepSweep::finish(End end, const QString &error)
{
    m_running = false;
    m_end = end;
    m_error = error;
    emit finished();
}

QString StepSweep::reasonsText() const
{
    QList<std::pair<qint64, QString>> most;
    qint64 untold = m_progress.failed;
    for (auto reason = m_progress.reasons.cbegin(); reason != m_progress.reasons.cend(); ++reason) {
        most.append({reason.value(), reason.key()});
        untold -= reason.value();
    }
    std::ranges::sort(most, std::greater());
    QStringList lines;
    for (const auto &[count, reason] : most.first(std::min(most.size(), ReasonsTold)))
        lines.append(most.size() == 1 && untold == 0 ? reason : u"%1: %2"_s.arg(formatExact(count), reason));
    if (most.size() > ReasonsTold || untold > 0)
        lines.append(tr("and others"));
    return lines.join(u"; "_s);
}

} // namespace signalbox::ui
