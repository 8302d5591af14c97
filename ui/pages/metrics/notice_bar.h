// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace signalbox::ui {

// A line above a page's content that says what is amiss with it, while the content stays: paused, connection lost,
// a question that failed, a slow answer. Hidden while all is well.
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(const Theme &theme, QWidget *parent = nullptr);

    void showNotice(Theme::Role role, const QString &text, const QString &action = {});
    QString text() const;

signals:
    void actionAsked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Theme::Role m_role = Theme::Role::Info;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace signalbox::ui
