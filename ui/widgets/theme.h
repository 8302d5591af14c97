// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

#include <array>

namespace signalbox::ui {

// Colours, spacing, type and icons: here and nowhere else. One for the application, made by main() and handed to
// whoever paints. Main thread.
//
// What stands within a part that was given to dress() has the style sheet; so do the dialogs and menus whose parent is
// in it. Widgets take part in it by the property `kind` (setKind() sets it):
// QPushButton, QToolButton: "primary", "danger", "quiet" (no frame until pointed at).
// QLabel: "title", "heading", "figure", "muted", "caption", "error", "caution", "good". QFrame: "card" (raised, with a
// border), "bar". QPlainTextEdit: "plain" (no frame). QTableView, QTreeView: "framed".
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Mode : quint8 { System, Light, Dark };
    Q_ENUM(Mode)

    enum class Role : quint8 {
        Window, // behind everything
        Surface, // tables, cards, fields
        SurfaceRaised, // menus, dialogs, what lies above
        Border,
        Text,
        TextMuted,
        Accent,
        AccentText, // on Accent
        Selection,
        Success, // 2xx
        Info, // 3xx
        Warning, // 4xx
        Danger, // 5xx
        Neutral, // aborted
        Upgrade, // 101
        ChartGrid,
        ChartP50,
        ChartP95,
        ChartP99,
        ChartActive
    };
    Q_ENUM(Role)
    static constexpr int RoleCount = int(Role::ChartActive) + 1;

    static constexpr int Grid = 8; // pixels; spacing is a multiple or a half of it
    static constexpr int Radius = 6;
    static constexpr int ControlHeight = 32;
    static constexpr int RowHeight = 28; // of a table
    static constexpr int IconSize = 18;

    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    Mode mode() const;
    void setMode(Mode mode); // applies the palette to the application, the style sheet to what is visible
    bool isDark() const;

    void dress(QWidget &part) const; // for good; a widget that is not within another such part
    const QString &styleSheet() const;

    QColor color(Role role) const;
    QColor soft(Role role) const; // the background of a badge in that colour; opaque, for Surface
    QColor statusColor(int status) const; // by class; 0 (aborted) is neutral
    static Role statusRole(int status);
    QColor durationColor(double ms, double slowMs) const; // green, amber from half of it, red from slowMs
    static Role durationRole(double ms, double slowMs);
    QColor heat(double intensity) const; // 0 to 1

    QFont font(qreal scale = 1.0) const; // tabular digits
    QFont monospace(qreal scale = 1.0) const;
    QIcon icon(const QString &name) const; // resources/icons/NAME.svg in the text's colour; follows the theme
    QIcon icon(const QString &name, Role role) const;

    static void setKind(QWidget *widget, const char *kind); // as above; may be called again

signals:
    void changed();

private:
    void apply();
    bool systemIsDark() const;
    QPalette palette() const;
    QString filledStyleSheet() const;

    Mode m_mode = Mode::System;
    bool m_dark = false;
    QString m_styleSheet;
    bool m_darkAtStart = false; // before the application's palette became ours
    QStringList m_families;
    QStringList m_monospaceFamilies;
};

} // namespace signalbox::ui
