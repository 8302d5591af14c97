// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_state.h"
#include "widgets/form_dialog.h"

class QButtonGroup;
class QDoubleSpinBox;
class QHBoxLayout;

namespace signalbox::ui {

// Asks how a namespace is to be kept right, each way with what it promises and costs, and how long its values live.
// Main thread.
class NamespaceDialog : public FormDialog {
    Q_OBJECT
public:
    NamespaceDialog(const Theme &theme, const CacheNamespace &row, QWidget *parent);

    QCborMap changes() const; // what differs from the row
    QString strategy() const;

private:
    void addStrategies(const Theme &theme);
    void addTimes();
    QDoubleSpinBox *addTime(QHBoxLayout &row, const QString &part, const QString &label, qint64 ms);
    void check();

    CacheNamespace m_row;
    QButtonGroup *m_strategies;
    QDoubleSpinBox *m_ttl = nullptr;
    QDoubleSpinBox *m_notFoundTtl = nullptr;
    QDoubleSpinBox *m_localTtl = nullptr;
};

} // namespace signalbox::ui
