// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_footer.h"

#include "pages/queues/action_buttons.h"
#include "pages/queues/jobs_list.h"
#include "pages/queues/jobs_table.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int ProgressSteps = 1000;
constexpr int ProgressWidth = 16 * Theme::Grid;

} // namespace

JobsFooter::JobsFooter(JobsList &list, QWidget *parent)
    : QWidget(parent)
    , m_list(list)
    , m_count(new QLabel)
    , m_progress(new QProgressBar)
    , m_more(new QPushButton(tr("Search further")))
    , m_chosen(new QWidget)
    , m_all(new QPushButton)
{
    build();
    connectParts();
    tell();
}

void JobsFooter::build()
{
    m_count->setObjectName(u"jobsCount"_s);
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    Theme::setKind(m_count, "caption");
    m_progress->setObjectName(u"jobsSearchProgress"_s);
    m_progress->setAccessibleName(tr("How much is searched"));
    m_progress->setRange(0, ProgressSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(ProgressWidth);
    m_more->setObjectName(u"jobsSearchMore"_s);
    m_more->setAccessibleName(m_more->text());
    m_all->setObjectName(u"jobsSelectAll"_s);
    Theme::setKind(m_all, "quiet");
    m_buttons = new QHBoxLayout(m_chosen);
    m_buttons->setContentsMargins({});
    m_buttons->setSpacing(Theme::Grid / 2);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid / 2, Theme::Grid * 2, Theme::Grid / 2);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_count, 1);
    row->addWidget(m_progress);
    row->addWidget(m_more);
    row->addWidget(m_chosen);
    row->addWidget(m_all);
    setMinimumHeight(Theme::ControlHeight + Theme::Grid); // the same with and without buttons
}

void JobsFooter::connectParts()
{
    connect(m_more, &QPushButton::clicked, &m_list.jobSearch(), &JobSearch::goOn);
    connect(m_all, &QPushButton::clicked, this, [this] { m_list.selectAllThatMatch(!m_list.allThatMatch()); });
    connect(&m_list, &JobsList::stateChanged, this, &JobsFooter::tell);
    connect(&m_list, &JobsList::chosenChanged, this, &JobsFooter::tell);
    connect(&m_list.model(), &QAbstractItemModel::rowsInserted, this, &JobsFooter::tell);
    connect(&m_list.model(), &QAbstractItemModel::rowsRemoved, this, &JobsFooter::tell);
}

void JobsFooter::setActions(const QList<QAction *> &actions)
{
    addActionButtons(*m_buttons, actions, u"chosen_"_s);
}

QString JobsFooter::searchText() const
{
    const JobSearch &search = m_list.jobSearch();
    const JobsModel &model = m_list.model();
    const bool isCut = model.isSorted() && model.hasLeftOut();
    QString found = tr("%1 of %2 looked at, %3 found")
                        .arg(formatExact(search.scanned()), formatCounted(search.total(), tr("job"), tr("jobs")),
                             formatExact(isCut ? search.found() : m_list.total()));
    if (isCut)
        found = tr("%1, the first %2 by %3 shown")
                    .arg(found, formatExact(m_list.total()),
                         model.headerData(model.sortColumn(), Qt::Horizontal, Qt::DisplayRole).toString());
    if (model.isFull())
        return tr("%1, the most that are shown: narrow the search").arg(found);
    if (search.state() == JobSearch::State::Failed && m_list.total() > 0)
        return tr("%1. Then it failed: %2").arg(found, search.error());
    return search.state() == JobSearch::State::Cancelled ? tr("%1, stopped").arg(found) : found;
}

QString JobsFooter::countText() const
{
    const JobsSource &source = m_list.source();
    if (m_list.isSearching())
        return searchText();
    if (source.state() == JobsSource::State::Loading && m_list.total() == 0)
        return {}; // how many there are isn't known yet
    QString count = formatCounted(m_list.total(), tr("job"), tr("jobs"));
    if (source.state() == JobsSource::State::Failed && m_list.total() > 0)
        return tr("%1. Not up to date: %2").arg(count, source.error());
    return count;
}

QString JobsFooter::chosenText() const
{
    const JobTarget target = m_list.target();
    if (!target.isEmpty())
        return tr("%1 chosen").arg(formatExact(target.count)); // one may be in two rows
    const QString chosen = tr("%1 chosen").arg(formatExact(m_list.table().selectedCount()));
    if (m_list.source().isLoadingWanted())
        return tr("%1, loading them").arg(chosen);
    return tr("%1, not all of which are loaded: choose fewer, or select all").arg(chosen);
}

void JobsFooter::tell()
{
    const JobSearch &search = m_list.jobSearch();
    QString text = countText();
    if (m_list.allThatMatch())
        text = tr("All that match are chosen · %1").arg(text);
    else if (m_list.table().selectedCount() > 1)
        text = u"%1 · %2"_s.arg(chosenText(), text);
    m_count->setText(text);
    m_count->setToolTip(text);
    const bool running = search.state() == JobSearch::State::Running;
    const double share = search.total() > 0 ? double(search.scanned()) / double(search.total()) : 0;
    m_progress->setVisible(m_list.isSearching() && (running || search.canGoOn()));
    m_progress->setValue(int(std::min(1.0, share) * ProgressSteps));
    m_more->setVisible(m_list.isSearching() && search.canGoOn() && !m_list.model().isFull());
    tellChosen();
}

// For one, the buttons are those of its detail, or the menu's.
void JobsFooter::tellChosen()
{
    m_chosen->setVisible(m_list.table().selectedCount() > 1 || m_list.allThatMatch());
    m_all->setVisible(m_list.total() > 0);
    const QString all = m_list.isSearching() ? tr("Select all that match") : tr("Select all");
    m_all->setText(m_list.allThatMatch() ? tr("Select none") : all);
    m_all->setAccessibleName(m_all->text());
}

} // namespace signalbox::ui
