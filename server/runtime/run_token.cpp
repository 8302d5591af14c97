// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/run_token.h"

#include "base/secret_file.h"

#include <algorithm>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

// What fits both an Authorization field (RFC 6750's b64token) and a WebSocket subprotocol name (an RFC 9110 token).
bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
        || c == '_' || c == '~' || c == '+';
}

} // namespace

RunToken RunToken::load(const QString &dataDirectory, const QByteArray &environment)
{
    if (!environment.isEmpty())
        return checked(environment, u"SIGNALBOX_ADMIN_TOKEN"_s);
    return kept(dataDirectory + "/admin-token"_L1);
}

RunToken RunToken::checked(const QByteArray &value, const QString &source)
{
    const bool fits = value.size() >= shortest && value.size() <= longest;
    if (!fits || !std::all_of(value.begin(), value.end(), isTokenCharacter))
        return failed(
            u"%1 must be %2 to %3 characters of A-Z a-z 0-9 - . _ ~ +"_s.arg(source).arg(shortest).arg(longest));
    RunToken token;
    token.m_value = value;
    return token;
}

RunToken RunToken::kept(const QString &name)
{
    SecretFile file(name);
    const QByteArray content = file.readOrCreate(longest + 2);
    if (content.isNull())
        return failed(file.errorString());
    const RunToken token = checked(content.trimmed(), u"The token in "_s + name);
    return token.isValid() ? token : failed(token.errorString() + "; delete the file to get a new one"_L1);
}

RunToken RunToken::failed(const QString &error)
{
    RunToken token;
    token.m_error = error;
    return token;
}

} // namespace signalbox
