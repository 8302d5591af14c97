// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/command_source.h"

#include "client/remembered_servers.h"
#include "pages/page.h"
#include "shell/attach_flow.h"
#include "shell/session_keeper.h"

#include <QAction>
#include <QCborArray>
#include <QRegularExpression>
#include <QUrlQuery>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr std::chrono::milliseconds TypingPause{200};
constexpr qsizetype ShortestSearch = 2; // of a user
constexpr auto UsersShown = "8"_L1;

bool looksLikeRequestId(const QString &text)
{
    static const QRegularExpression Id(u"^[0-9a-fA-F]{6,}[0-9a-fA-F-]*$"_s);
    return Id.match(text).hasMatch();
}

} // namespace

CommandSource::CommandSource(RememberedServers &servers, SessionKeeper &keeper, AttachFlow &attach, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_keeper(keeper)
    , m_attach(attach)
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingPause);
    connect(&m_typing, &QTimer::timeout, this, &CommandSource::findUsers);
}

void CommandSource::addPage(const Page &page, const QString &keys)
{
    m_pages.append({page.id(), page.title(), page.iconName(), keys});
}

void CommandSource::addAction(QAction *action, const QString &icon)
{
    m_actions.append({action, icon});
}

QList<Command> CommandSource::commands()
{
    m_usersTold.clear();
    QList<Command> commands;
    for (const PageEntry &page : m_pages) {
        Command command = go(page.title, tr("Page"), page.icon, page.id, {});
        command.keys = page.keys;
        commands.append(command);
    }
    for (const auto &[action, icon] : m_actions)
        if (action->isEnabled())
            commands.append({action->text(), tr("Command"), icon, action->shortcut().toString(),
                             [action = action] { action->trigger(); }});
    return commands + serverCommands();
}

QList<Command> CommandSource::serverCommands()
{
    QList<Command> commands;
    for (const Endpoint &endpoint : m_servers.servers())
        commands.append({tr("Switch to %1").arg(endpoint.name),
                         tr("Server"),
                         u"server"_s,
                         {},
                         [flow = &m_attach, url = endpoint.url] { flow->attachTo(url); }});
    return commands;
}

QList<Command> CommandSource::ofText(const QString &text)
{
    if (text.isEmpty())
        return {};
    QList<Command> commands;
    if (looksLikeRequestId(text))
        commands.append(go(tr("Request %1").arg(text), tr("Request"), u"requests"_s, u"requests"_s, "id:"_L1 + text));
    commands.append(go(tr("Search the requests for “%1”").arg(text), tr("Search"), u"search"_s, u"requests"_s, text));
    return commands;
}

void CommandSource::askForRoutes()
{
    Session *session = m_keeper.session();
    if (!session)
        return;
    const QUrlQuery query{{u"window"_s, u"1h"_s}};
    session->client().get(u"/admin/routes"_s, query, this, [this](const AdminClient::Answer &answer) {
        QList<Command> routes;
        for (const QCborValue value : answer.body.value("routes"_L1).toArray()) {
            const QString route = value.toMap().value("route"_L1).toString();
            const QString name = u"%1 %2"_s.arg(value.toMap().value("method"_L1).toString(), route);
            if (!route.isEmpty())
                routes.append(go(name, tr("Route"), u"routes"_s, u"routes"_s, name));
        }
        emit commandsArrived(routes);
    });
}

void CommandSource::askForQueues()
{
    Session *session = m_keeper.session();
    if (!session)
        return;
    session->client().get(u"/admin/queues"_s, {}, this, [this](const AdminClient::Answer &answer) {
        QList<Command> queues;
        for (const auto &value : answer.body.value("queues"_L1).toArray()) {
            const QCborMap queue = value.toMap();
            const QString name = queue.value("name"_L1).toString();
            const QString id = queue.value("id"_L1).toString();
            const bool paused = queue.value("paused"_L1).toBool();
            queues.append(go(tr("Queue %1").arg(name), tr("Queue"), u"inbox"_s, u"queues"_s, "queue:"_L1 + id));
            queues.append(
                paused ? go(tr("Resume queue %1").arg(name), tr("Queue"), u"play"_s, u"queues"_s, "resume:"_L1 + id)
                       : go(tr("Pause queue %1").arg(name), tr("Queue"), u"pause"_s, u"queues"_s, "pause:"_L1 + id));
        }
        if (!queues.isEmpty())
            emit commandsArrived(queues);
    });
}

void CommandSource::askForUsers(const QString &text)
{
    m_typed = text;
    if (text.size() >= ShortestSearch && m_keeper.session())
        m_typing.start();
    else
        m_typing.stop();
}

void CommandSource::findUsers()
{
    Session *session = m_keeper.session();
    if (!session)
        return;
    const QUrlQuery query{{u"q"_s, QString::fromLatin1(QUrl::toPercentEncoding(m_typed))}, {u"limit"_s, UsersShown}};
    session->client().get(u"/admin/users"_s, query, this,
                          [this](const AdminClient::Answer &answer) { takeUsers(answer.body); });
}

// Each of them once: the palette keeps what it was told and finds it again by itself.
void CommandSource::takeUsers(const QCborMap &answer)
{
    QList<Command> users;
    for (const auto &value : answer.value("items"_L1).toArray()) {
        const QCborMap user = value.toMap();
        const QString id = user.value("id"_L1).toString();
        if (m_usersTold.contains(id))
            continue;
        m_usersTold.insert(id);
        const QString title = u"%1 %2"_s.arg(user.value("email"_L1).toString(), user.value("name"_L1).toString());
        users.append(go(title, tr("User"), u"user"_s, u"users"_s, "id:"_L1 + id));
    }
    if (!users.isEmpty())
        emit commandsArrived(users);
}

Command CommandSource::go(const QString &title, const QString &group, const QString &icon, const QString &pageId,
                          const QString &what)
{
    return {title, group, icon, {}, [this, pageId, what] { emit goAsked(pageId, what); }};
}

} // namespace signalbox::ui
