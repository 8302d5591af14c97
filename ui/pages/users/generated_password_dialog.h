// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QDialog>

class QPushButton;

namespace signalbox::ui {

// Shows a password that was made, which nobody can see again, with a button that copies it. Main thread.
class GeneratedPasswordDialog : public QDialog {
    Q_OBJECT
public:
    GeneratedPasswordDialog(const Theme &theme, const QString &email, const QString &password, QWidget *parent);

private:
    QWidget *makeLine(const QString &password);
    QPushButton *makeDone();

    const Theme &m_theme;
};

} // namespace signalbox::ui
