// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFrame>

class QGridLayout;
class QVBoxLayout;

namespace signalbox::ui {

// A titled panel of facts, to read and to copy from: names at the left, what they are now at the right. Main thread.
class FactCard : public QFrame {
    Q_OBJECT
public:
    FactCard(const Theme &theme, const QString &title, QWidget *parent = nullptr);

    // `name` is the object name of what is shown.
    void addFact(const QString &name, const QString &label, const QString &meaning = {});
    void addWidget(QWidget *widget); // below the facts that there are
    void set(const QString &name, const QString &text, Theme::Role role = Theme::Role::Text);

private:
    QVBoxLayout *m_column;
    QGridLayout *m_facts;
};

} // namespace signalbox::ui
