// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace signalbox::ui {

// How well a name fits what was typed: all its characters in order, better at the starts of words and side by side.
struct FuzzyMatch {
    int score = 0; // more is better
    QList<int> positions; // of the characters that match, to mark them
};

// Case doesn't count, spaces in `query` neither. Any thread.
std::optional<FuzzyMatch> fuzzyMatch(QStringView query, QStringView name);

} // namespace signalbox::ui
