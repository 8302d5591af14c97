// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/generated_password_dialog.h"

#include "widgets/copy_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

GeneratedPasswordDialog::GeneratedPasswordDialog(const Theme &theme, const QString &email, const QString &password,
                                                 QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
{
    setObjectName(u"generatedPassword"_s);
    setWindowTitle(tr("The new password"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(54 * Theme::Grid);
    theme.dress(*this);
    auto *text =
        new QLabel(tr("Password of %1. It is shown only now: the server keeps no more than its hash.").arg(email));
    text->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid, 2 * Theme::Grid);
    column->setSpacing(Theme::Grid * 3 / 2);
    column->addWidget(text);
    column->addWidget(makeLine(password));
    column->addWidget(makeDone(), 0, Qt::AlignRight);
}

QWidget *GeneratedPasswordDialog::makeLine(const QString &password)
{
    auto *shown = new QLabel(password);
    shown->setObjectName(u"generatedPassword.password"_s);
    shown->setAccessibleName(tr("Password"));
    shown->setFont(m_theme.monospace(1.2));
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *copy = new CopyButton(m_theme);
    copy->setObjectName(u"generatedPassword.copy"_s);
    copy->setCopiedText(password, tr("the password"));
    copy->setFocus();
    auto *line = new QFrame;
    Theme::setKind(line, "code");
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(Theme::Grid * 3 / 2, Theme::Grid / 2, Theme::Grid / 2, Theme::Grid / 2);
    row->addWidget(shown, 1);
    row->addWidget(copy);
    return line;
}

QPushButton *GeneratedPasswordDialog::makeDone()
{
    auto *done = new QPushButton(tr("Done"));
    done->setObjectName(u"generatedPassword.done"_s);
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
    return done;
}

} // namespace signalbox::ui
