// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPlainTextEdit>

namespace signalbox::ui {

class Theme;

QString hexDump(const QByteArray &bytes); // "00000000  48 65 6c …  |Hel…|", 16 bytes a line

// Bytes as they are. Main thread.
class HexView : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit HexView(const Theme &theme, QWidget *parent = nullptr);
    void setBytes(const QByteArray &bytes);
};

} // namespace signalbox::ui
