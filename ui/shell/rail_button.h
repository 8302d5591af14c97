// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QAbstractButton>

namespace signalbox::ui {

// An entry of the rail: icon, name, live badge; folded it is the icon alone. Main thread.
class RailButton : public QAbstractButton {
    Q_OBJECT
public:
    RailButton(const Theme &theme, const QString &icon, const QString &text, QWidget *parent = nullptr);

    void setBadge(int count); // 0: none
    int badge() const;
    void setFolded(bool folded);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void paintGround(QPainter &painter) const;
    void paintIcon(QPainter &painter) const;
    void paintBadgeCount(QPainter &painter) const;

    const Theme &m_theme;
    QString m_icon;
    int m_badge = 0;
    bool m_folded = false;
};

} // namespace signalbox::ui
