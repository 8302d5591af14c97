// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <exception>

namespace signalbox::mail {

// Why a message was not sent. What it says may be shown and logged: there is no password in it.
class MailError : public std::exception {
public:
    enum class Kind : quint8 {
        Permanent, // the same message will be refused again: don't retry
        Transient, // it may go through later
    };

    MailError(Kind kind, QString message)
        : m_kind(kind)
        , m_message(std::move(message))
        , m_what(m_message.toUtf8())
    {
    }

    bool isPermanent() const { return m_kind == Kind::Permanent; }
    const QString &message() const { return m_message; }
    const char *what() const noexcept override { return m_what.constData(); }

private:
    Kind m_kind;
    QString m_message;
    QByteArray m_what;
};

} // namespace signalbox::mail
