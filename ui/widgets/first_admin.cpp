// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/first_admin.h"

#include "client/server_report.h"
#include "client/session.h"
#include "widgets/form_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int ShortestPassword = 8;

} // namespace

FirstAdmin::FirstAdmin(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setObjectName(u"firstAdmin"_s);
    setAccessibleName(tr("First admin"));
    Theme::setKind(this, "card");
    auto *title = new QLabel(tr("This server has no admin yet"));
    Theme::setKind(title, "heading");
    auto *text = new QLabel(tr("An admin signs in with email and password, from here or from another machine."));
    text->setWordWrap(true);
    Theme::setKind(text, "muted");
    auto *make = new QPushButton(theme.icon(u"user"_s), tr("Make the first admin…"));
    make->setObjectName(u"firstAdmin.make"_s);
    auto *words = new QVBoxLayout;
    words->setSpacing(Theme::Grid / 2);
    words->addWidget(title);
    words->addWidget(text);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * Theme::Grid, Theme::Grid * 3 / 2, 2 * Theme::Grid, Theme::Grid * 3 / 2);
    row->addLayout(words, 1);
    row->addWidget(make);
    connect(make, &QPushButton::clicked, this, &FirstAdmin::ask);
    hide();
}

void FirstAdmin::setSession(Session *session)
{
    if (m_session)
        m_session->report().disconnect(this);
    m_session = session;
    if (session)
        connect(&session->report(), &ServerReport::changed, this, &FirstAdmin::showOffer);
    showOffer();
}

void FirstAdmin::showOffer()
{
    setVisible(m_session && m_session->report().hasAdmin() == false);
}

void FirstAdmin::ask()
{
    auto *dialog = new FormDialog(m_theme, u"firstAdminDialog"_s, tr("Make the first admin"), tr("Make admin"), this);
    QLineEdit *email = dialog->addField(u"email"_s, tr("Email"), u"ada@example.com"_s);
    QLineEdit *name = dialog->addField(u"name"_s, tr("Name"), u"Ada Lovelace"_s);
    QLineEdit *password = dialog->addField(u"password"_s, tr("Password"), tr("At least 8 characters"));
    password->setEchoMode(QLineEdit::Password);
    const auto check = [=] {
        dialog->setAcceptable(email->text().contains('@'_L1) && !name->text().trimmed().isEmpty()
                              && password->text().size() >= ShortestPassword);
    };
    for (QLineEdit *field : {email, name, password})
        connect(field, &QLineEdit::textChanged, dialog, check);
    connect(dialog, &FormDialog::submitted, this,
            [=, this] { create(dialog, email->text().trimmed(), name->text().trimmed(), password->text()); });
    check();
    dialog->open();
}

void FirstAdmin::create(FormDialog *dialog, const QString &email, const QString &name, const QString &password)
{
    if (!m_session)
        return dialog->setProblem(tr("The server is gone. Start it, and try again."));
    dialog->setBusy(true);
    const QCborMap user{{"email"_L1, email}, {"name"_L1, name}, {"password"_L1, password}, {"role"_L1, u"admin"_s}};
    m_session->client().post(u"/admin/users"_s, user, dialog, [this, dialog, email](const AdminClient::Answer &answer) {
        if (!answer.ok())
            return dialog->setProblem(answer.error);
        dialog->accept();
        emit toast(tr("%1 is an admin now").arg(email));
        if (m_session)
            m_session->report().refresh();
    });
}

} // namespace signalbox::ui
