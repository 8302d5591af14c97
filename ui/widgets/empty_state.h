// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace signalbox::ui {

// What stands where there is nothing to show: an icon, why, and what to do next. Main thread.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);

    void set(const QString &icon, const QString &title, const QString &text);
    QPushButton *addAction(const QString &text); // the caller connects it; kept until clearActions()
    void clearActions();

    QString title() const;

private:
    const Theme &m_theme;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QBoxLayout *m_actions;
};

} // namespace signalbox::ui
