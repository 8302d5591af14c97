// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_actions.h"

#include "client/session.h"
#include "pages/users/delete_users_dialog.h"
#include "pages/users/disable_dialog.h"
#include "pages/users/generated_password_dialog.h"
#include "pages/users/password_dialog.h"
#include "pages/users/user_dialog.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

UserActions::UserActions(const Theme &theme, UserCommands &commands, QWidget &scope, Chosen chosen)
    : QObject(&scope)
    , m_theme(theme)
    , m_commands(commands)
    , m_scope(scope)
    , m_chosen(std::move(chosen))
    , m_roles(new QMenu(tr("Role"), &scope))
{
    add(u"editUser"_s, tr("Edit…"), u"edit"_s, Qt::Key_E, &UserActions::edit);
    add(u"setPassword"_s, tr("Set password…"), u"key"_s, Qt::Key_W, &UserActions::setPassword);
    addRoles();
    add(u"disableUsers"_s, tr("Disable…"), u"block"_s, Qt::Key_D, &UserActions::disable);
    add(u"enableUsers"_s, tr("Enable"), u"check"_s, {}, &UserActions::enableUsers);
    add(u"endSessions"_s, tr("End all sessions…"), u"disconnected"_s, {}, &UserActions::endSessions);
    add(u"userRequests"_s, tr("Requests of this user"), u"requests"_s, Qt::Key_R, &UserActions::showRequests);
    add(u"copyToken"_s, tr("Impersonate: copy a token"), u"mask"_s, {}, &UserActions::copyToken);
    add(u"copyCurl"_s, tr("Impersonate: copy a curl"), u"terminal"_s, {}, &UserActions::copyCurl);
    add(u"copyEmails"_s, tr("Copy email"), u"copy"_s, QKeySequence::Copy, &UserActions::copyEmails);
    add(u"deleteUsers"_s, tr("Delete…"), u"trash"_s, QKeySequence::Delete, &UserActions::deleteUsers);
    enable();
}

void UserActions::fillMenu(QMenu &menu)
{
    for (QAction *action : std::as_const(m_actions)) {
        if (action->objectName() == "userRequests"_L1 || action->objectName() == "deleteUsers"_L1)
            menu.addSeparator();
        menu.addAction(action);
        if (action->objectName() == "setPassword"_L1)
            menu.addMenu(m_roles);
    }
}

QAction *UserActions::action(const QString &name) const
{
    const auto found = std::ranges::find(m_actions, name, [](const QAction *action) { return action->objectName(); });
    return found == m_actions.end() ? nullptr : *found;
}

void UserActions::enable()
{
    const QList<UserRow> users = m_chosen();
    for (QAction *action : std::as_const(m_actions)) {
        const bool forOne =
            QStringList{u"editUser"_s, u"setPassword"_s, u"userRequests"_s, u"copyToken"_s, u"copyCurl"_s}.contains(
                action->objectName());
        action->setEnabled(forOne ? users.size() == 1 : !users.isEmpty());
    }
    m_roles->setEnabled(!users.isEmpty());
    for (QAction *role : m_roles->actions())
        role->setEnabled(!users.isEmpty());
    const bool anyDisabled = std::ranges::any_of(users, &UserRow::disabled);
    const bool anyEnabled = std::ranges::any_of(users, [](const UserRow &user) { return !user.disabled; });
    action(u"enableUsers"_s)->setEnabled(anyDisabled);
    action(u"disableUsers"_s)->setEnabled(anyEnabled);
}

void UserActions::create()
{
    auto *dialog = new UserDialog(m_theme, &m_scope);
    connect(dialog, &FormDialog::submitted, this, [this, dialog] {
        dialog->setBusy(true);
        m_commands.create(dialog->values(), dialog, [this, dialog](const AdminClient::Answer &answer) {
            if (!answer.ok())
                return dialog->setProblem(answer.error);
            dialog->accept();
            const UserRow user = UserRow::fromCbor(answer.body.value("user"_L1).toMap());
            emit toast(tr("%1 is created").arg(user.email));
            emit created(user.id);
            showPassword(user.email, answer.body);
        });
    });
    dialog->open();
}

QAction *UserActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                          void (UserActions::*slot)())
{
    auto *action = new QAction(m_theme.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(key.isEmpty() ? text : u"%1 (%2)"_s.arg(text, key.toString(QKeySequence::NativeText)));
    m_scope.addAction(action);
    m_actions.append(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void UserActions::addRoles()
{
    m_roles->setObjectName(u"rolesMenu"_s);
    m_roles->setIcon(m_theme.icon(u"user"_s));
    for (const QString &role : {u"user"_s, u"editor"_s, u"admin"_s}) {
        QAction *action = m_roles->addAction(role, this, [this, role] { setRole(role); });
        action->setObjectName("role."_L1 + role);
    }
}

void UserActions::edit()
{
    const UserRow user = m_chosen().constFirst();
    auto *dialog = new UserDialog(m_theme, user, &m_scope);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, id = user.id] {
        const QCborMap changes = dialog->values();
        if (changes.isEmpty())
            return dialog->accept();
        dialog->setBusy(true);
        m_commands.change(id, changes, dialog, [this, dialog](const AdminClient::Answer &answer) {
            if (!answer.ok())
                return dialog->setProblem(answer.error);
            dialog->accept();
            emit toast(tr("Saved"));
        });
    });
    dialog->open();
}

void UserActions::setPassword()
{
    const UserRow user = m_chosen().constFirst();
    auto *dialog = new PasswordDialog(m_theme, user.email, &m_scope);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, user] {
        dialog->setBusy(true);
        m_commands.setPassword(user.id, dialog->password(), dialog,
                               [this, dialog, user](const AdminClient::Answer &answer) {
                                   if (!answer.ok())
                                       return dialog->setProblem(answer.error);
                                   dialog->accept();
                                   emit toast(tr("The password of %1 is set").arg(user.email));
                                   showPassword(user.email, answer.body);
                               });
    });
    dialog->open();
}

void UserActions::setRole(const QString &role)
{
    const QString whom = whomText(m_chosen());
    const QString make = m_chosen().size() == 1 ? tr("Make %1").arg(role) : tr("Make %1 %2").arg(whom, role);
    confirm(u"roleDialog"_s, tr("Role of %1").arg(whom), tr("Make %1 %2? They get it within a second.").arg(whom, role),
            make, u"setRole"_s, {{"role"_L1, role}}, tr("The role of %1 is changed"));
}

void UserActions::disable()
{
    QList<UserRow> users = m_chosen();
    users.removeIf([](const UserRow &user) { return user.disabled; });
    auto *dialog = new DisableDialog(m_theme, users, &m_scope);
    connect(dialog, &FormDialog::submitted, this,
            [this, dialog, users] { runMany(dialog, users, u"disable"_s, dialog->values(), tr("%1 disabled")); });
    dialog->open();
}

// Undone by disabling again, so it doesn't ask, but for many.
void UserActions::enableUsers()
{
    QList<UserRow> users = m_chosen();
    users.removeIf([](const UserRow &user) { return !user.disabled; });
    if (users.size() == 1)
        return runMany(nullptr, users, u"enable"_s, {}, tr("%1 enabled"));
    confirm(u"enableDialog"_s, tr("Enable %1").arg(whomText(users)), tr("Enable %1?").arg(whomText(users)),
            tr("Enable %1").arg(whomText(users)), u"enable"_s, {}, tr("%1 enabled"));
}

void UserActions::endSessions()
{
    const QString whom = whomText(m_chosen());
    const QString end = m_chosen().size() == 1 ? tr("End sessions") : tr("End sessions of %1").arg(whom);
    confirm(u"sessionsDialog"_s, tr("End sessions"),
            tr("End all sessions of %1? They are signed out everywhere within a second.").arg(whom), end,
            u"revokeSessions"_s, {}, tr("Sessions of %1 ended"));
}

void UserActions::deleteUsers()
{
    const QList<UserRow> users = m_chosen();
    auto *dialog = new DeleteUsersDialog(m_theme, users, &m_scope);
    connect(dialog, &FormDialog::submitted, this,
            [this, dialog, users] { runMany(dialog, users, u"delete"_s, {}, tr("%1 deleted")); });
    dialog->open();
}

void UserActions::copyToken()
{
    impersonate(
        m_chosen().constFirst(), [](const QString &token) { return token; }, tr("A token"));
}

void UserActions::copyCurl()
{
    if (!m_commands.session())
        return;
    const QString url = m_commands.session()->endpoint().url.toString(QUrl::StripTrailingSlash) + "/users/me"_L1;
    impersonate(
        m_chosen().constFirst(),
        [url](const QString &token) { return u"curl -H 'Authorization: Bearer %1' %2"_s.arg(token, url); },
        tr("A curl line"));
}

void UserActions::copyEmails()
{
    QStringList emails;
    for (const UserRow &user : m_chosen())
        emails.append(user.email);
    QGuiApplication::clipboard()->setText(emails.join('\n'_L1));
    emit toast(tr("Copied %1").arg(emails.size() == 1 ? emails.constFirst() : tr("%1 emails").arg(emails.size())));
}

void UserActions::showRequests()
{
    emit requestsAsked(m_chosen().constFirst().id);
}

void UserActions::impersonate(const UserRow &user, const std::function<QString(const QString &)> &text,
                              const QString &what)
{
    m_commands.impersonate(user.id, this, [this, user, text, what](const AdminClient::Answer &answer) {
        if (!answer.ok())
            return emit toast(tr("No token. %1").arg(answer.error));
        QGuiApplication::clipboard()->setText(text(answer.body.value("token"_L1).toString()));
        const qint64 minutes = answer.body.value("expiresIn"_L1).toInteger() / 60;
        emit toast(tr("%1 for %2 is on the clipboard, good for %3 minutes. It is in the audit log.")
                       .arg(what, user.email)
                       .arg(minutes));
    });
}

void UserActions::confirm(const QString &name, const QString &title, const QString &text, const QString &okText,
                          const QString &action, const QCborMap &more, const QString &done)
{
    auto *dialog = new FormDialog(m_theme, name, title, okText, &m_scope);
    dialog->addText(text, "");
    connect(dialog, &FormDialog::submitted, this,
            [this, dialog, users = m_chosen(), action, more, done] { runMany(dialog, users, action, more, done); });
    dialog->open();
}

// A dialog stays while any failed, and says how many and why the first.
void UserActions::runMany(FormDialog *dialog, const QList<UserRow> &users, const QString &action, const QCborMap &more,
                          const QString &done)
{
    QStringList ids;
    for (const UserRow &user : users)
        ids.append(user.id);
    if (dialog)
        dialog->setBusy(true);
    QObject *context = dialog ? static_cast<QObject *>(dialog) : this;
    const QString whom = whomText(users);
    m_commands.changeMany(ids, action, more, context, [this, dialog, whom, done](const UserCommands::Outcome &outcome) {
        if (outcome.error.isEmpty()) {
            if (dialog)
                dialog->accept();
            return emit toast(done.arg(whom));
        }
        const QString problem = outcome.done + outcome.failed <= 1
            ? outcome.error
            : tr("%1 done, %2 not: %3").arg(formatExact(outcome.done), formatExact(outcome.failed), outcome.error);
        dialog ? dialog->setProblem(problem) : emit toast(problem);
    });
}

void UserActions::showPassword(const QString &email, const QCborMap &answer)
{
    const QString password = answer.value("password"_L1).toString();
    if (!password.isEmpty())
        (new GeneratedPasswordDialog(m_theme, email, password, &m_scope))->open();
}

} // namespace signalbox::ui
