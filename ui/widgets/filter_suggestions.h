// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "filter.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace signalbox::ui {

// What may be put at the cursor of a filter that is being typed.
struct FilterSuggestion {
    QString text; // what replaces the term, or its value
    QString hint; // what it means, or examples
    bool operator==(const FilterSuggestion &) const = default;
};

struct FilterSuggestions {
    QList<FilterSuggestion> items; // the best first
    qsizetype position = 0; // of what they replace
    qsizetype length = 0;
};

using SeenValuesOf = std::function<QStringList(const QString &key)>;

// Completes the key at the cursor, or after its colon the value; those that came are asked of `seen`. Pure.
FilterSuggestions suggestFilter(const QString &text, qsizetype cursor, const SeenValuesOf &seen);

// The terms as they stand in the text; a quoted value keeps its spaces.
QStringList filterTerms(const QString &text);
QString withTerm(const QString &text, const QString &term); // unchanged when it has it
QString withoutTerm(const QString &text, const QString &term);

} // namespace signalbox::ui
