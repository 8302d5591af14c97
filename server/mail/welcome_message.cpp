// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/welcome_message.h"

namespace signalbox::mail {

namespace {

using namespace Qt::Literals::StringLiterals;

// A user's name may have anything in it; here it is one line.
QString inOneLine(const QString &name)
{
    QString line;
    for (const QChar character : name)
        line += character.category() == QChar::Other_Control ? QChar(u' ') : character;
    return line.simplified();
}

} // namespace

MailMessage welcomeMessage(const QString &name, const QString &address, const QString &id, const QDateTime &date)
{
    const QString who = inOneLine(name);
    MailMessage message;
    message.to = {who, address};
    message.subject = u"Welcome to Signalbox"_s;
    message.text = u"Hello %1,\n"
                   "\n"
                   "your account is ready. You sign in with this address, %2, and the password\n"
                   "that you chose.\n"
                   "\n"
                   "If you have not asked for an account, somebody has used your address: you need\n"
                   "do nothing, and may tell who runs this server.\n"_s.arg(who, address);
    message.date = date;
    message.id = id;
    return message;
}

} // namespace signalbox::mail
