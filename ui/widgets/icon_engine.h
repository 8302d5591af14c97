// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QIconEngine>
#include <QPointer>

namespace signalbox::ui {

// Draws an icon of resources/icons in a colour of the theme, at any size and scale, and follows when the theme changes.
class IconEngine : public QIconEngine {
public:
    IconEngine(const Theme &theme, QString name, Theme::Role role);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    QIconEngine *clone() const override;

private:
    QColor colorFor(QIcon::Mode mode) const;

    QPointer<const Theme> m_theme;
    QString m_name;
    Theme::Role m_role;
};

} // namespace signalbox::ui
