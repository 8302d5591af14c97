// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/redis_pane.h"

#include "client/session.h"
#include "pages/cache/no_redis.h"
#include "pages/cache/redis_facts.h"
#include "widgets/plain_table.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds Interval{2000};

} // namespace

RedisPane::RedisPane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_poller(u"/admin/redis"_s)
    , m_facts(new RedisFacts(theme))
    , m_noSlow(new QLabel(tr("No command took Redis so long that its slow log keeps it.")))
    , m_noRedis(new NoRedis(theme))
    , m_stack(new QStackedWidget)
{
    setObjectName(u"redisPane"_s);
    m_poller.setInterval(Interval);
    m_states = new StateView(theme, makeContent(theme), this);
    m_states->setObjectName(u"redisStates"_s);
    m_stack->addWidget(m_states);
    m_stack->addWidget(m_noRedis);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_stack);
    connect(&m_poller, &AdminPoller::answered, this, &RedisPane::take);
    connect(m_states, &StateView::retryAsked, &m_poller, &AdminPoller::refresh);
    showState();
}

QWidget *RedisPane::makeContent(const Theme &theme)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid * 2);
    column->setSpacing(Theme::Grid);
    column->addWidget(m_facts);
    column->addWidget(makeSlowLog(theme), 1);
    auto *scroll = new QScrollArea;
    scroll->setObjectName(u"redisScroll"_s);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    return scroll;
}

QWidget *RedisPane::makeSlowLog(const Theme &theme)
{
    m_slowTable = makePlainTable(theme, m_slow, u"slowLogTable"_s, tr("Slow commands of Redis"), {112, 84, 560});
    m_slowTable->horizontalHeader()->setDefaultAlignment({});
    m_slowTable->horizontalHeader()->setStretchLastSection(false);
    m_slowTable->horizontalHeader()->setSectionResizeMode(SlowLogModel::Command, QHeaderView::Stretch);
    m_slowTable->setColumnWidth(SlowLogModel::Client, 168);
    m_slowTable->setMinimumHeight(5 * Theme::RowHeight);
    m_noSlow->setObjectName(u"noSlowLog"_s);
    m_noSlow->setContentsMargins(Theme::Grid * 3 / 2, 0, 0, Theme::Grid);
    Theme::setKind(m_noSlow, "muted");
    auto *card = new QFrame;
    Theme::setKind(card, "card");
    auto *title = new QLabel(tr("Slow log"));
    QFont font = theme.font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    title->setContentsMargins(Theme::Grid * 3 / 2, 0, 0, 0);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, Theme::Grid, 1, 1);
    column->addWidget(title);
    column->addWidget(m_noSlow);
    column->addWidget(m_slowTable, 1);
    column->addStretch(); // what is left while there is no table
    m_slowTable->hide();
    return card;
}

void RedisPane::setSession(Session *session)
{
    m_session = session;
    m_poller.setSession(session);
    showState();
}

void RedisPane::setRunning(bool running)
{
    m_poller.setRunning(running);
}

void RedisPane::setState(const std::optional<CacheState> &state, const QString &error)
{
    m_link = state ? std::optional(state->redis) : std::nullopt;
    m_error = error;
    if (m_link) {
        m_facts->setLink(*m_link);
        m_noRedis->setLink(*m_link);
    }
    showState();
}

void RedisPane::forget()
{
    m_slow.merge({});
    m_facts->setInfo({});
}

void RedisPane::take(const QCborMap &answer)
{
    const RedisInfo info = RedisInfo::fromCbor(answer);
    m_facts->setInfo(info);
    m_slow.merge(info.slowLog);
    m_slowTable->setVisible(m_slow.rowCount() > 0);
    m_noSlow->setVisible(m_slow.rowCount() == 0);
}

void RedisPane::showState()
{
    m_stack->setCurrentIndex(m_link && m_link->isAbsent() ? 1 : 0);
    if (m_link)
        return m_states->showContent();
    if (!m_session)
        return m_states->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_states->showDisconnected(why);
    if (!m_error.isEmpty())
        return m_states->showFailed(m_error);
    m_states->showLoading();
}

} // namespace signalbox::ui
