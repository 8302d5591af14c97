// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "filter.h"
#include "widgets/filter_suggestions.h"

#include <QLineEdit>
#include <QTimer>

#include <optional>

class QCompleter;
class QStandardItemModel;

namespace signalbox::ui {

// A line in which a filter is typed: completes keys and values, underlines what it can't read, and says the filter
// when the typing has paused. Main thread.
class FilterEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterEdit(QWidget *parent = nullptr);

    void setSeenValues(SeenValuesOf seen); // asked while one types
    void setFilterText(const QString &text); // applied at once
    const std::optional<FilterError> &error() const;
    QStringList suggestions() const; // as the list shows them

signals:
    void filterChanged(const signalbox::Filter &filter); // only such as could be read
    void errorChanged();
    void left(); // Esc in an empty line

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void textTyped();
    void apply();
    void suggest();
    void accept(const QString &suggestion);
    void markError();

    QCompleter *m_completer;
    QStandardItemModel *m_suggestionModel;
    FilterSuggestions m_suggestions;
    SeenValuesOf m_seen;
    std::optional<FilterError> m_error;
    QString m_applied;
    QTimer m_debounce;
};

} // namespace signalbox::ui
