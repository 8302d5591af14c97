// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_page.h"

#include "client/session.h"
#include "filter_completion.h"
#include "pages/requests/detail_header.h"
#include "pages/requests/detail_pane.h"
#include "pages/requests/filter_bar.h"
#include "pages/requests/no_requests.h"
#include "pages/requests/request_actions.h"
#include "pages/requests/requests_banner.h"
#include "pages/requests/requests_list.h"
#include "pages/requests/requests_table.h"
#include "widgets/detail_splitter.h"
#include "widgets/filter_edit.h"
#include "widgets/format.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr std::chrono::milliseconds ChosenDelay{80};

} // namespace

RequestsPage::RequestsPage(const Theme &theme, QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_filterBar(new FilterBar(theme, settings, this))
    , m_banner(new RequestsBanner(this))
    , m_splitter(new DetailSplitter(settings, u"requests"_s, this))
    , m_list(new RequestsList(theme, settings, this))
    , m_none(new NoRequests(theme, m_list->states(), this))
    , m_detail(new DetailPane(theme, this))
    , m_count(new QLabel(this))
    , m_actions(new RequestActions(theme, *m_splitter, [this] { return m_list->chosen(); }))
{
    setObjectName(u"requestsPage"_s);
    build();
    connectSource();
    connectList();
    connectDetail();
    addKeys();
    showState();
}

QString RequestsPage::id() const
{
    return u"requests"_s;
}

QString RequestsPage::title() const
{
    return tr("Requests");
}

QString RequestsPage::iconName() const
{
    return u"requests"_s;
}

void RequestsPage::setSession(Session *session)
{
    if (m_session) {
        m_session->disconnect(this);
        m_session->range().disconnect(this);
        m_session->feed().disconnect(this);
    }
    if (session && !session->endpoint().isSameServerAs(m_server))
        forgetServer();
    m_session = session;
    m_actions->setSession(session);
    m_detail->setSession(session);
    if (session) {
        m_server = session->endpoint();
        connect(session, &Session::settingsChanged, this, &RequestsPage::takeSettings);
        connect(&session->feed(), &FeedClient::stateChanged, this, &RequestsPage::showState);
        connect(&session->range(), &TimeRange::pausedChanged, m_list, &RequestsList::setPaused);
        m_list->setPaused(session->range().isPaused());
        takeSettings();
    }
    m_banner->forgetGap();
    m_source.setSession(session);
}

void RequestsPage::setActive(bool active)
{
    m_source.setActive(active);
    if (active && std::exchange(m_slowUnseen, 0) > 0)
        emit badgeChanged(0);
}

void RequestsPage::open(const QString &filter)
{
    m_openOnArrival = filter.startsWith("id:"_L1) ? filter.mid(3) : QString();
    m_filterBar->edit().setFilterText(filter);
}

void RequestsPage::focusSearch()
{
    m_filterBar->edit().setFocus(Qt::ShortcutFocusReason);
    m_filterBar->edit().selectAll();
}

QList<Shortcut> RequestsPage::shortcuts() const
{
    const QList<Shortcut> ofList{
        {u"J"_s, tr("The next request")},     {u"K"_s, tr("The one before")}, {u"G"_s, tr("To the newest")},
        {u"Enter"_s, tr("Open the request")}, {u"Esc"_s, tr("Close it")},     {u"Space"_s, tr("Pause, and go on")},
    };
    return ofList + m_actions->shortcuts();
}

void RequestsPage::build()
{
    m_splitter->setObjectName(u"requestsSplitter"_s);
    m_splitter->setParts(m_list, m_detail);
    setFocusProxy(&m_list->table());
    m_count->setObjectName(u"requestsCount"_s);
    Theme::setKind(m_count, "caption");
    m_count->setContentsMargins(Theme::Grid * 2, Theme::Grid / 2, Theme::Grid * 2, Theme::Grid / 2);
    m_filterBar->edit().setSeenValues([this](const QString &key) { return m_seen.of(key); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filterBar);
    layout->addWidget(m_banner);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_count);
}

void RequestsPage::connectSource()
{
    connect(&m_filterBar->edit(), &FilterEdit::filterChanged, &m_source, &RequestsSource::setFilter);
    connect(&m_source, &RequestsSource::restarted, this, &RequestsPage::takeFirstPage);
    connect(&m_source, &RequestsSource::olderCame, m_list, &RequestsList::addOlder);
    connect(&m_source, &RequestsSource::arrived, this, &RequestsPage::takeArrived);
    connect(&m_source, &RequestsSource::stateChanged, this, &RequestsPage::showState);
    connect(&m_source, &RequestsSource::gapLeft, this, &RequestsPage::takeGap);
    connect(m_banner, &RequestsBanner::reloadAsked, &m_source, &RequestsSource::reload);
    connect(m_none, &NoRequests::toast, this, &RequestsPage::toast);
    connect(m_none, &NoRequests::clearFilterAsked, this, [this] { m_filterBar->edit().setFilterText({}); });
    connect(&m_source, &RequestsSource::slowArrived, this, [this](int count) {
        m_slowUnseen += count;
        emit badgeChanged(m_slowUnseen);
    });
}

void RequestsPage::connectList()
{
    m_chosenTimer.setSingleShot(true);
    m_chosenTimer.setInterval(ChosenDelay);
    RequestsTable &table = m_list->table();
    connect(&table, &RequestsTable::nearEnd, &m_source, &RequestsSource::loadOlder);
    connect(&table, &QWidget::customContextMenuRequested, this, &RequestsPage::showMenu);
    table.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_filterBar, &FilterBar::columnsAsked, &table, &RequestsTable::fillColumnMenu);
    connect(&m_filterBar->edit(), &FilterEdit::left, &table, qOverload<>(&QWidget::setFocus));
    connect(m_list, &RequestsList::opened, this, &RequestsPage::openRequest);
    connect(m_list, &RequestsList::chosenChanged, &m_chosenTimer, qOverload<>(&QTimer::start));
    connect(m_list, &RequestsList::chosenChanged, m_actions, &RequestActions::enable);
    connect(&m_chosenTimer, &QTimer::timeout, this, &RequestsPage::showChosen);
    connect(m_list, &RequestsList::heldChanged, this, &RequestsPage::tellNotShown);
    connect(m_list, &RequestsList::resumeAsked, this, &RequestsPage::togglePause);
    connect(&m_list->states(), &StateView::retryAsked, &m_source, &RequestsSource::reload);
    const auto changed = [this] {
        showState();
        tellCount();
    };
    connect(&m_list->model(), &QAbstractItemModel::rowsInserted, this, changed);
    connect(&m_list->model(), &QAbstractItemModel::modelReset, this, changed);
    connect(m_actions, &RequestActions::pinAsked, m_list, &RequestsList::togglePin);
    connect(m_actions, &RequestActions::userRequestsAsked, this,
            [this](const QString &user) { m_filterBar->addTerm("user:"_L1 + quotedFilterValue(user)); });
    connect(m_actions, &RequestActions::userAsked, this,
            [this](const QString &id) { emit openLink(u"users"_s, "id:"_L1 + id); });
    connect(m_actions, &RequestActions::toast, this, &RequestsPage::toast);
}

void RequestsPage::connectDetail()
{
    DetailHeader &header = m_detail->header();
    header.setActions(m_actions->ofDetail());
    connect(&header, &DetailHeader::closed, this, &RequestsPage::closeDetail);
    connect(&header, &DetailHeader::orientationAsked, m_splitter, &DetailSplitter::turn);
    connect(m_detail, &DetailPane::routeAsked, this,
            [this](const QString &route) { emit openLink(u"routes"_s, route); });
    connect(m_detail, &DetailPane::userAsked, m_actions, &RequestActions::userAsked);
    connect(m_detail, &DetailPane::termAsked, m_filterBar, &FilterBar::addTerm);
    connect(m_detail, &DetailPane::toast, this, &RequestsPage::toast);
}

void RequestsPage::addKeys()
{
    const auto key = [this](QWidget *scope, const QKeySequence &sequence, auto slot) {
        auto *shortcut = new QShortcut(sequence, scope);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    key(this, Qt::Key_Slash, &RequestsPage::focusSearch);
    key(this, QKeySequence::Find, &RequestsPage::focusSearch);
    key(&m_list->table(), Qt::Key_Space, &RequestsPage::togglePause); // elsewhere it presses buttons
    key(m_splitter, Qt::Key_Escape, &RequestsPage::closeDetail);
}

void RequestsPage::takeSettings()
{
    const QCborValue slow = m_session->settings().value("slowMs"_L1);
    if (slow.isInteger() || slow.isDouble())
        m_list->setSlowMs(slow.toDouble());
}

void RequestsPage::forgetServer()
{
    if (m_splitter->isDetailShown())
        closeDetail();
    m_list->forgetAll();
    m_seen = {};
    m_skipped = 0;
    m_slowUnseen = 0;
    emit badgeChanged(0);
}

void RequestsPage::showState()
{
    StateView &states = m_list->states();
    if (m_list->model().rowCount() > 0)
        states.showContent();
    else if (!m_session)
        states.showDisconnected(tr("Start the server, or attach to one."));
    else if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        states.showDisconnected(why);
    else if (m_source.state() == RequestsSource::State::Failed)
        states.showFailed(m_source.errorString());
    else if (m_source.state() == RequestsSource::State::Ready)
        m_none->show(m_source.filter(), *m_session);
    else
        states.showLoading();
    tellCount();
}

void RequestsPage::takeFirstPage(const QList<RequestRecord> &newestFirst)
{
    for (const RequestRecord &record : newestFirst)
        m_seen.add(record);
    m_skipped = 0;
    m_banner->forgetGap();
    m_list->restart(newestFirst);
    tellNotShown();
    const auto wanted = std::find_if(newestFirst.begin(), newestFirst.end(), [this](const RequestRecord &record) {
        return QString::fromUtf8(record.id) == m_openOnArrival;
    });
    if (wanted == newestFirst.end() || m_openOnArrival.isEmpty())
        return;
    m_openOnArrival.clear();
    m_list->table().select(requestKey(*wanted));
    openRequest(requestKey(*wanted));
}

void RequestsPage::takeArrived(const QList<RequestRecord> &oldestFirst, qint64 skipped)
{
    for (const RequestRecord &record : oldestFirst)
        m_seen.add(record);
    m_skipped += skipped;
    m_list->addNewest(oldestFirst);
    tellNotShown();
}

// A list that follows the newest starts again from them; one that is being read stays, and says what it lacks.
void RequestsPage::takeGap(qint64 fromMs, qint64 toMs)
{
    if (m_list->isFollowing())
        m_source.reload();
    else
        m_banner->tellGap(fromMs, toMs);
}

void RequestsPage::openRequest(const QByteArray &key)
{
    const RequestRecord *record = m_list->find(key);
    if (!record)
        return;
    m_splitter->setDetailShown(true);
    if (key == m_shownKey && m_detail->state() == DetailPane::State::Ready)
        return;
    m_shownKey = key;
    m_detail->showRequest(*record, m_list->model().slowMs());
}

void RequestsPage::closeDetail()
{
    if (!m_splitter->isDetailShown())
        return m_list->table().goToTop();
    m_splitter->setDetailShown(false);
    m_detail->clear();
    m_shownKey.clear();
    m_list->table().setFocus();
}

void RequestsPage::showChosen()
{
    if (!m_splitter->isDetailShown())
        return;
    const QByteArray key = m_list->table().currentKey();
    if (!key.isEmpty() && key != m_shownKey)
        openRequest(key);
}

void RequestsPage::tellCount()
{
    const int count = m_list->model().rowCount();
    QString text = tr("%1 shown").arg(formatExact(count));
    if (m_list->model().isFull())
        text = tr("%1 shown, the most that are: a filter or a time range finds older ones").arg(formatExact(count));
    else if (m_source.hasOlder())
        text += tr(", older ones as you scroll");
    m_count->setText(text);
}

void RequestsPage::tellNotShown()
{
    emit notShownChanged(m_skipped + m_list->heldByPause());
}

void RequestsPage::togglePause()
{
    if (m_session)
        m_session->range().setPaused(!m_session->range().isPaused());
}

void RequestsPage::showMenu(const QPoint &position)
{
    if (m_list->chosen().isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"requestMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fillMenu(*menu);
    menu->popup(m_list->table().viewport()->mapToGlobal(position));
}

} // namespace signalbox::ui
