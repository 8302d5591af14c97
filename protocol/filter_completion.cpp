// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "filter_completion.h"

#include "filter_lexer.h"

#include <QHash>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace signalbox {

namespace {

FilterCursor cursorIn(const FilterToken &token, const QString &text, qsizetype cursor)
{
    FilterCursor at;
    const bool inValue = token.hasKey && cursor >= token.valuePosition;
    at.position = inValue ? token.valuePosition : token.position + (token.negated ? 1 : 0);
    at.length = token.end() - at.position;
    at.prefix = text.mid(at.position, std::max<qsizetype>(cursor - at.position, 0));
    if (!inValue)
        return at;
    at.kind = FilterCursor::Kind::Value;
    at.key = token.key;
    if (at.prefix.startsWith(u'"'))
        at.prefix.remove(0, 1);
    return at;
}

} // namespace

FilterCursor filterCursorAt(const QString &text, qsizetype cursor)
{
    for (const FilterToken &token : tokenizeFilter(text)) {
        if (cursor >= token.position && cursor <= token.end())
            return cursorIn(token, text, cursor);
    }
    FilterCursor between;
    between.position = std::clamp<qsizetype>(cursor, 0, text.size());
    return between;
}

QStringList filterValues(const QString &key)
{
    static const QStringList durations{u">100"_s, u">500"_s, u">1s"_s, u">10s"_s};
    static const QStringList sizes{u">1k"_s, u">100k"_s, u">1mb"_s};
    static const QHash<QString, QStringList> values{
        {u"status"_s, {u"5xx"_s, u"4xx"_s, u"3xx"_s, u"2xx"_s, u">=400"_s, u"404"_s, u"500"_s, u"0"_s}},
        {u"method"_s, {u"GET"_s, u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s, u"HEAD"_s, u"OPTIONS"_s}},
        {u"ms"_s, durations},
        {u"dur"_s, durations},
        {u"ttfb"_s, durations},
        {u"cache"_s, {u"miss"_s, u"hit"_s, u"local"_s, u"hit,local"_s}},
        {u"in"_s, sizes},
        {u"out"_s, sizes},
    };
    return values.value(key);
}

QStringList filterFlags()
{
    return {u"slow"_s, u"error"_s, u"aborted"_s};
}

QString quotedFilterValue(const QString &value)
{
    const bool plain =
        !value.isEmpty() && std::none_of(value.begin(), value.end(), [](QChar c) { return c.isSpace() || c == u'"'; });
    if (plain)
        return value;
    QString escaped = value;
    escaped.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1);
    return u'"' + escaped + u'"';
}

} // namespace signalbox
