// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/form_dialog.h"

#include <optional>

class QComboBox;
class QSpinBox;

namespace signalbox::ui {

// Asks how long a key shall live from now on. Main thread.
class TtlDialog : public FormDialog {
    Q_OBJECT
public:
    TtlDialog(const Theme &theme, const QString &key, const QString &now, QWidget *parent);

    std::optional<qint64> ttlMs() const; // none: it never expires

private:
    void addOwn();
    void check();

    QComboBox *m_choice;
    QWidget *m_own; // a number and its unit
    QSpinBox *m_number;
    QComboBox *m_unit;
};

} // namespace signalbox::ui
