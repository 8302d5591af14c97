// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/users_page.h"

#include "client/session.h"
#include "pages/metrics/notice_bar.h"
#include "pages/users/user_actions.h"
#include "pages/users/user_detail.h"
#include "pages/users/users_filter_bar.h"
#include "pages/users/users_table.h"
#include "widgets/empty_state.h"
#include "widgets/format.h"
#include "widgets/state_view.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RefreshInterval = 5s;
constexpr int WideEnoughForBeside = 1200; // pixels
const QList<int> Shares{6200, 3800}; // the splitter makes pixels of them

QString splitterKey(Qt::Orientation orientation)
{
    return "users/splitter"_L1 + QString::number(int(orientation));
}

} // namespace

UsersPage::UsersPage(const Theme &theme, QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_list(u"/admin/users"_s, u"cursor"_s)
    , m_filter(new UsersFilterBar(theme))
    , m_notice(new NoticeBar(theme, this))
    , m_table(new UsersTable(theme, m_model, settings))
    , m_detail(new UserDetail(theme, m_commands))
    , m_splitter(new QSplitter)
    , m_count(new QLabel)
    , m_actions(new UserActions(theme, m_commands, *m_splitter, [this] { return chosen(); }))
{
    setObjectName(u"usersPage"_s);
    build();
    connectList();
    connectParts();
    showState();
}

UsersPage::~UsersPage()
{
    if (m_detail->isVisibleTo(this))
        m_settings.setValue(splitterKey(m_splitter->orientation()), m_splitter->saveState());
}

void UsersPage::build()
{
    m_notice->setObjectName(u"usersNotice"_s);
    m_state = new StateView(m_theme, m_table, this);
    m_state->setObjectName(u"usersState"_s);
    m_splitter->setObjectName(u"usersSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_state);
    m_splitter->addWidget(m_detail);
    m_splitter->setSizes(Shares);
    m_detail->hide();
    m_detail->setActions({m_actions->action(u"editUser"_s), m_actions->action(u"setPassword"_s),
                          m_actions->action(u"disableUsers"_s), m_actions->action(u"enableUsers"_s),
                          m_actions->action(u"copyToken"_s), m_actions->action(u"copyCurl"_s),
                          m_actions->action(u"deleteUsers"_s)});
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    setFocusProxy(m_table);
    m_count->setObjectName(u"usersCount"_s);
    m_count->setContentsMargins(Theme::Grid * 2, Theme::Grid / 2, Theme::Grid * 2, Theme::Grid / 2);
    Theme::setKind(m_count, "caption");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_filter);
    column->addWidget(m_notice);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_count);
    auto *create = new QAction(tr("New user"), this);
    create->setShortcut(Qt::Key_N);
    create->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_splitter->addAction(create);
    connect(create, &QAction::triggered, m_actions, &UserActions::create);
}

void UsersPage::connectList()
{
    m_refresh.setInterval(RefreshInterval);
    connect(&m_refresh, &QTimer::timeout, this, [this] {
        if (m_list.state() != CursorList::State::Loading && m_model.rowCount() <= CursorList::LargestPart)
            reload();
    });
    connect(m_filter, &UsersFilterBar::changed, this, &UsersPage::ask);
    connect(m_table, &UsersTable::sortChanged, this, &UsersPage::ask);
    connect(&m_list, &CursorList::restarted, this, &UsersPage::takeFirst);
    connect(&m_list, &CursorList::moreCame, this,
            [this](const QCborMap &answer) { m_model.append(UserRow::listFromCbor(answer), m_list.hasMore()); });
    connect(&m_list, &CursorList::stateChanged, this, &UsersPage::showState);
    connect(&m_model, &UsersModel::moreWanted, &m_list, &CursorList::loadMore);
    connect(m_state, &StateView::retryAsked, this, &UsersPage::reload);
    connect(&m_commands, &UserCommands::changed, this, [this] {
        reload();
        m_detail->refresh();
    });
}

void UsersPage::connectParts()
{
    connect(m_filter, &UsersFilterBar::createAsked, m_actions, &UserActions::create);
    connect(m_filter, &UsersFilterBar::left, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_filter, &UsersFilterBar::exportAsked, this, [this] {
        QUrlQuery query = m_filter->query();
        query.addQueryItem(u"sort"_s, m_table->sortKey());
        m_export.askWhere(query, this);
    });
    connect(&m_export, &UsersExport::toast, this, &UsersPage::toast);
    connect(m_table, &UsersTable::opened, this, &UsersPage::openUser);
    connect(m_table, &UsersTable::chosenChanged, m_actions, &UserActions::enable);
    connect(m_table, &UsersTable::chosenChanged, this, &UsersPage::showChosen);
    connect(m_table, &QWidget::customContextMenuRequested, this, &UsersPage::showMenu);
    connect(&m_model, &QAbstractItemModel::dataChanged, m_actions, &UserActions::enable);
    const auto requests = [this](const QString &id) { emit openLink(u"requests"_s, "user:"_L1 + id); };
    connect(m_actions, &UserActions::requestsAsked, this, requests);
    connect(m_actions, &UserActions::toast, this, &UsersPage::toast);
    connect(m_detail, &UserDetail::toast, this, &UsersPage::toast);
    connect(m_detail, &UserDetail::requestsAsked, this, requests);
    connect(m_detail, &UserDetail::requestAsked, this,
            [this](const QByteArray &id) { emit openLink(u"requests"_s, "id:"_L1 + QString::fromLatin1(id)); });
    connect(m_detail, &UserDetail::trailAsked, this,
            [this](const QString &id) { emit openLink(u"audit"_s, "target:"_L1 + id); });
    connect(m_detail, &UserDetail::closed, this, &UsersPage::closeDetail);
    connect(m_detail, &UserDetail::gone, this, &UsersPage::closeDetail);
    connect(m_detail, &UserDetail::loaded, &m_model, &UsersModel::update);
    connect(m_detail, &UserDetail::loaded, m_actions, &UserActions::enable);
}

void UsersPage::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    if (session && !session->endpoint().isSameServerAs(m_server))
        forgetServer();
    m_session = session;
    m_commands.setSession(session);
    m_export.setSession(session);
    m_detail->setSession(session);
    m_list.setSession(session);
    if (session) {
        m_server = session->endpoint();
        connect(&session->feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
            if (state == LinkState::Connected && m_active)
                reload();
            showState();
        });
    }
    if (m_active)
        ask();
    showState();
}

void UsersPage::forgetServer()
{
    if (m_detail->isVisibleTo(this))
        closeDetail();
    m_model.setUsers({}, false);
    m_total = 0;
}

void UsersPage::setActive(bool active)
{
    m_active = active;
    m_detail->setRunning(active);
    if (!active)
        return m_refresh.stop();
    m_refresh.start();
    if (m_list.state() == CursorList::State::Idle)
        ask();
    else
        reload();
}

void UsersPage::open(const QString &what)
{
    if (what == "new"_L1)
        return m_actions->create();
    if (!what.startsWith("id:"_L1))
        return m_filter->setText(what);
    openUser(what.mid(3));
}

void UsersPage::focusSearch()
{
    m_filter->focusSearch();
}

QList<Shortcut> UsersPage::shortcuts() const
{
    return {{u"N"_s, tr("New user")},
            {u"Return"_s, tr("Open the user")},
            {u"E"_s, tr("Edit the user")},
            {u"W"_s, tr("Set the password")},
            {u"D"_s, tr("Disable those who are chosen")},
            {u"R"_s, tr("Requests of the user")},
            {u"Ctrl+A"_s, tr("Choose all that are loaded")},
            {u"Del"_s, tr("Delete those who are chosen")},
            {u"Esc"_s, tr("Close the detail, or clear the search")}};
}

void UsersPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const Qt::Orientation wanted = width() >= WideEnoughForBeside ? Qt::Horizontal : Qt::Vertical;
    if (wanted == m_splitter->orientation())
        return;
    m_splitter->setOrientation(wanted);
    if (!m_splitter->restoreState(m_settings.value(splitterKey(wanted)).toByteArray()))
        m_splitter->setSizes(Shares);
}

void UsersPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_detail->isVisibleTo(this))
        closeDetail();
    else
        Page::keyPressEvent(event);
}

void UsersPage::ask()
{
    QUrlQuery query = m_filter->query();
    query.addQueryItem(u"sort"_s, m_table->sortKey());
    m_list.setQuery(query);
}

void UsersPage::reload()
{
    m_list.reload(m_model.rowCount());
}

void UsersPage::takeFirst(const QCborMap &answer)
{
    m_total = answer.value("total"_L1).toInteger();
    m_model.setUsers(UserRow::listFromCbor(answer), m_list.hasMore());
}

QList<UserRow> UsersPage::chosen() const
{
    QList<UserRow> inTable = m_table->chosen();
    if (inTable.isEmpty() && m_detail->isVisibleTo(this) && !m_detail->user().email.isEmpty())
        return {m_detail->user()};
    return inTable;
}

// Also one who is not in the list: the detail loads the rest.
void UsersPage::openUser(const QString &id)
{
    UserRow user;
    user.id = id;
    if (const int row = m_model.rowOf(id); row >= 0) {
        user = m_model.user(row);
        m_table->select(id);
    } else {
        m_table->clearSelection();
    }
    m_detail->showUser(user);
    m_detail->show();
    m_actions->enable();
}

void UsersPage::showChosen()
{
    const QList<UserRow> chosen = m_table->chosen();
    if (m_detail->isVisibleTo(this) && chosen.size() == 1)
        m_detail->showUser(chosen.constFirst());
    tellCount();
}

void UsersPage::closeDetail()
{
    if (m_detail->isVisibleTo(this))
        m_settings.setValue(splitterKey(m_splitter->orientation()), m_splitter->saveState());
    m_detail->hide();
    m_detail->clear();
    m_actions->enable();
    m_table->setFocus();
}

void UsersPage::showMenu(const QPoint &position)
{
    if (chosen().isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"userMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fillMenu(*menu);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void UsersPage::showState()
{
    tellCount();
    // Of a lost connection the window speaks, for all pages.
    const bool linked = m_session && m_session->feed().state() == LinkState::Connected;
    const bool failed = m_list.state() == CursorList::State::Failed && m_model.rowCount() > 0;
    m_notice->showNotice(Theme::Role::Warning, linked && failed ? m_list.error() : QString());
    if (m_model.rowCount() > 0)
        return m_state->showContent();
    if (!m_session)
        return m_state->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_state->showDisconnected(why);
    if (m_list.state() == CursorList::State::Failed)
        return m_state->showFailed(m_list.error());
    if (m_list.state() != CursorList::State::Ready)
        return m_state->showLoading();
    const bool filtered = !m_filter->isEmpty();
    if (filtered)
        m_state->showEmpty(u"filter"_s, tr("No user matches"), tr("No user matches the search and the filters."));
    else
        m_state->showEmpty(u"users"_s, tr("No users yet"),
                           tr("Users register by POST /auth/register, or you create them here."));
    QPushButton *action = m_state->emptyState().addAction(filtered ? tr("Show all users") : tr("New user"));
    action->setObjectName(u"usersEmptyAction"_s);
    if (filtered)
        connect(action, &QPushButton::clicked, m_filter, &UsersFilterBar::clear);
    else
        connect(action, &QPushButton::clicked, m_actions, &UserActions::create);
}

void UsersPage::tellCount()
{
    QString text = formatCounted(m_total, tr("user"), tr("users"));
    if (m_list.hasMore())
        text += tr(", %1 of them loaded, the others as you scroll").arg(formatExact(m_model.rowCount()));
    const qsizetype chosen = m_table->chosen().size();
    if (chosen > 1)
        text += tr(" · %1 chosen").arg(formatExact(chosen));
    m_count->setText(text);
}

} // namespace signalbox::ui
