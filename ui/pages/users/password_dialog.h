// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/form_dialog.h"

class QRadioButton;

namespace signalbox::ui {

// Asks for a user's new password, or whether to make one. Main thread.
class PasswordDialog : public FormDialog {
    Q_OBJECT
public:
    PasswordDialog(const Theme &theme, const QString &email, QWidget *parent);

    QString password() const; // empty: make one

private:
    void check();

    QRadioButton *m_generate;
    QLineEdit *m_password;
};

} // namespace signalbox::ui
