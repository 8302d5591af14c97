// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/users/user_row.h"

#include <QWidget>

class QFormLayout;
class QLabel;

namespace signalbox::ui {

// What is known of one user, to read and to copy from. Main thread.
class UserFacts : public QWidget {
    Q_OBJECT
public:
    explicit UserFacts(QWidget *parent = nullptr);

    void setUser(const UserRow &user);

private:
    static QLabel *addFact(QFormLayout &form, const QString &name, const QString &label);

    QList<QLabel *> m_facts;
};

} // namespace signalbox::ui
