// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/password_dialog.h"

#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int ShortestPassword = 8;

} // namespace

PasswordDialog::PasswordDialog(const Theme &theme, const QString &email, QWidget *parent)
    : FormDialog(theme, u"passwordDialog"_s, tr("Password of %1").arg(email), tr("Set password"), parent)
    , m_generate(new QRadioButton(tr("Make a password, and show it once")))
    , m_password(new QLineEdit)
{
    auto *type = new QRadioButton(tr("Set it now"));
    type->setObjectName(u"passwordDialog.type"_s);
    m_generate->setObjectName(u"passwordDialog.generate"_s);
    m_generate->setChecked(true);
    fields().addWidget(m_generate);
    fields().addWidget(type);
    m_password->setObjectName(u"passwordDialog.password"_s);
    m_password->setAccessibleName(tr("New password"));
    m_password->setPlaceholderText(tr("At least 8 characters"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setEnabled(false);
    fields().addWidget(m_password);
    addText(tr("All sessions of %1 end, on every device.").arg(email), "caption");
    connect(type, &QRadioButton::toggled, this, [this](bool on) {
        m_password->setEnabled(on);
        if (on)
            m_password->setFocus();
        check();
    });
    connect(m_password, &QLineEdit::textChanged, this, &PasswordDialog::check);
}

QString PasswordDialog::password() const
{
    return m_generate->isChecked() ? QString() : m_password->text();
}

void PasswordDialog::check()
{
    setAcceptable(m_generate->isChecked() || m_password->text().size() >= ShortestPassword);
}

} // namespace signalbox::ui
