// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFrame>
#include <QPointer>

namespace signalbox::ui {

class FormDialog;
class Session;

// Offers to make the first admin, while the server says that it has none. Main thread.
class FirstAdmin : public QFrame {
    Q_OBJECT
public:
    explicit FirstAdmin(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session); // null: none for now

signals:
    void toast(const QString &message);

private:
    void showOffer();
    void ask();
    void create(FormDialog *dialog, const QString &email, const QString &name, const QString &password);

    const Theme &m_theme;
    QPointer<Session> m_session;
};

} // namespace signalbox::ui
