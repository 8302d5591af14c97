// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/users/user_row.h"
#include "widgets/form_dialog.h"

class QComboBox;

namespace signalbox::ui {

// Asks for how long to disable users. Main thread.
class DisableDialog : public FormDialog {
    Q_OBJECT
public:
    DisableDialog(const Theme &theme, const QList<UserRow> &users, QWidget *parent);

    QCborMap values() const; // {} or {disabledUntil}

private:
    QComboBox *m_duration;
};

// "ada@example.com", "12 users".
QString whomText(const QList<UserRow> &users);

} // namespace signalbox::ui
