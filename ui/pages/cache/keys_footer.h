// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace signalbox::ui {

class KeyScan;
class KeysModel;

// How far the keys are scanned, and a button to scan further. Main thread.
class KeysFooter : public QWidget {
    Q_OBJECT
public:
    KeysFooter(KeyScan &scan, const KeysModel &model, QWidget *parent = nullptr); // which outlive it

    void tell(); // what the scan knows by now

private:
    void build();
    QString text() const;

    KeyScan &m_scan;
    const KeysModel &m_model;
    QLabel *m_count;
    QProgressBar *m_progress;
    QPushButton *m_more;
};

} // namespace signalbox::ui
