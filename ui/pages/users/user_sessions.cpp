// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_sessions.h"

#include "client/session.h"
#include "pages/users/detail_tab.h"
#include "pages/users/user_commands.h"
#include "widgets/form_dialog.h"
#include "widgets/format.h"
#include "widgets/plain_table.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

UserSessions::UserSessions(const Theme &theme, UserCommands &commands, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_commands(commands)
    , m_table(makePlainTable(theme, m_model, u"sessionsTable"_s, tr("Sessions"), {90, 140, 190, 150}))
    , m_endOne(detailButton(u"endSession"_s, theme.icon(u"close"_s), tr("End session")))
    , m_endAll(detailButton(u"endAllSessions"_s, theme.icon(u"disconnected"_s), tr("End all…")))
    , m_none(nothingHere(u"noSessions"_s, tr("Not signed in anywhere.")))
{
    build();
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { m_endOne->setEnabled(m_table->selectionModel()->hasSelection()); });
    connect(m_endOne, &QPushButton::clicked, this, &UserSessions::endOne);
    connect(m_endAll, &QPushButton::clicked, this, &UserSessions::endAll);
}

void UserSessions::build()
{
    Theme::setKind(m_endAll, "danger");
    m_endOne->setEnabled(false);
    auto *row = new QHBoxLayout;
    row->addWidget(m_endOne);
    row->addWidget(m_endAll);
    row->addStretch();
    auto *column = detailColumn(this);
    column->addLayout(row);
    column->addWidget(m_none);
    column->addWidget(m_table, 1);
}

void UserSessions::setSession(Session *session)
{
    m_session = session;
}

void UserSessions::setUser(const UserRow &user)
{
    if (user.id != m_user.id) {
        m_model.merge({});
        m_none->hide();
    }
    m_user = user;
    m_endAll->setEnabled(user.sessions > 0);
}

void UserSessions::refresh()
{
    if (!m_session || m_user.id.isEmpty())
        return;
    m_session->client().get("/admin/users/"_L1 + m_user.id + "/sessions"_L1, {}, this,
                            [this, id = m_user.id](const AdminClient::Answer &answer) {
                                if (id == m_user.id)
                                    take(answer);
                            });
}

void UserSessions::take(const AdminClient::Answer &answer)
{
    if (!answer.ok())
        return;
    m_model.merge(SessionRow::listFromCbor(answer.body));
    m_none->setVisible(m_model.rowCount() == 0);
}

void UserSessions::endOne()
{
    const QModelIndex index = m_table->selectionModel()->selectedRows().value(0);
    if (!index.isValid())
        return;
    m_commands.endSession(m_user.id, m_model.row(index.row()).id, this, [this](const AdminClient::Answer &answer) {
        emit toast(answer.ok() ? tr("The session ended") : tr("The session did not end. %1").arg(answer.error));
    });
}

void UserSessions::endAll()
{
    const QString sessions = formatCounted(m_user.sessions, tr("session"), tr("sessions"));
    auto *dialog = new FormDialog(m_theme, u"endAllDialog"_s, tr("End sessions"), tr("End %1").arg(sessions), this,
                                  FormDialog::Tone::Danger);
    dialog->addText(tr("%1 is signed out everywhere, from %2, within a second.").arg(m_user.email, sessions), "");
    connect(dialog, &FormDialog::submitted, this, [this, dialog, id = m_user.id] {
        dialog->setBusy(true);
        m_commands.changeMany({id}, u"revokeSessions"_s, {}, dialog,
                              [this, dialog](const UserCommands::Outcome &outcome) {
                                  if (!outcome.error.isEmpty())
                                      return dialog->setProblem(outcome.error);
                                  dialog->accept();
                                  emit toast(tr("All sessions ended"));
                              });
    });
    dialog->open();
}

} // namespace signalbox::ui
