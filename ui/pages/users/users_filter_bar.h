// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFrame>
#include <QTimer>
#include <QUrlQuery>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace signalbox::ui {

// What is searched for among the users, and what one can begin without choosing any. Main thread.
class UsersFilterBar : public QFrame {
    Q_OBJECT
public:
    explicit UsersFilterBar(const Theme &theme, QWidget *parent = nullptr);

    QUrlQuery query() const; // of the admin API
    bool isEmpty() const;
    void setText(const QString &text); // and no other filter
    void clear();
    void focusSearch();

signals:
    void changed(); // when the typing has paused
    void createAsked();
    void exportAsked();
    void left(); // Esc in an empty line

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setUpSearch(const Theme &theme);
    void lay(const Theme &theme);
    QComboBox *makeChoice(const QString &name, const QString &label,
                          const QList<std::pair<QString, QVariant>> &choices);
    QPushButton *makeButton(const QString &name, const QIcon &icon, const QString &text);

    QLineEdit *m_search;
    QComboBox *m_role;
    QComboBox *m_state;
    QComboBox *m_seen;
    QTimer m_debounce;
};

} // namespace signalbox::ui
