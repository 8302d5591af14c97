// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/delete_users_dialog.h"

#include "pages/users/disable_dialog.h"
#include "widgets/format.h"

#include <QLabel>
#include <QLineEdit>

#include <numeric>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString goesText(qint64 sessions)
{
    const QString open = sessions == 0
        ? DeleteUsersDialog::tr("No session is open.")
        : DeleteUsersDialog::tr("With that goes: %1, ended within a second.")
              .arg(formatCounted(sessions, DeleteUsersDialog::tr("session"), DeleteUsersDialog::tr("sessions")));
    return open + u' '
        + DeleteUsersDialog::tr("The audit log and the requests that are kept stay, and still name them.");
}

} // namespace

DeleteUsersDialog::DeleteUsersDialog(const Theme &theme, const QList<UserRow> &users, QWidget *parent)
    : FormDialog(theme, u"deleteDialog"_s, tr("Delete %1").arg(whomText(users)),
                 users.size() == 1 ? tr("Delete user") : tr("Delete %1").arg(whomText(users)), parent, Tone::Danger)
{
    const qint64 sessions = std::accumulate(users.begin(), users.end(), qint64(0),
                                            [](qint64 sum, const UserRow &user) { return sum + user.sessions; });
    addText(users.size() == 1
                ? tr("%1 (%2) is deleted. This can't be undone.").arg(users.constFirst().email, users.constFirst().name)
                : tr("%1 are deleted. This can't be undone.").arg(whomText(users)),
            "heading");
    addText(goesText(sessions))->setObjectName(u"deleteDialog.goes"_s);
    const QString wanted = users.size() == 1 ? users.constFirst().email : QString::number(users.size());
    const QString what = users.size() == 1 ? tr("Type the email to confirm: %1").arg(wanted)
                                           : tr("Type the number of users to confirm: %1").arg(wanted);
    QLineEdit *typed = addField(u"confirm"_s, what);
    connect(typed, &QLineEdit::textChanged, this,
            [this, wanted](const QString &text) { setAcceptable(text.trimmed() == wanted); });
    setAcceptable(false);
    typed->setFocus();
}

} // namespace signalbox::ui
