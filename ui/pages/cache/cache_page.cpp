// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/cache_page.h"

#include "client/session.h"
#include "pages/cache/cache_notice.h"
#include "pages/cache/hit_rate_pane.h"
#include "pages/cache/invalidations_pane.h"
#include "pages/cache/keys_pane.h"
#include "pages/cache/redis_pane.h"
#include "pages/metrics/notice_bar.h"
#include "widgets/badge.h"
#include "widgets/format.h"
#include "widgets/segments.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString SectionKey = u"cache/section"_s;

} // namespace

CachePage::CachePage(const Theme &theme, QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_sections(new Segments)
    , m_redisBadge(new BadgeLabel(theme))
    , m_notice(new NoticeBar(theme))
    , m_stack(new QStackedWidget)
    , m_hitRate(new HitRatePane(theme, m_commands))
    , m_keys(new KeysPane(theme, settings, m_commands))
    , m_invalidations(new InvalidationsPane(theme))
    , m_redis(new RedisPane(theme))
{
    setObjectName(u"cachePage"_s);
    build();
    connectParts();
    connectPanes();
    addKeys();
    showSection(std::clamp(settings.value(SectionKey).toInt(), 0, SectionCount - 1));
    showState();
}

CachePage::~CachePage()
{
    m_settings.setValue(SectionKey, m_stack->currentIndex());
}

void CachePage::build()
{
    m_notice->setObjectName(u"cacheNotice"_s);
    for (QWidget *pane : std::initializer_list<QWidget *>{m_hitRate, m_keys, m_invalidations, m_redis})
        m_stack->addWidget(pane); // in the order of Section
    auto *notice = new QHBoxLayout;
    notice->setContentsMargins(Theme::Grid * 2, 0, Theme::Grid * 2, 0);
    notice->addWidget(m_notice);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addLayout(notice);
    column->addWidget(m_stack, 1);
}

QWidget *CachePage::makeHead()
{
    m_sections->setObjectName(u"cacheSections"_s);
    m_sections->setAccessibleName(tr("Parts of the page"));
    m_sections->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    const auto add = [this](Section section, const QString &name, const QString &text) {
        QToolButton *button = m_sections->add(section, "cacheSection."_L1 + name, text);
        button->setToolTip(u"%1 (Alt+%2)"_s.arg(text).arg(section + 1));
    };
    add(HitRate, u"hitRate"_s, tr("Hit rate"));
    add(Keys, u"keys"_s, tr("Keys"));
    add(Invalidations, u"invalidations"_s, tr("Invalidations"));
    add(Redis, u"redis"_s, tr("Redis"));
    m_redisBadge->setObjectName(u"redisBadge"_s);
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid * 3 / 2, Theme::Grid * 2, Theme::Grid);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_sections);
    row->addStretch();
    row->addWidget(m_redisBadge);
    return head;
}

void CachePage::connectParts()
{
    connect(m_sections, &Segments::chosen, this, &CachePage::showSection);
    connect(&m_watch, &CacheWatch::changed, this, &CachePage::showState);
    connect(&m_commands, &CacheCommands::namespaceChanged, &m_watch, &CacheWatch::take);
    connect(m_notice, &NoticeBar::actionAsked, this, [this] {
        if (isPaused())
            m_session->range().setPaused(false);
        else
            showSection(Redis);
    });
}

void CachePage::connectPanes()
{
    const auto requests = [this](const QString &filter) { emit openLink(u"requests"_s, filter); };
    const auto keys = [this](const QString &pattern) {
        showSection(Keys);
        m_keys->look(pattern);
    };
    connect(m_hitRate, &HitRatePane::requestsAsked, this, requests);
    connect(m_hitRate, &HitRatePane::invalidationsAsked, this, [this] { showSection(Invalidations); });
    connect(m_hitRate, &HitRatePane::keysAsked, this, keys);
    connect(m_hitRate, &HitRatePane::heldBackChanged, this, &CachePage::showNotice);
    connect(m_hitRate, &HitRatePane::toast, this, &Page::toast);
    connect(m_keys, &KeysPane::toast, this, &Page::toast);
    connect(m_invalidations, &InvalidationsPane::keyAsked, this, keys);
    connect(m_invalidations, &InvalidationsPane::requestAsked, this,
            [requests](const QString &id) { requests("id:"_L1 + id); });
    connect(m_invalidations, &InvalidationsPane::userAsked, this,
            [this](const QString &id) { emit openLink(u"users"_s, "id:"_L1 + id); });
    connect(m_invalidations, &InvalidationsPane::resumeAsked, this, [this] {
        if (m_session)
            m_session->range().setPaused(false);
    });
    connect(m_invalidations, &InvalidationsPane::heldChanged, this,
            [this] { emit notShownChanged(m_invalidations->heldByPause()); });
}

void CachePage::addKeys()
{
    for (int section = 0; section < SectionCount; ++section) {
        auto *shortcut = new QShortcut(QKeySequence(u"Alt+%1"_s.arg(section + 1)), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, section] { showSection(section); });
    }
}

void CachePage::setSession(Session *session)
{
    if (m_session) {
        m_session->range().disconnect(this);
        m_session->feed().disconnect(this);
    }
    if (session && !session->endpoint().isSameServerAs(m_server))
        forgetServer();
    m_session = session;
    if (session) {
        m_server = session->endpoint();
        followRange(*session);
    }
    m_commands.setSession(session);
    m_watch.setSession(session);
    m_hitRate->setSession(session);
    m_keys->setSession(session);
    m_invalidations->setSession(session);
    m_redis->setSession(session);
    m_invalidations->setPaused(isPaused());
    run();
    showState();
}

void CachePage::followRange(Session &session)
{
    connect(&session.range(), &TimeRange::pausedChanged, this, [this](bool paused) {
        m_invalidations->setPaused(paused);
        run();
        showState();
    });
    connect(&session.feed(), &FeedClient::stateChanged, this, &CachePage::showState);
}

void CachePage::forgetServer()
{
    m_keys->forget();
    m_invalidations->forget();
    m_redis->forget();
    emit badgeChanged(0);
}

void CachePage::setActive(bool active)
{
    m_active = active;
    run();
}

void CachePage::run()
{
    const int section = m_stack->currentIndex();
    m_keys->setActive(m_active && section == Keys);
    m_redis->setRunning(m_active && section == Redis && m_session && !isPaused());
}

bool CachePage::isPaused() const
{
    return m_session && m_session->range().isPaused();
}

void CachePage::showSection(int section)
{
    m_sections->setChosen(section);
    m_stack->setCurrentIndex(section);
    setFocusProxy(section == Keys || section == Invalidations ? m_stack->currentWidget() : nullptr);
    run();
    showNotice();
}

void CachePage::open(const QString &what)
{
    const QString part = what.section(':'_L1, 0, 0);
    const QString rest = what.section(':'_L1, 1);
    if (part == "keys"_L1) {
        showSection(Keys);
        m_keys->look(rest);
    } else if (part == "invalidations"_L1) {
        showSection(Invalidations);
        m_invalidations->setFilter(rest);
    } else if (part == "redis"_L1) {
        showSection(Redis);
    } else if (part == "namespace"_L1) {
        showSection(HitRate);
        m_hitRate->select(rest);
    }
}

// What is searched for, from where there is nothing to search, are keys.
void CachePage::focusSearch()
{
    if (m_stack->currentIndex() == Invalidations)
        return m_invalidations->focusSearch();
    showSection(Keys);
    m_keys->focusSearch();
}

QList<Shortcut> CachePage::shortcuts() const
{
    return {{u"Alt+1"_s, tr("Hit rate; Alt+2 keys, Alt+3 invalidations, Alt+4 Redis")},
            {u"E"_s, tr("Change the namespace")},
            {u"I"_s, tr("Invalidate one of its keys")},
            {u"Del"_s, tr("Flush the namespace, or delete the key")},
            {u"Return"_s, tr("Open the key, or the request of an invalidation")},
            {u"T"_s, tr("Change the key's TTL")},
            {u"R"_s, tr("Load the key anew")},
            {u"Ctrl+C"_s, tr("Copy the key; with Shift its value")},
            {u"Esc"_s, tr("Stop looking, close the key, or go to the newest")}};
}

void CachePage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_stack->currentIndex() == Keys && m_keys->closeDetail())
        return;
    if (event->key() == Qt::Key_Escape && m_session && !m_session->range().followsNow())
        return m_session->range().setKind(TimeRange::Kind::Live);
    Page::keyPressEvent(event);
}

void CachePage::showState()
{
    const std::optional<CacheState> &state = m_watch.state();
    emit badgeChanged(badgeOf(state));
    showNotice();
    if (isPaused() && state)
        return; // figures stand still
    m_redisBadge->set(state ? tr("%1: %2").arg(state->redis.name(), state->redis.stateText()) : QString(),
                      state ? state->redis.stateColour() : Theme::Role::Neutral);
    m_hitRate->setState(state);
    m_keys->setState(state);
    m_redis->setState(state, m_watch.error());
}

void CachePage::showNotice()
{
    if (isPaused()) {
        const qint64 held = m_hitRate->store().heldCount();
        return m_notice->showNotice(Theme::Role::Info,
                                    tr("Held back while paused: %1 in %2 s.")
                                        .arg(formatCounted(held, tr("lookup"), tr("lookups")))
                                        .arg(m_hitRate->store().heldSeconds()),
                                    tr("Go on"));
    }
    // Of a lost connection the window speaks, for all pages.
    const bool linked = m_session && m_session->feed().state() == LinkState::Connected;
    const CacheNotice notice = linked ? noticeOf(m_watch.state(), m_watch.error()) : CacheNotice{};
    const bool elsewhere = m_stack->currentIndex() != Redis;
    m_notice->showNotice(notice.role, notice.text, notice.leads && elsewhere ? tr("Show Redis") : QString());
}

} // namespace signalbox::ui
