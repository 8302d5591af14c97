// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/users/user_row.h"
#include "widgets/form_dialog.h"

class QComboBox;
class QRadioButton;

namespace signalbox::ui {

// Asks for a user's email, name and role, and of a new one also for the password. Main thread.
class UserDialog : public FormDialog {
    Q_OBJECT
public:
    UserDialog(const Theme &theme, QWidget *parent); // of a new user
    UserDialog(const Theme &theme, const UserRow &user, QWidget *parent);

    QCborMap values() const; // of a known user only what is changed

private:
    UserDialog(const Theme &theme, const UserRow &user, bool known, QWidget *parent);
    void addPassword();
    void check();

    UserRow m_user;
    bool m_known;
    QLineEdit *m_email;
    QLineEdit *m_name;
    QComboBox *m_role;
    QRadioButton *m_generate = nullptr;
    QLineEdit *m_password = nullptr;
};

} // namespace signalbox::ui
