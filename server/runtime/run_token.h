// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace signalbox {

// The token that lets its holder use the admin API: made at the first start and kept in the file `admin-token` of the
// data folder, readable by its owner alone. A value.
class RunToken {
public:
    static constexpr qsizetype shortest = 16; // characters of one that a person sets
    static constexpr qsizetype longest = 256;

    // `environment` (SIGNALBOX_ADMIN_TOKEN) when it is not empty, else the folder's, made when there is none.
    // The folder is locked by the caller (DataDirectory).
    static RunToken load(const QString &dataDirectory, const QByteArray &environment);

    bool isValid() const { return m_error.isEmpty(); }
    const QByteArray &value() const { return m_value; }
    const QString &errorString() const { return m_error; } // what is wrong, and what to do

private:
    static RunToken checked(const QByteArray &value, const QString &source);
    static RunToken kept(const QString &file);
    static RunToken failed(const QString &error);

    QByteArray m_value;
    QString m_error;
};

} // namespace signalbox
