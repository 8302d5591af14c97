// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_dialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int ShortestPassword = 8;

} // namespace

UserDialog::UserDialog(const Theme &theme, QWidget *parent)
    : UserDialog(theme, {}, false, parent)
{
}

UserDialog::UserDialog(const Theme &theme, const UserRow &user, QWidget *parent)
    : UserDialog(theme, user, true, parent)
{
}

UserDialog::UserDialog(const Theme &theme, const UserRow &user, bool known, QWidget *parent)
    : FormDialog(theme, u"userDialog"_s, known ? tr("Edit user") : tr("New user"), known ? tr("Save") : tr("Create"),
                 parent)
    , m_user(user)
    , m_known(known)
    , m_email(addField(u"email"_s, tr("Email"), u"ada@example.com"_s))
    , m_name(addField(u"name"_s, tr("Name"), u"Ada Lovelace"_s))
    , m_role(new QComboBox)
{
    m_email->setText(user.email);
    m_name->setText(user.name);
    m_role->addItems({u"user"_s, u"editor"_s, u"admin"_s});
    m_role->setCurrentText(known ? user.role : u"user"_s);
    addWidget(u"role"_s, tr("Role"), m_role);
    if (!known)
        addPassword();
    connect(m_email, &QLineEdit::textChanged, this, &UserDialog::check);
    connect(m_name, &QLineEdit::textChanged, this, &UserDialog::check);
    check();
}

QCborMap UserDialog::values() const
{
    QCborMap values;
    const auto add = [&](QLatin1StringView key, const QString &value, const QString &before) {
        if (!m_known || value != before)
            values.insert(key, value);
    };
    add("email"_L1, m_email->text().trimmed(), m_user.email);
    add("name"_L1, m_name->text().trimmed(), m_user.name);
    add("role"_L1, m_role->currentText(), m_user.role);
    if (m_password && !m_generate->isChecked())
        values.insert("password"_L1, m_password->text());
    return values;
}

void UserDialog::addPassword()
{
    m_generate = new QRadioButton(tr("Make a password, and show it once"));
    m_generate->setObjectName(u"userDialog.generate"_s);
    m_generate->setChecked(true);
    auto *type = new QRadioButton(tr("Set it now"));
    type->setObjectName(u"userDialog.type"_s);
    m_password = new QLineEdit;
    m_password->setObjectName(u"userDialog.password"_s);
    m_password->setAccessibleName(tr("Password"));
    m_password->setPlaceholderText(tr("At least 8 characters"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setEnabled(false);
    fields().addWidget(m_generate);
    fields().addWidget(type);
    fields().addWidget(m_password);
    connect(type, &QRadioButton::toggled, this, [this](bool on) {
        m_password->setEnabled(on);
        if (on)
            m_password->setFocus();
        check();
    });
    connect(m_password, &QLineEdit::textChanged, this, &UserDialog::check);
}

void UserDialog::check()
{
    const bool password = !m_password || m_generate->isChecked() || m_password->text().size() >= ShortestPassword;
    setAcceptable(m_email->text().contains('@'_L1) && !m_name->text().trimmed().isEmpty() && password);
}

} // namespace signalbox::ui
