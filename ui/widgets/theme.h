// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

namespace signalbox::ui {

// Colours, spacing, type and icons: here and nowhere else. One for the application, made by main() and handed to
// whoever paints. Main thread.
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Mode : quint8 { System, Light, Dark };
    Q_ENUM(Mode)

    enum class Role : quint8 {
        Window, Surface, SurfaceRaised, Border, Text, TextMuted, Accent, AccentText, Selection,
        Success, Info, Warning, Danger, Neutral, Upgrade, // 2xx, 3xx, 4xx, 5xx, aborted, 101
        ChartGrid, ChartP50, ChartP95, ChartP99, ChartActive
    };

    static constexpr int Grid = 8; // pixels; spacing is a multiple or a half of it

    explicit Theme(QObject *parent = nullptr);

    Mode mode() const;
    void setMode(Mode mode); // applies palette and style sheet to the application
    bool isDark() const;

    QColor color(Role role) const;
    QColor soft(Role role) const; // the background of a badge in that colour
    QColor statusColor(int status) const; // by class; 0 (aborted) is neutral
    QColor durationColor(double ms, double slowMs) const; // green, amber from half of it, red from slowMs
    QColor heat(double intensity) const; // 0 to 1

    QFont font(qreal scale = 1.0) const; // tabular digits
    QFont monospace() const;
    QIcon icon(const QString &name) const; // resources/icons/NAME.svg in the text's colour

signals:
    void changed();

private:
    void apply();
    Mode m_mode = Mode::System;
    bool m_dark = false;
};

} // namespace signalbox::ui
