// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QTimer>
#include <QToolButton>

namespace signalbox::ui {

// Copies a text to the clipboard and shows a tick for a moment. Main thread.
class CopyButton : public QToolButton {
    Q_OBJECT
public:
    explicit CopyButton(const Theme &theme, QWidget *parent = nullptr);

    void setText(const QString &text) = delete;
    void setCopiedText(const QString &text, const QString &what); // `what` it is, for the tool tip: "the URL"

signals:
    void copied();

private:
    void copy();

    const Theme &m_theme;
    QString m_copied;
    QTimer m_tick;
};

} // namespace signalbox::ui
