// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

QByteArray readIcon(const QString &name)
{
    QFile file(u":/signalbox/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qWarning("No icon %s among the resources", qPrintable(name));
    return file.readAll();
}

QPixmap render(const QString &name, const QColor &color, QSize size)
{
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const int side = std::min(size.width(), size.height());
    const QRectF square((size.width() - side) / 2.0, (size.height() - side) / 2.0, side, side);
    painter.setOpacity(color.alphaF());
    QSvgRenderer(readIcon(name).replace("currentColor", color.name().toLatin1())).render(&painter, square);
    return pixmap;
}

} // namespace

IconEngine::IconEngine(const Theme &theme, QString name, Theme::Role role)
    : m_theme(&theme)
    , m_name(std::move(name))
    , m_role(role)
{
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    const qreal scale = painter->device()->devicePixelRatio();
    painter->drawPixmap(rect, scaledPixmap((QSizeF(rect.size()) * scale).toSize(), mode, state, scale));
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1.0);
}

// `size` is in device pixels.
QPixmap IconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal)
{
    const QColor color = colorFor(mode);
    const QString key = u"signalbox-icon/%1/%2x%3/%4"_s.arg(m_name)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(color.name(QColor::HexArgb));
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = render(m_name, color, size);
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

QIconEngine *IconEngine::clone() const
{
    return new IconEngine(*this);
}

QColor IconEngine::colorFor(QIcon::Mode mode) const
{
    QColor color = m_theme ? m_theme->color(m_role) : QColor(Qt::gray);
    if (mode == QIcon::Disabled)
        color.setAlphaF(0.4F);
    return color;
}

} // namespace signalbox::ui
