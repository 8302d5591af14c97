// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QButtonGroup;
class QToolButton;

namespace signalbox::ui {

// A few things side by side, of which one is chosen. The arrow keys go from one to the next. Main thread.
class Segments : public QFrame {
    Q_OBJECT
public:
    explicit Segments(QWidget *parent = nullptr);

    // The first is chosen at first.
    QToolButton *add(int id, const QString &name, const QString &text);
    void setChosen(int id); // without chosen()
    int chosenId() const;

signals:
    void chosen(int id); // by a person

private:
    QButtonGroup *m_buttons;
};

} // namespace signalbox::ui
