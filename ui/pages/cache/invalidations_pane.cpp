// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/invalidations_pane.h"

#include "client/session.h"
#include "pages/cache/invalidations_delegate.h"
#include "widgets/format.h"
#include "widgets/page_notice.h"
#include "widgets/plain_table.h"
#include "widgets/state_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>

#include <algorithm>
#include <limits>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

using Model = InvalidationsModel;

const QList<int> Widths{112, 104, 232, 108, 88, 320, 76, 92};
constexpr int RowsBeforeEnd = 20;

} // namespace

InvalidationsPane::InvalidationsPane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_matching(m_model)
    , m_filter(new QLineEdit)
    , m_new(new PageNotice(PageNotice::Tone::News))
    , m_table(makeTable())
    , m_count(new QLabel)
{
    setObjectName(u"invalidationsPane"_s);
    build();
    connectTable();
    connect(&m_source, &InvalidationsSource::loaded, this, &InvalidationsPane::takeLoaded);
    connect(&m_source, &InvalidationsSource::arrived, this, &InvalidationsPane::take);
    connect(&m_source, &InvalidationsSource::stateChanged, this, &InvalidationsPane::showState);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_matching.setWords(text);
        showState();
    });
    connect(m_new, &PageNotice::actionTriggered, this, [this] { m_paused ? emit resumeAsked() : showNew(); });
    connect(m_states, &StateView::retryAsked, &m_source, &InvalidationsSource::reload);
    showState();
}

QWidget *InvalidationsPane::makeBar()
{
    m_filter->setObjectName(u"invalidationsFilter"_s);
    m_filter->setAccessibleName(tr("Filter invalidations"));
    m_filter->setPlaceholderText(tr("Filter by namespace, key, cause, user or result, such as failed"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(m_theme.icon(u"filter"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    auto *bar = new QFrame;
    Theme::setKind(bar, "bar");
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid);
    row->addWidget(m_filter);
    return bar;
}

QTableView *InvalidationsPane::makeTable()
{
    QTableView *table =
        makePlainTable(m_theme, m_matching, u"invalidationsTable"_s, tr("Invalidations of the cache"), Widths);
    table->setItemDelegate(new InvalidationsDelegate(m_theme, *table));
    table->setContextMenuPolicy(Qt::CustomContextMenu);
    table->setTextElideMode(Qt::ElideMiddle);
    QHeaderView *header = table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setDefaultAlignment({});
    for (const int column : {Model::Key, Model::Cause})
        header->setSectionResizeMode(column, QHeaderView::Stretch);
    header->setMinimumSectionSize(6 * Theme::Grid);
    table->installEventFilter(this);
    return table;
}

void InvalidationsPane::build()
{
    m_new->setObjectName(u"newInvalidations"_s);
    m_states = new StateView(m_theme, m_table, this);
    m_states->setObjectName(u"invalidationsState"_s);
    m_count->setObjectName(u"invalidationsCount"_s);
    m_count->setContentsMargins(Theme::Grid * 2, Theme::Grid / 2, Theme::Grid * 2, Theme::Grid / 2);
    Theme::setKind(m_count, "caption");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(m_new);
    column->addWidget(m_states, 1);
    column->addWidget(m_count);
    setFocusProxy(m_table);
}

void InvalidationsPane::connectTable()
{
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        follow();
        if (value >= m_table->verticalScrollBar()->maximum() - RowsBeforeEnd && !m_model.isFull())
            m_source.loadOlder();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &InvalidationsPane::follow);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == Model::Cause)
            openCause(index);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &InvalidationsPane::showMenu);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_matching, signal, this, &InvalidationsPane::showState);
    connect(&m_matching, &QAbstractItemModel::modelReset, this, &InvalidationsPane::showState);
}

void InvalidationsPane::setSession(Session *session)
{
    m_session = session;
    m_source.setSession(session);
    showState();
}

void InvalidationsPane::setPaused(bool paused)
{
    m_paused = paused;
    follow();
    tellHeld();
}

void InvalidationsPane::forget()
{
    m_held.clear();
    m_dropped = 0;
    m_model.clear();
    tellHeld();
}

void InvalidationsPane::focusSearch()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void InvalidationsPane::setFilter(const QString &text)
{
    m_filter->setText(text);
}

qint64 InvalidationsPane::heldByPause() const
{
    return m_paused ? m_held.size() + m_dropped : 0;
}

bool InvalidationsPane::isAtRest() const
{
    const QScrollBar *bar = m_table->verticalScrollBar();
    return bar->value() == bar->minimum() && !m_table->selectionModel()->hasSelection();
}

// Asked for again, after an outage, some may be newer than what one is reading.
void InvalidationsPane::takeLoaded(const QList<Invalidation> &entries)
{
    const qint64 newest = m_model.rowCount() > 0 ? m_model.entry(0).atMs : std::numeric_limits<qint64>::max();
    QList<Invalidation> newer;
    QList<Invalidation> others;
    for (const Invalidation &entry : entries)
        (entry.atMs > newest && !m_model.contains(entry.id) ? newer : others).append(entry);
    m_model.add(others);
    if (!newer.isEmpty())
        take(newer);
}

void InvalidationsPane::take(const QList<Invalidation> &entries)
{
    if (!m_paused && isAtRest())
        return m_model.add(entries);
    m_held += entries;
    if (const qsizetype over = m_held.size() - Model::Capacity; over > 0) {
        m_held.remove(0, over);
        m_dropped += over;
    }
    tellHeld();
}

void InvalidationsPane::follow()
{
    if (m_paused || m_held.isEmpty() || !isAtRest())
        return;
    m_model.add(std::exchange(m_held, {}));
    m_dropped = 0;
    tellHeld();
}

void InvalidationsPane::showNew()
{
    m_table->clearSelection();
    m_table->selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
    m_table->scrollToTop();
    follow();
}

void InvalidationsPane::tellHeld()
{
    const auto matching =
        std::ranges::count_if(m_held, [this](const Invalidation &entry) { return entry.matches(m_matching.words()); });
    const qint64 held = matching + m_dropped;
    if (m_paused)
        m_new->tell(tr("Paused: %1 held back").arg(formatExact(held)), tr("Resume"));
    else
        m_new->tell(held == 0 ? QString() : tr("%1 new").arg(formatExact(held)), tr("Show"));
    emit heldChanged();
}

void InvalidationsPane::openCause(const QModelIndex &index)
{
    const Invalidation &entry = m_model.entry(m_matching.mapToSource(index).row());
    if (!entry.requestId.isEmpty())
        emit requestAsked(entry.requestId);
}

void InvalidationsPane::showMenu(const QPoint &position)
{
    const QModelIndex index = m_table->indexAt(position);
    if (!index.isValid())
        return;
    const Invalidation entry = m_model.entry(m_matching.mapToSource(index).row());
    auto *menu = new QMenu(this);
    menu->setObjectName(u"invalidationMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_theme.icon(u"requests"_s), tr("Show the request"), this,
                    [this, entry] { emit requestAsked(entry.requestId); })
        ->setEnabled(!entry.requestId.isEmpty());
    menu->addAction(m_theme.icon(u"user"_s), tr("Show the user"), this, [this, entry] { emit userAsked(entry.user); })
        ->setEnabled(!entry.user.isEmpty());
    menu->addAction(m_theme.icon(u"key"_s), tr("Look for the key"), this, [this, entry] { emit keyAsked(entry.key); });
    menu->addAction(m_theme.icon(u"copy"_s), tr("Copy the key"), this,
                    [entry] { QGuiApplication::clipboard()->setText(entry.key); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

bool InvalidationsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (watched == m_table && enter && m_table->currentIndex().isValid()) {
        openCause(m_table->currentIndex());
        return true;
    }
    if (watched == m_table && key == Qt::Key_Escape) {
        showNew();
        return true;
    }
    if (watched == m_filter && key == Qt::Key_Escape) {
        m_filter->text().isEmpty() ? m_table->setFocus() : m_filter->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void InvalidationsPane::showState()
{
    tellCount();
    if (m_matching.rowCount() > 0)
        return m_states->showContent();
    if (m_model.rowCount() > 0)
        return m_states->showEmpty(u"filter"_s, tr("No invalidation matches"),
                                   tr("Every word must occur in one of the columns."));
    if (!m_session)
        return m_states->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_states->showDisconnected(why);
    if (m_source.state() == CursorList::State::Failed)
        return m_states->showFailed(m_source.error());
    if (m_source.state() != CursorList::State::Ready)
        return m_states->showLoading();
    m_states->showEmpty(u"check"_s, tr("Nothing was invalidated yet"),
                        tr("Each value that a write takes out of the cache shows here, with the request that caused "
                           "it. Change a user to see one."));
}

void InvalidationsPane::tellCount()
{
    QString text = formatCounted(m_model.rowCount(), tr("invalidation"), tr("invalidations"));
    if (m_matching.rowCount() != m_model.rowCount())
        text = tr("%1 of %2").arg(formatExact(m_matching.rowCount()), text);
    if (m_model.isFull())
        text += tr(", the most that are shown");
    else if (m_source.hasOlder())
        text += tr(", older ones as you scroll");
    m_count->setText(text);
}

} // namespace signalbox::ui
