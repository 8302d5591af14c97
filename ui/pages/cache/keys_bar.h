// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFrame>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace signalbox::ui {

// What keys to look for: a pattern and a type; and the buttons that begin and stop the search. Main thread.
class KeysBar : public QFrame {
    Q_OBJECT
public:
    explicit KeysBar(const Theme &theme, QWidget *parent = nullptr);

    QString typed() const;
    QString type() const; // empty: any
    void setTyped(const QString &text); // and any type
    void setRunning(bool running);
    void setCanDelete(bool can);
    void focusPattern();

signals:
    void scanAsked();
    void cancelAsked();
    void deleteAsked();
    void left(); // Esc in an empty line

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QPushButton *makeButton(const QString &name, const QString &text);
    void toggle();

    const Theme &m_theme;
    QLineEdit *m_pattern;
    QComboBox *m_type;
    QPushButton *m_scan;
    QPushButton *m_delete;
    bool m_running = false;
};

} // namespace signalbox::ui
