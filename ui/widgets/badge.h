// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QWidget>

class QPainter;

namespace signalbox::ui {

// A short text on a soft ground of its colour. Delegates paint one; BadgeLabel is one as a widget. Main thread.
// Returns the rectangle used, at the left of `rect` and centred in its height; what has no room is left out with an
// ellipsis.
QRect paintBadge(QPainter &painter, const QRect &rect, const QString &text, const Theme &theme, Theme::Role role);
QSize badgeSize(const QString &text, const Theme &theme);

class BadgeLabel : public QWidget {
    Q_OBJECT
public:
    explicit BadgeLabel(const Theme &theme, QWidget *parent = nullptr);

    void set(const QString &text, Theme::Role role); // an empty text hides it
    QString text() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_text;
    Theme::Role m_role = Theme::Role::Neutral;
};

} // namespace signalbox::ui
