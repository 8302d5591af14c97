// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace signalbox::ui {

// A line under the top bar that says what is wrong and offers what to do. Main thread.
class ServerNoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit ServerNoticeBar(const Theme &theme, QWidget *parent = nullptr);

    // Replaces what is shown, actions included.
    void show(Theme::Role role, const QString &icon, const QString &text);
    void setText(const QString &text); // of what is shown
    void setAside(const QString &text); // what changes from second to second; gone with the next show()
    QPushButton *addAction(const QString &name, const QString &text); // the caller connects it

private:
    void colour();

    const Theme &m_theme;
    Theme::Role m_role = Theme::Role::Warning;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_aside;
    QHBoxLayout *m_actions;
};

} // namespace signalbox::ui
