// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_logs.h"

#include "client/cbor_fields.h"
#include "client/session.h"
#include "pages/queues/queue_paths.h"
#include "widgets/copy_button.h"
#include "widgets/format.h"
#include "widgets/state_view.h"

#include <QCborArray>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QUrlQuery>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 AtOnce = 500;
constexpr qint64 MostAtOnce = 1000; // that the server gives

QStringList linesOf(const QCborValue &array)
{
    QStringList lines;
    for (const QCborValue line : array.toArray())
        lines.append(line.toString());
    return lines;
}

} // namespace

JobLogs::JobLogs(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit)
    , m_follow(new QCheckBox(tr("Follow")))
    , m_earlier(new QPushButton(tr("Earlier lines")))
    , m_copy(new CopyButton(theme))
    , m_count(new QLabel)
    , m_list(new QListView)
{
    m_filtered.setSourceModel(&m_model);
    m_filtered.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setObjectName(u"jobLogs"_s);
    m_list->setAccessibleName(tr("Log lines of the job"));
    m_list->setModel(&m_filtered);
    m_list->setFont(theme.monospace(0.95));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_states = new StateView(theme, m_list, this);
    m_states->setObjectName(u"jobLogsState"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::Grid, 0, 0);
    column->setSpacing(Theme::Grid / 2);
    column->addWidget(makeBar(theme));
    column->addWidget(m_states, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered.setFilterFixedString(text);
        showState();
    });
    connect(m_follow, &QCheckBox::toggled, this, &JobLogs::follow);
    connect(m_earlier, &QPushButton::clicked, this, &JobLogs::askEarlier);
    connect(m_states, &StateView::retryAsked, this, [this] {
        m_loaded = false;
        load();
    });
}

QWidget *JobLogs::makeBar(const Theme &theme)
{
    m_filter->setObjectName(u"jobLogsFilter"_s);
    m_filter->setAccessibleName(tr("Filter of log lines"));
    m_filter->setPlaceholderText(tr("Lines that contain"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(theme.icon(u"filter"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_follow->setObjectName(u"jobLogsFollow"_s);
    m_follow->setAccessibleName(tr("Follow what is logged"));
    m_follow->setChecked(true);
    m_earlier->setObjectName(u"jobLogsEarlier"_s);
    m_earlier->setAccessibleName(m_earlier->text());
    m_earlier->hide();
    m_copy->setObjectName(u"jobLogsCopy"_s);
    m_count->setObjectName(u"jobLogsCount"_s);
    Theme::setKind(m_count, "caption");
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, Theme::Grid, 0);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_filter, 1);
    row->addWidget(m_count);
    row->addWidget(m_earlier);
    row->addWidget(m_follow);
    row->addWidget(m_copy);
    return bar;
}

void JobLogs::setSession(Session *session)
{
    m_session = session;
    ++m_question;
    m_underWay = false;
    m_isOutdated = false;
}

void JobLogs::setJob(const QString &queueId, const QString &jobId)
{
    ++m_question;
    m_queueId = queueId;
    m_jobId = jobId;
    m_loaded = false;
    m_underWay = false;
    m_passedBy = 0;
    m_isOutdated = false;
    m_model.clear();
    m_filter->clear();
    showState();
}

void JobLogs::load()
{
    if (std::exchange(m_loaded, true) || m_jobId.isEmpty())
        return;
    m_states->showLoading();
    ask(-AtOnce, AtOnce, Part::End);
}

void JobLogs::ask(qint64 from, qint64 limit, Part part)
{
    if (!m_session)
        return;
    QUrlQuery query;
    query.addQueryItem(u"from"_s, QString::number(from));
    query.addQueryItem(u"limit"_s, QString::number(limit));
    m_session->client().get(jobPath(m_queueId, m_jobId, u"logs"_s), query, this,
                            [this, part, question = ++m_question](const AdminClient::Answer &answer) {
                                if (question == m_question)
                                    take(answer, part);
                            });
    m_underWay = true;
}

// Who reads them isn't to be taken to the end.
void JobLogs::askEarlier()
{
    m_follow->setChecked(false);
    if (m_isOutdated)
        return askAnew(MostAtOnce);
    const qint64 from = std::max<qint64>(0, m_model.from() - AtOnce);
    ask(from, m_model.from() - from, Part::Earlier);
}

void JobLogs::askAnew(qint64 lines)
{
    m_isOutdated = false;
    ask(-lines, lines, Part::End);
}

// Between those that are here and those that come now.
void JobLogs::askMissing(qint64 total)
{
    if (total - m_model.total() > AtOnce)
        ask(-AtOnce, AtOnce, Part::End);
    else
        ask(m_model.total(), AtOnce, Part::Missing);
}

void JobLogs::take(const AdminClient::Answer &answer, Part part)
{
    m_underWay = false;
    if (!answer.ok() && part == Part::End)
        return m_states->showFailed(answer.error);
    if (m_isOutdated && part != Part::End)
        return askAnew(part == Part::Earlier ? MostAtOnce : AtOnce);
    if (!answer.ok())
        return;
    put(linesOf(answer.body.value("lines"_L1)), std::max<qint64>(0, integerField(answer.body, "from")), part);
    if (m_isOutdated && m_follow->isChecked())
        askAnew(AtOnce);
    else if (const qint64 total = std::exchange(m_passedBy, 0); total > m_model.total())
        askMissing(total);
}

void JobLogs::put(const QStringList &lines, qint64 from, Part part)
{
    if (part == Part::Earlier)
        m_model.prepend(lines, from);
    else if (part == Part::Missing)
        m_model.append(lines, from + lines.size());
    else
        m_model.restart(lines, from);
    showState();
    if (part != Part::Earlier)
        follow();
}

// What comes while lines are on their way may be behind them or among them: it is asked for afterwards.
void JobLogs::takeLines(const QStringList &lines, qint64 total)
{
    if (!m_loaded)
        return;
    if (m_underWay) {
        m_passedBy = std::max(m_passedBy, total);
        return;
    }
    if (m_isOutdated)
        return;
    if (total - lines.size() > m_model.total())
        return askMissing(total);
    m_model.append(lines, total);
    showState();
    follow();
}

// The numbers of those that are here are others' by now. Who reads them keeps them, until they follow again.
void JobLogs::replaceLines(const QStringList &lines, qint64 total)
{
    if (!m_loaded)
        return;
    m_passedBy = 0;
    if (m_underWay || !m_follow->isChecked())
        m_isOutdated = true;
    else
        put(lines, total - lines.size(), Part::End);
}

void JobLogs::showState()
{
    m_earlier->setVisible(m_model.from() > 0 && m_model.rowCount() < JobLogsModel::Capacity);
    m_count->setText(m_model.total() > 0 ? formatCounted(m_model.total(), tr("line"), tr("lines")) : QString());
    m_copy->setCopiedText(m_model.text(), tr("the lines"));
    m_copy->setEnabled(m_model.rowCount() > 0);
    if (m_filtered.rowCount() > 0)
        return m_states->showContent();
    if (m_model.rowCount() > 0)
        return m_states->showEmpty(u"filter"_s, tr("No line matches"), tr("No log line contains what is typed."));
    m_states->showEmpty(u"terminal"_s, tr("Nothing logged"),
                        tr("What the job writes by job.log() shows here as it comes."));
}

void JobLogs::follow()
{
    if (!m_follow->isChecked())
        return;
    if (m_isOutdated && !m_underWay)
        askAnew(AtOnce);
    m_list->scrollToBottom();
}

} // namespace signalbox::ui
