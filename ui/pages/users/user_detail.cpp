// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_detail.h"

#include "client/session.h"
#include "pages/users/user_commands.h"
#include "widgets/badge.h"
#include "widgets/form_dialog.h"
#include "widgets/format.h"
#include "widgets/plain_table.h"

#include <QAction>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RequestsInterval = 2s;
constexpr auto UserInterval = 5s;
constexpr auto RecentRequests = "100"_L1;

QPushButton *button(const QString &name, const QIcon &icon, const QString &text)
{
    auto *result = new QPushButton(icon, text);
    result->setObjectName(name);
    return result;
}

QVBoxLayout *columnOf(QWidget *widget)
{
    auto *column = new QVBoxLayout(widget);
    column->setContentsMargins(0, Theme::Grid, 0, 0);
    column->setSpacing(Theme::Grid);
    return column;
}

QLabel *nothing(const QString &text)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    Theme::setKind(label, "muted");
    return label;
}

} // namespace

UserDetail::UserDetail(const Theme &theme, UserCommands &commands, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_commands(commands)
    , m_requestsPoller(u"/admin/requests"_s)
    , m_trailPoller(u"/admin/audit"_s)
    , m_name(new QLabel)
    , m_email(new QLabel)
    , m_role(new BadgeLabel(theme))
    , m_state(new BadgeLabel(theme))
    , m_problem(new QLabel)
    , m_buttons(new QHBoxLayout)
    , m_tabs(new QTabWidget)
{
    setObjectName(u"userDetail"_s);
    setAccessibleName(tr("User"));
    Theme::setKind(this, "bar");
    m_requestsPoller.setInterval(RequestsInterval);
    m_trailPoller.setInterval(UserInterval);
    m_userTimer.setInterval(UserInterval);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid, 0);
    column->setSpacing(Theme::Grid / 2);
    column->addLayout(makeHeader());
    column->addWidget(m_problem);
    column->addWidget(m_tabs, 1);
    m_tabs->setObjectName(u"userTabs"_s);
    m_tabs->addTab(makeFacts(), tr("Facts"));
    m_tabs->addTab(makeSessions(), tr("Sessions"));
    m_tabs->addTab(makeRequests(), tr("Requests"));
    m_tabs->addTab(makeTrail(), tr("Audit"));
    connect(&m_requestsPoller, &AdminPoller::answered, this, [this](const QCborMap &answer) {
        m_requests.setAnswer(answer);
        m_noRequests->setVisible(m_requests.rowCount() == 0);
    });
    connect(&m_trailPoller, &AdminPoller::answered, this, [this](const QCborMap &answer) {
        m_trail.setEntries(AuditEntry::listFromCbor(answer), false);
        m_noTrail->setVisible(m_trail.rowCount() == 0);
    });
    connect(&m_userTimer, &QTimer::timeout, this, &UserDetail::refresh);
    connect(m_tabs, &QTabWidget::currentChanged, this, &UserDetail::poll);
}

QLayout *UserDetail::makeHeader()
{
    m_name->setObjectName(u"userName"_s);
    m_email->setObjectName(u"userEmail"_s);
    m_role->setObjectName(u"userRole"_s);
    m_state->setObjectName(u"userState"_s);
    m_problem->setObjectName(u"userProblem"_s);
    Theme::setKind(m_name, "heading");
    Theme::setKind(m_email, "muted");
    Theme::setKind(m_problem, "error");
    m_problem->setWordWrap(true);
    m_problem->hide();
    for (QLabel *label : {m_name, m_email}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the pane
    }
    auto *close = new QToolButton;
    close->setObjectName(u"userClose"_s);
    close->setIcon(m_theme.icon(u"close"_s));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &UserDetail::closed);
    auto *first = new QHBoxLayout;
    first->setSpacing(Theme::Grid);
    first->addWidget(m_name, 1);
    first->addWidget(m_role);
    first->addWidget(m_state);
    first->addWidget(close);
    m_buttons->setSpacing(Theme::Grid / 2);
    auto *second = new QHBoxLayout;
    second->addWidget(m_email, 1);
    second->addLayout(m_buttons);
    auto *header = new QVBoxLayout;
    header->setSpacing(Theme::Grid / 2);
    header->addLayout(first);
    header->addLayout(second);
    return header;
}

QWidget *UserDetail::makeFacts()
{
    auto *facts = new QWidget;
    auto *form = new QFormLayout(facts);
    form->setContentsMargins(0, Theme::Grid * 3 / 2, 0, 0);
    form->setHorizontalSpacing(Theme::Grid * 3);
    form->setVerticalSpacing(Theme::Grid);
    for (const auto &[name, label] : {std::pair{u"factId"_s, tr("Id")},
                                      {u"factRole"_s, tr("Role")},
                                      {u"factState"_s, tr("State")},
                                      {u"factSeen"_s, tr("Last seen")},
                                      {u"factSessions"_s, tr("Sessions")},
                                      {u"factCreated"_s, tr("Created")},
                                      {u"factUpdated"_s, tr("Changed")}})
        m_facts.append(addFact(*form, name, label));
    return facts;
}

QLabel *UserDetail::addFact(QFormLayout &form, const QString &name, const QString &label)
{
    auto *caption = new QLabel(label);
    Theme::setKind(caption, "muted");
    auto *value = new QLabel;
    value->setObjectName(name);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    form.addRow(caption, value);
    return value;
}

QWidget *UserDetail::makeSessions()
{
    auto *tab = new QWidget;
    auto *column = columnOf(tab);
    m_sessionsTable = makePlainTable(m_theme, m_sessions, u"sessionsTable"_s, tr("Sessions"), {90, 140, 190, 150});
    m_endSession = button(u"endSession"_s, m_theme.icon(u"close"_s), tr("End session"));
    m_endAll = button(u"endAllSessions"_s, m_theme.icon(u"disconnected"_s), tr("End all…"));
    Theme::setKind(m_endAll, "danger");
    m_endSession->setEnabled(false);
    auto *row = new QHBoxLayout;
    row->addWidget(m_endSession);
    row->addWidget(m_endAll);
    row->addStretch();
    column->addLayout(row);
    column->addWidget(m_sessionsTable, 1);
    connect(m_sessionsTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { m_endSession->setEnabled(m_sessionsTable->selectionModel()->hasSelection()); });
    connect(m_endSession, &QPushButton::clicked, this, &UserDetail::endSession);
    connect(m_endAll, &QPushButton::clicked, this, &UserDetail::endAllSessions);
    return tab;
}

QWidget *UserDetail::makeRequests()
{
    auto *tab = new QWidget;
    auto *column = columnOf(tab);
    QTableView *table =
        makePlainTable(m_theme, m_requests, u"userRequestsTable"_s, tr("Recent requests"), {110, 70, 60, 80});
    QPushButton *all = button(u"allRequests"_s, m_theme.icon(u"requests"_s), tr("Requests of this user"));
    m_noRequests = nothing(tr("No request of this user is kept. Theirs show here as they come."));
    column->addWidget(all, 0, Qt::AlignLeft);
    column->addWidget(m_noRequests);
    column->addWidget(table, 1);
    connect(all, &QPushButton::clicked, this, [this] { emit requestsAsked(m_user.id); });
    connect(table, &QTableView::activated, this,
            [this](const QModelIndex &index) { emit requestAsked(m_requests.row(index.row()).record.id); });
    return tab;
}

QWidget *UserDetail::makeTrail()
{
    auto *tab = new QWidget;
    auto *column = columnOf(tab);
    QTableView *table = makePlainTable(m_theme, m_trail, u"userTrailTable"_s, tr("Audit trail"), {150, 140, 110});
    table->setColumnHidden(AuditModel::Target, true);
    QPushButton *all = button(u"allTrail"_s, m_theme.icon(u"audit"_s), tr("In the audit log"));
    m_noTrail = nothing(tr("No admin has done anything to this user."));
    column->addWidget(all, 0, Qt::AlignLeft);
    column->addWidget(m_noTrail);
    column->addWidget(table, 1);
    connect(all, &QPushButton::clicked, this, [this] { emit trailAsked(m_user.id); });
    connect(table, &QTableView::activated, this, [this] { emit trailAsked(m_user.id); });
    return tab;
}

void UserDetail::setSession(Session *session)
{
    m_session = session;
    ++m_generation;
    m_requestsPoller.setSession(session);
    m_trailPoller.setSession(session);
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
    m_sessions.merge({});
    m_requests.merge({});
    m_trail.setEntries({}, false);
    m_noRequests->hide();
    m_noTrail->hide();
    m_requestsPoller.setQuery({{u"q"_s, "user:"_L1 + user.id}, {u"limit"_s, RecentRequests}});
    m_trailPoller.setQuery({{u"target"_s, user.id}, {u"limit"_s, RecentRequests}});
    refresh();
    poll();
}

void UserDetail::refresh()
{
    if (!m_session || m_user.id.isEmpty())
        return;
    loadUser();
    loadSessions();
    if (m_trailPoller.error().isEmpty())
        m_trailPoller.refresh();
}

void UserDetail::clear()
{
    m_user = {};
    ++m_generation;
    poll();
}

void UserDetail::setActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *tool = new QToolButton;
        tool->setDefaultAction(action);
        tool->setObjectName("user_"_L1 + action->objectName());
        tool->setAccessibleName(action->text());
        tool->setToolButtonStyle(Qt::ToolButtonIconOnly);
        m_buttons->addWidget(tool);
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
    const QString seen = m_user.lastSeenMs == 0
        ? tr("never")
        : u"%1 (%2)"_s.arg(formatMoment(m_user.lastSeenMs),
                           formatAgo(m_user.lastSeenMs, QDateTime::currentMSecsSinceEpoch()));
    const QStringList values{m_user.id,
                             m_user.role,
                             m_user.stateText(),
                             seen,
                             formatExact(m_user.sessions),
                             formatMoment(m_user.createdMs),
                             formatMoment(m_user.updatedMs)};
    for (qsizetype at = 0; at < values.size(); ++at)
        m_facts[at]->setText(values[at]);
    m_tabs->setTabText(1, m_user.sessions > 0 ? tr("Sessions (%1)").arg(m_user.sessions) : tr("Sessions"));
    m_endAll->setEnabled(m_user.sessions > 0);
}

void UserDetail::loadUser()
{
    m_session->client().get("/admin/users/"_L1 + m_user.id, {}, this,
                            [this, generation = m_generation](const AdminClient::Answer &answer) {
                                if (generation == m_generation)
                                    takeUser(answer);
                            });
}

void UserDetail::loadSessions()
{
    m_session->client().get("/admin/users/"_L1 + m_user.id + "/sessions"_L1, {}, this,
                            [this, generation = m_generation](const AdminClient::Answer &answer) {
                                if (generation == m_generation)
                                    takeSessions(answer);
                            });
}

void UserDetail::takeUser(const AdminClient::Answer &answer)
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

void UserDetail::takeSessions(const AdminClient::Answer &answer)
{
    if (answer.ok())
        m_sessions.merge(SessionRow::listFromCbor(answer.body));
}

void UserDetail::endSession()
{
    const QModelIndex index = m_sessionsTable->selectionModel()->selectedRows().value(0);
    if (!index.isValid())
        return;
    m_commands.endSession(m_user.id, m_sessions.row(index.row()).id, this, [this](const AdminClient::Answer &answer) {
        emit toast(answer.ok() ? tr("The session ended") : tr("The session did not end. %1").arg(answer.error));
        refresh();
    });
}

void UserDetail::endAllSessions()
{
    auto *dialog = new FormDialog(m_theme, u"endAllDialog"_s, tr("End sessions"),
                                  tr("End %1 sessions").arg(m_user.sessions), this, FormDialog::Tone::Danger);
    dialog->addText(tr("%1 is signed out everywhere, from %2 sessions, within a second.")
                        .arg(m_user.email, formatExact(m_user.sessions)),
                    "");
    connect(dialog, &FormDialog::submitted, this, [this, dialog, id = m_user.id] {
        dialog->setBusy(true);
        m_commands.changeMany({id}, u"revokeSessions"_s, {}, dialog,
                              [this, dialog](const UserCommands::Outcome &outcome) {
                                  if (!outcome.error.isEmpty())
                                      return dialog->setProblem(outcome.error);
                                  dialog->accept();
                                  emit toast(tr("All sessions ended"));
                                  refresh();
                              });
    });
    dialog->open();
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
    m_requestsPoller.setRunning(shown && m_tabs->currentIndex() == 2);
    m_trailPoller.setRunning(shown && m_tabs->currentIndex() == 3);
    if (shown)
        m_userTimer.start();
    else
        m_userTimer.stop();
}

} // namespace signalbox::ui
