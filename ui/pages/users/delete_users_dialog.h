// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/users/user_row.h"
#include "widgets/form_dialog.h"

namespace signalbox::ui {

// Says what goes when users are deleted, and asks to type whom it is about. Main thread.
class DeleteUsersDialog : public FormDialog {
    Q_OBJECT
public:
    DeleteUsersDialog(const Theme &theme, const QList<UserRow> &users, QWidget *parent);
};

} // namespace signalbox::ui
