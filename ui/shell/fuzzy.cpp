// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/fuzzy.h"

namespace signalbox::ui {

namespace {

constexpr int Match = 10;
constexpr int WordStart = 15;
constexpr int SideBySide = 12;
constexpr int NameStart = 10;
constexpr int LongestGapPenalty = 8;

bool startsWord(QStringView name, int at)
{
    if (at == 0)
        return true;
    const QChar before = name[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && name[at].isUpper());
}

int scoreOf(QStringView name, const QList<int> &positions)
{
    int score = positions.value(0, -1) == 0 ? NameStart : 0;
    int previous = -1;
    for (const int at : positions) {
        score += Match + (startsWord(name, at) ? WordStart : 0);
        if (previous >= 0)
            score += at == previous + 1 ? SideBySide : -std::min(at - previous - 1, LongestGapPenalty);
        previous = at;
    }
    return score - int(name.size()) / 8;
}

// Takes, from `start` on, the first place for each character.
std::optional<QList<int>> placesFrom(QStringView query, QStringView name, int start)
{
    QList<int> positions;
    qsizetype at = start;
    for (const QChar wanted : query) {
        if (wanted.isSpace())
            continue;
        at = name.indexOf(wanted, at, Qt::CaseInsensitive);
        if (at < 0)
            return std::nullopt;
        positions.append(int(at++));
    }
    return positions;
}

} // namespace

// The best over every place where the first character can be; names are short enough for that.
std::optional<FuzzyMatch> fuzzyMatch(QStringView query, QStringView name)
{
    query = query.trimmed();
    if (query.isEmpty())
        return FuzzyMatch{};
    std::optional<FuzzyMatch> best;
    for (qsizetype start = name.indexOf(query.front(), 0, Qt::CaseInsensitive); start >= 0;
         start = name.indexOf(query.front(), start + 1, Qt::CaseInsensitive)) {
        const auto positions = placesFrom(query, name, int(start));
        if (!positions)
            break;
        const int score = scoreOf(name, *positions);
        if (!best || score > best->score)
            best = FuzzyMatch{score, *positions};
    }
    return best;
}

} // namespace signalbox::ui
