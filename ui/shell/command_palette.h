// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/command.h"
#include "shell/overlay.h"

class QLineEdit;
class QListView;

namespace signalbox::ui {

class CommandModel;

// Ctrl+K: goes anywhere by name, with the keyboard alone. Main thread.
class CommandPalette : public Overlay {
    Q_OBJECT
public:
    CommandPalette(const Theme &theme, QWidget *window);

    void openWith(QList<Command> commands);
    void addCommands(const QList<Command> &commands); // that came after it was opened

    // Commands made of the typed text itself ("Open request 0190…").
    using OfText = std::function<QList<Command>(const QString &text)>;
    void setOfText(OfText ofText);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search(const QString &text);
    void move(int rows);
    void runCurrent();
    void select(int row);

    QLineEdit *m_field;
    QListView *m_list;
    CommandModel *m_model;
    OfText m_ofText;
};

} // namespace signalbox::ui
