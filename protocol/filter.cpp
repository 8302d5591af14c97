// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "filter.h"

#include "cache_outcome.h"
#include "filter_lexer.h"
#include "filter_number.h"
#include "filter_term.h"

#include <algorithm>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace signalbox {

struct Filter::Terms {
    using Alternatives = std::vector<FilterTerm>; // one of them must hold
    QString text;
    std::vector<Alternatives> all; // each of them must hold
};

namespace {

constexpr qsizetype maxLength = 2000;
constexpr std::size_t maxTerms = 64;

struct KeyRow {
    QLatin1StringView name;
    FilterField field;
    std::optional<FilterUnit> unit; // of numbers; none for text
    QLatin1StringView hint;
    bool listed = true; // in the completion; an alias is not
};

constexpr KeyRow keyRows[] = {
    {"status"_L1, FilterField::Status, FilterUnit::Status, "5xx, 404, >=400, 200,204"_L1},
    {"method"_L1, FilterField::Method, {}, "GET, POST"_L1},
    {"path"_L1, FilterField::Path, {}, "/users/*"_L1},
    {"route"_L1, FilterField::Route, {}, "/users/:id, \"\" for none"_L1},
    {"ms"_L1, FilterField::Duration, FilterUnit::Duration, ">500, <1.5s, 100..200"_L1},
    {"dur"_L1, FilterField::Duration, FilterUnit::Duration, ">500"_L1, false},
    {"ttfb"_L1, FilterField::Ttfb, FilterUnit::Duration, "time to first byte: >100"_L1},
    {"user"_L1, FilterField::User, {}, "email or id"_L1},
    {"id"_L1, FilterField::Id, {}, "request id, or its beginning"_L1},
    {"trace"_L1, FilterField::Trace, {}, "trace id, or its beginning"_L1},
    {"peer"_L1, FilterField::Peer, {}, "127.0.0.1, 10.0.*"_L1},
    {"in"_L1, FilterField::BytesIn, FilterUnit::Size, "bytes received: >10k"_L1},
    {"out"_L1, FilterField::BytesOut, FilterUnit::Size, "bytes sent: >1mb"_L1},
    {"reactor"_L1, FilterField::Reactor, FilterUnit::Plain, "0, 1"_L1},
    {"cache"_L1, FilterField::Cache, {}, "miss, hit, local"_L1},
    {"error"_L1, FilterField::Error, {}, "text of the error"_L1, false},
};

const KeyRow *findKey(const QString &name)
{
    const auto row = std::find_if(std::begin(keyRows), std::end(keyRows),
                                  [&name](const KeyRow &candidate) { return candidate.name == name; });
    return row == std::end(keyRows) ? nullptr : row;
}

QString keyNames()
{
    QStringList names;
    for (const Filter::Key &key : Filter::keys())
        names.append(key.name);
    return names.join(", "_L1);
}

FilterError errorAt(const FilterToken &token, const QString &message)
{
    return {message, token.position, token.length};
}

QByteArray needle(const QString &value)
{
    return value.toUtf8().toLower();
}

using ParsedTerm = std::variant<FilterTerm, FilterError>;

FilterError notAValue(const FilterToken &token, const KeyRow &key)
{
    return errorAt(token, u"\"%1\" is not a value of %2; write it like %3"_s.arg(token.value, token.key, key.hint));
}

ParsedTerm parseNumbers(const FilterToken &token, const KeyRow &key)
{
    FilterTerm term{key.field, token.negated, {}, {}};
    for (const QString &part : token.value.split(u',')) {
        const auto range = parseFilterRange(part, *key.unit);
        if (!range)
            return notAValue(token, key);
        term.ranges.push_back(*range);
    }
    return term;
}

ParsedTerm parseCache(const FilterToken &token, const KeyRow &key)
{
    FilterTerm term{key.field, token.negated, {}, {}};
    for (const QString &part : token.value.split(u',')) {
        const auto outcome = cache_outcome::named(needle(part));
        if (!outcome)
            return notAValue(token, key);
        term.outcomes |= *outcome;
    }
    return term;
}

ParsedTerm parseText(const FilterToken &token, const KeyRow &key)
{
    FilterTerm term{key.field, token.negated, {}, {}};
    QString value = token.value;
    if (!token.quoted && value.startsWith(u'='))
        value.remove(0, 1);
    if (key.field == FilterField::Method) {
        for (const QString &method : value.split(u','))
            term.needles.push_back(needle(method));
    } else {
        term.needles.push_back(needle(value));
    }
    return term;
}

ParsedTerm parseKeyed(const FilterToken &token)
{
    const KeyRow *key = findKey(token.key);
    if (!key) {
        return errorAt(token,
                       u"There is no key \"%1\"; the keys are %2. To look for the words themselves, quote them"_s.arg(
                           token.key, keyNames()));
    }
    if (token.value.isEmpty() && !token.quoted)
        return errorAt(token, u"%1 needs a value, like %2"_s.arg(token.key, key->hint));
    if (key->field == FilterField::Cache)
        return parseCache(token, *key);
    return key->unit ? parseNumbers(token, *key) : parseText(token, *key);
}

ParsedTerm parseWord(const FilterToken &token)
{
    const auto flag = [&token](FilterField field) { return FilterTerm{field, token.negated, {}, {}}; };
    if (!token.quoted) {
        if (token.value.isEmpty())
            return errorAt(token, u"A \"-\" needs a term after it to negate"_s);
        if (token.value == "slow"_L1)
            return flag(FilterField::SlowFlag);
        if (token.value == "error"_L1)
            return flag(FilterField::ErrorFlag);
        if (token.value == "aborted"_L1)
            return flag(FilterField::AbortedFlag);
    }
    FilterTerm term = flag(FilterField::Anywhere);
    term.needles.push_back(needle(token.value));
    return term;
}

ParsedTerm parseTerm(const FilterToken &token)
{
    if (token.unclosed)
        return errorAt(token, u"The quote is not closed"_s);
    return token.hasKey ? parseKeyed(token) : parseWord(token);
}

bool isOr(const FilterToken &token)
{
    return !token.hasKey && !token.quoted && !token.negated && token.value == "OR"_L1;
}

std::optional<FilterError> checkSize(const QString &text, const QList<FilterToken> &tokens)
{
    if (text.size() > maxLength)
        return FilterError{u"A filter has at most %1 characters"_s.arg(maxLength), maxLength, text.size() - maxLength};
    if (tokens.size() > qsizetype(maxTerms))
        return errorAt(tokens.at(maxTerms), u"A filter has at most %1 terms"_s.arg(maxTerms));
    return std::nullopt;
}

// `OR` binds its two neighbours: `a OR b c` is (a or b) and c.
std::optional<FilterError> checkOrs(const QList<FilterToken> &tokens)
{
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const bool alone = i == 0 || i + 1 == tokens.size() || isOr(tokens.at(i + 1));
        if (isOr(tokens.at(i)) && alone)
            return errorAt(tokens.at(i), u"OR needs a term on both sides; to look for the word, quote it"_s);
    }
    return std::nullopt;
}

} // namespace

Filter::Filter() = default;
Filter::~Filter() = default;
Filter::Filter(const Filter &) = default;
Filter &Filter::operator=(const Filter &) = default;
Filter::Filter(Filter &&) noexcept = default;
Filter &Filter::operator=(Filter &&) noexcept = default;

std::variant<Filter, FilterError> Filter::parse(const QString &text)
{
    const QList<FilterToken> tokens = text.size() > maxLength ? QList<FilterToken>() : tokenizeFilter(text);
    if (const auto error = checkSize(text, tokens))
        return *error;
    if (const auto error = checkOrs(tokens))
        return *error;
    auto terms = std::make_shared<Terms>();
    terms->text = text.trimmed();
    bool joins = false;
    for (const FilterToken &token : tokens) {
        if (isOr(token)) {
            joins = true;
            continue;
        }
        ParsedTerm parsed = parseTerm(token);
        if (const auto *error = std::get_if<FilterError>(&parsed))
            return *error;
        if (!joins)
            terms->all.emplace_back();
        terms->all.back().push_back(std::get<FilterTerm>(std::move(parsed)));
        joins = false;
    }
    Filter filter;
    filter.m_terms = std::move(terms);
    return filter;
}

bool Filter::matches(const RecordView &record) const
{
    if (!m_terms)
        return true;
    const auto holds = [&record](const FilterTerm &term) { return term.matches(record); };
    return std::all_of(m_terms->all.begin(), m_terms->all.end(), [&holds](const Terms::Alternatives &alternatives) {
        return std::any_of(alternatives.begin(), alternatives.end(), holds);
    });
}

bool Filter::isEmpty() const
{
    return !m_terms || m_terms->all.empty();
}

QString Filter::text() const
{
    return m_terms ? m_terms->text : QString();
}

QList<Filter::Key> Filter::keys()
{
    QList<Key> keys;
    for (const KeyRow &row : keyRows) {
        if (row.listed)
            keys.append({row.name, row.hint});
    }
    return keys;
}

} // namespace signalbox
