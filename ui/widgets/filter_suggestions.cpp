// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/filter_suggestions.h"

#include "filter_completion.h"
#include "filter_lexer.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qsizetype MaxSuggestions = 12;

QList<FilterSuggestion> termSuggestions(const QString &typed)
{
    QList<FilterSuggestion> items;
    for (const Filter::Key &key : Filter::keys()) {
        if (key.name.startsWith(typed, Qt::CaseInsensitive))
            items.append({key.name + ':'_L1, key.hint});
    }
    for (const QString &flag : filterFlags()) {
        if (flag.startsWith(typed, Qt::CaseInsensitive))
            items.append({flag, QCoreApplication::translate("FilterSuggestions", "stands alone")});
    }
    return items;
}

QList<FilterSuggestion> valueSuggestions(const QString &typed, QStringList values)
{
    values.removeDuplicates();
    QList<FilterSuggestion> beginning;
    QList<FilterSuggestion> containing;
    for (const QString &value : std::as_const(values)) {
        const FilterSuggestion item{quotedFilterValue(value), {}};
        if (value.startsWith(typed, Qt::CaseInsensitive))
            beginning.append(item);
        else if (value.contains(typed, Qt::CaseInsensitive))
            containing.append(item);
    }
    return beginning + containing;
}

} // namespace

FilterSuggestions suggestFilter(const QString &text, qsizetype cursor, const SeenValuesOf &seen)
{
    const FilterCursor at = filterCursorAt(text, cursor);
    FilterSuggestions result{{}, at.position, at.length};
    if (at.kind == FilterCursor::Kind::Term)
        result.items = termSuggestions(at.prefix);
    else
        result.items = valueSuggestions(at.prefix, seen(at.key) + filterValues(at.key));
    const QString whole = text.mid(at.position, at.length);
    result.items.removeIf([&whole](const FilterSuggestion &item) { return item.text == whole; });
    // A person who types a value may be choosing among many; the list of keys is to be seen whole.
    if (at.kind == FilterCursor::Kind::Value)
        result.items = result.items.first(std::min(MaxSuggestions, result.items.size()));
    return result;
}

QStringList filterTerms(const QString &text)
{
    QStringList terms;
    for (const FilterToken &token : tokenizeFilter(text))
        terms.append(text.mid(token.position, token.length));
    return terms;
}

QString withTerm(const QString &text, const QString &term)
{
    QStringList terms = filterTerms(text);
    if (!terms.contains(term))
        terms.append(term);
    return terms.join(' '_L1);
}

QString withoutTerm(const QString &text, const QString &term)
{
    QStringList terms = filterTerms(text);
    terms.removeAll(term);
    return terms.join(' '_L1);
}

} // namespace signalbox::ui
