// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_list.h"

#include "pages/requests/pinned_requests.h"
#include "pages/requests/requests_table.h"
#include "widgets/format.h"
#include "widgets/page_notice.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

RequestsList::RequestsList(const Theme &theme, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_sorted(m_model)
    , m_tail(m_model)
    , m_pinned(new PinnedRequests(theme, this))
    , m_new(new PageNotice(PageNotice::Tone::News, this))
    , m_table(new RequestsTable(theme, settings, this))
    , m_states(new StateView(theme, m_table, this))
{
    m_new->setObjectName(u"newRequests"_s);
    m_table->setObjectName(u"requestsTable"_s);
    m_table->setAccessibleName(tr("Requests"));
    m_states->setObjectName(u"requestsStates"_s);
    m_table->setRequests(m_sorted);
    m_pinned->follow(*m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pinned);
    layout->addWidget(m_new);
    layout->addWidget(m_states, 1);

    connectTable();
    connectPinned();
}

void RequestsList::connectTable()
{
    connect(m_table, &RequestsTable::restChanged, this, &RequestsList::follow);
    connect(&m_sorted, &RequestsSortModel::orderChanged, this, &RequestsList::follow);
    connect(&m_tail, &LiveTail::heldChanged, this, &RequestsList::tellHeld);
    connect(m_new, &PageNotice::actionTriggered, this, [this] { m_paused ? emit resumeAsked() : showNew(); });
    connect(m_table, &RequestsTable::opened, this, [this] { emit opened(m_table->currentKey()); });
    connect(m_table, &RequestsTable::selectionMoved, this, [this] {
        m_pinnedChosen.clear();
        emit chosenChanged();
    });
}

void RequestsList::connectPinned()
{
    connect(m_pinned, &PinnedRequests::opened, this, [this](const QByteArray &key) {
        m_table->clearSelection();
        m_pinnedChosen = key;
        emit chosenChanged();
        emit opened(key);
    });
    connect(m_pinned, &PinnedRequests::changed, this, &RequestsList::pinChanged);
}

void RequestsList::restart(const QList<RequestRecord> &newestFirst)
{
    m_tail.clear();
    m_model.clear();
    m_model.addOlder(newestFirst);
    m_table->goToTop();
}

void RequestsList::forgetAll()
{
    m_pinned->clear();
    restart({});
}

void RequestsList::addNewest(const QList<RequestRecord> &oldestFirst)
{
    m_tail.add(oldestFirst);
}

void RequestsList::addOlder(const QList<RequestRecord> &newestFirst)
{
    m_model.addOlder(newestFirst);
}

void RequestsList::setPaused(bool paused)
{
    m_paused = paused;
    follow();
    tellHeld();
}

void RequestsList::setSlowMs(double slowMs)
{
    m_model.setSlowMs(slowMs);
    m_pinned->model().setSlowMs(slowMs);
}

RequestsModel &RequestsList::model()
{
    return m_model;
}

RequestsTable &RequestsList::table()
{
    return *m_table;
}

StateView &RequestsList::states()
{
    return *m_states;
}

qint64 RequestsList::heldByPause() const
{
    return m_paused ? m_tail.heldCount() : 0;
}

qint64 RequestsList::droppedCount() const
{
    return m_tail.droppedCount();
}

void RequestsList::togglePin()
{
    for (const RequestRecord &record : chosen())
        m_pinned->toggle(record);
}

void RequestsList::showNew()
{
    m_tail.release();
    m_table->goToTop();
}

QList<RequestRecord> RequestsList::chosen() const
{
    QList<RequestRecord> records = m_table->selected();
    const RequestRecord *pinned = records.isEmpty() ? find(m_pinnedChosen) : nullptr;
    if (pinned)
        records.append(*pinned);
    return records;
}

const RequestRecord *RequestsList::find(const QByteArray &key) const
{
    for (const RequestsModel *model : {&m_model, &std::as_const(m_pinned->model())}) {
        const int row = model->rowOf(key);
        if (row >= 0)
            return &model->at(row);
    }
    return nullptr;
}

void RequestsList::follow()
{
    m_tail.setFollowing(isFollowing());
}

bool RequestsList::isFollowing() const
{
    return !m_paused && m_sorted.isLiveOrder() && m_table->isAtRest();
}

void RequestsList::tellHeld()
{
    const qint64 held = m_tail.heldCount();
    QString text = held == 0 ? QString() : tr("%1 new").arg(formatExact(held));
    if (m_paused)
        text = tr("Paused: %1 held back").arg(formatExact(held));
    if (m_tail.droppedCount() > 0)
        text += tr(", the oldest %1 of them dropped").arg(formatExact(m_tail.droppedCount()));
    m_new->tell(text, m_paused ? tr("Resume") : tr("Show"));
    emit heldChanged();
}

void RequestsList::pinChanged()
{
    m_model.setPinned(m_pinned->keys());
    emit chosenChanged();
}

} // namespace signalbox::ui
