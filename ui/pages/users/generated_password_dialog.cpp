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
{
    setObjectName(u"generatedPassword"_s);
    setWindowTitle(tr("The new password"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(54 * Theme::Grid);
    theme.dress(*this);
    auto *text =
        new QLabel(tr("Password of %1. It is shown only now: the server keeps no more than its hash.").arg(email));
    text->setWordWrap(true);
    auto *line = new QFrame;
    Theme::setKind(line, "code");
    auto *shown = new QLabel(password);
    shown->setObjectName(u"generatedPassword.password"_s);
    shown->setAccessibleName(tr("Password"));
    shown->setFont(theme.monospace(1.2));
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *copy = new CopyButton(theme);
    copy->setObjectName(u"generatedPassword.copy"_s);
    copy->setCopiedText(password, tr("the password"));
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(Theme::Grid * 3 / 2, Theme::Grid / 2, Theme::Grid / 2, Theme::Grid / 2);
    row->addWidget(shown, 1);
    row->addWidget(copy);
    auto *done = new QPushButton(tr("Done"));
    done->setObjectName(u"generatedPassword.done"_s);
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid, 2 * Theme::Grid);
    column->setSpacing(Theme::Grid * 3 / 2);
    column->addWidget(text);
    column->addWidget(line);
    column->addWidget(done, 0, Qt::AlignRight);
    copy->setFocus();
}

} // namespace signalbox::ui
