// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_detail.h"

#include "client/session.h"
#include "pages/users/user_facts.h"
#include "pages/users/user_requests.h"
#include "pages/users/user_sessions.h"
#include "pages/users/user_trail.h"
#include "widgets/badge.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QTabWidget>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto UserInterval = 5s;

} // namespace

UserDetail::UserDetail(const Theme &theme, UserCommands &commands, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_name(new QLabel)
    , m_email(new QLabel)
    , m_role(new BadgeLabel(theme))
    , m_state(new BadgeLabel(theme))
    , m_problem(new QLabel)
    , m_buttons(new QHBoxLayout)
    , m_tabs(new QTabWidget)
    , m_facts(new UserFacts)
    , m_sessions(new UserSessions(theme, commands))
    , m_requests(new UserRequests(theme))
    , m_trail(new UserTrail(theme))
{
    setObjectName(u"userDetail"_s);
    setAccessibleName(tr("User"));
    Theme::setKind(this, "bar");
    build();
    connectParts();
}

void UserDetail::build()
{
    m_problem->setObjectName(u"userProblem"_s);
    Theme::setKind(m_problem, "error");
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_tabs->setObjectName(u"userTabs"_s);
    m_tabs->addTab(m_facts, tr("Facts"));
    m_tabs->addTab(m_sessions, tr("Sessions"));
    m_tabs->addTab(m_requests, tr("Requests"));
    m_tabs->addTab(m_trail, tr("Audit"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid, 0);
    column->setSpacing(Theme::Grid / 2);
    column->addLayout(makeHeader());
    column->addWidget(m_problem);
    column->addWidget(m_tabs, 1);
}

void UserDetail::connectParts()
{
    m_userTimer.setInterval(UserInterval);
    connect(&m_userTimer, &QTimer::timeout, this, &UserDetail::refresh);
    connect(m_tabs, &QTabWidget::currentChanged, this, &UserDetail::poll);
    connect(m_sessions, &UserSessions::toast, this, &UserDetail::toast);
    connect(m_requests, &UserRequests::allAsked, this, &UserDetail::requestsAsked);
    connect(m_requests, &UserRequests::requestAsked, this, &UserDetail::requestAsked);
    connect(m_trail, &UserTrail::allAsked, this, &UserDetail::trailAsked);
}

QLayout *UserDetail::makeHeader()
{
    m_name->setObjectName(u"userName"_s);
    m_email->setObjectName(u"userEmail"_s);
    Theme::setKind(m_name, "heading");
    Theme::setKind(m_email, "muted");
    for (QLabel *label : {m_name, m_email}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the pane
    }
    m_buttons->setSpacing(Theme::Grid / 2);
    m_buttons->addStretch();
    auto *header = new QVBoxLayout;
    header->setSpacing(Theme::Grid / 2);
    header->addLayout(makeTitle());
    header->addWidget(m_email);
    header->addLayout(m_buttons);
    return header;
}

QLayout *UserDetail::makeTitle()
{
    m_role->setObjectName(u"userRole"_s);
    m_state->setObjectName(u"userState"_s);
    auto *close = new QToolButton;
    close->setObjectName(u"userClose"_s);
    close->setIcon(m_theme.icon(u"close"_s));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &UserDetail::closed);
    auto *title = new QHBoxLayout;
    title->setSpacing(Theme::Grid);
    title->addWidget(m_name, 1);
    title->addWidget(m_role);
    title->addWidget(m_state);
    title->addWidget(close);
    return title;
}

void UserDetail::setSession(Session *session)
{
    m_session = session;
    ++m_generation;
    m_sessions->setSession(session);
    m_requests->setSession(session);
    m_trail->setSession(session);
}

void UserDetail::setRunning(bool running)
{
    m_running = running;
    poll();
}

void UserDetail::showUser(const UserRow &user)
{
    const bool other = user.id != m_user.id;
    m_user = user;
    fill();
    if (!other)
        return;
    ++m_generation;
    tellProblem({});
    m_requests->setUser(user.id);
    m_trail->setUser(user.id);
    refresh();
    poll();
}

void UserDetail::refresh()
{
    if (!m_session || m_user.id.isEmpty())
        return;
    loadUser();
    m_sessions->refresh();
    if (m_tabs->currentWidget() == m_trail)
        m_trail->refresh();
}

void UserDetail::clear()
{
    m_user = {};
    ++m_generation;
    poll();
    fill();
    m_requests->setUser({});
    m_trail->setUser({});
}

void UserDetail::setActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *tool = new QToolButton;
        tool->setDefaultAction(action);
        tool->setObjectName("user_"_L1 + action->objectName());
        tool->setAccessibleName(action->text());
        tool->setToolButtonStyle(Qt::ToolButtonIconOnly);
        m_buttons->insertWidget(m_buttons->count() - 1, tool); // before the stretch
    }
}

void UserDetail::fill()
{
    m_name->setText(m_user.name);
    m_name->setToolTip(m_user.name);
    m_email->setText(m_user.email);
    m_email->setToolTip(m_user.email);
    m_role->set(m_user.role, m_user.roleColour());
    m_state->set(m_user.disabled ? tr("Disabled") : tr("Active"), m_user.stateColour());
    m_facts->setUser(m_user);
    m_sessions->setUser(m_user);
    m_tabs->setTabText(m_tabs->indexOf(m_sessions),
                       m_user.sessions > 0 ? tr("Sessions (%1)").arg(m_user.sessions) : tr("Sessions"));
}

void UserDetail::loadUser()
{
    m_session->client().get("/admin/users/"_L1 + m_user.id, {}, this,
                            [this, generation = m_generation](const AdminClient::Answer &answer) {
                                if (generation == m_generation)
                                    take(answer);
                            });
}

void UserDetail::take(const AdminClient::Answer &answer)
{
    if (answer.status == 404)
        return emit gone();
    tellProblem(answer.ok() ? QString() : tr("Not up to date. %1").arg(answer.error));
    if (!answer.ok())
        return;
    m_user = UserRow::fromCbor(answer.body);
    fill();
    emit loaded(m_user);
}

void UserDetail::tellProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

// Only what is looked at is asked for.
void UserDetail::poll()
{
    const bool shown = m_running && !m_user.id.isEmpty();
    m_requests->setRunning(shown && m_tabs->currentWidget() == m_requests);
    m_trail->setRunning(shown && m_tabs->currentWidget() == m_trail);
    if (shown)
        m_userTimer.start();
    else
        m_userTimer.stop();
}

} // namespace signalbox::ui
