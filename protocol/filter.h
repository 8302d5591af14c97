// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <variant>

namespace signalbox {

// Why a filter could not be read, and where, so that a client can mark it.
struct FilterError {
    QString message; // names the term and what is allowed
    qsizetype position = 0; // of the term, in characters
    qsizetype length = 0;
};

// The filter language of the contract: terms joined by spaces, all of which must hold; `-term` negates;
// values with spaces are quoted. One language for the admin API, the feed and the console.
// Immutable and cheap to copy; any thread may match with it.
class Filter {
public:
    Filter(); // matches everything
    ~Filter();
    Filter(const Filter &);
    Filter &operator=(const Filter &);
    Filter(Filter &&) noexcept;
    Filter &operator=(Filter &&) noexcept;

    static std::variant<Filter, FilterError> parse(const QString &text);

    bool matches(const RecordView &record) const;
    bool isEmpty() const;
    QString text() const;

    struct Key {
        QString name; // "status"
        QString hint; // "5xx, 404, >=400"
    };
    static QList<Key> keys(); // in the order that completion shows them

private:
    struct Terms;
    std::shared_ptr<const Terms> m_terms;
};

} // namespace signalbox
