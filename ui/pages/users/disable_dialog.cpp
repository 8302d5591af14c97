// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/disable_dialog.h"

#include "widgets/format.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDateTime>
#include <QLabel>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

DisableDialog::DisableDialog(const Theme &theme, const QList<UserRow> &users, QWidget *parent)
    : FormDialog(theme, u"disableDialog"_s, tr("Disable %1").arg(whomText(users)),
                 users.size() == 1 ? tr("Disable") : tr("Disable %1").arg(whomText(users)), parent, Tone::Danger)
    , m_duration(new QComboBox)
{
    addText(users.size() == 1
                ? tr("Who is disabled can't sign in, and is signed out everywhere within a second.")
                : tr("All %1 are signed out everywhere within a second, and can't sign in.").arg(whomText(users)));
    m_duration->addItem(tr("Until enabled again"), 0);
    m_duration->addItem(tr("1 hour"), 1);
    m_duration->addItem(tr("1 day"), 24);
    m_duration->addItem(tr("7 days"), 7 * 24);
    m_duration->addItem(tr("30 days"), 30 * 24);
    addWidget(u"duration"_s, tr("For how long"), m_duration);
}

QCborMap DisableDialog::values() const
{
    const int hours = m_duration->currentData().toInt();
    if (hours == 0)
        return {};
    const QDateTime until = QDateTime::currentDateTimeUtc().addSecs(qint64(hours) * 3600);
    return {{"disabledUntil"_L1, until.toString(Qt::ISODateWithMs)}};
}

QString whomText(const QList<UserRow> &users)
{
    if (users.size() == 1)
        return users.constFirst().email;
    return QCoreApplication::translate("UserActions", "%1 users").arg(formatExact(users.size()));
}

} // namespace signalbox::ui
