// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/run_token.h"

#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::size_t randomWords = 8; // 256 bits

// What fits both an Authorization field (RFC 6750's b64token) and a WebSocket subprotocol name (an RFC 9110 token).
bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
        || c == '_' || c == '~' || c == '+';
}

QByteArray randomToken()
{
    std::array<quint32, randomWords> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

} // namespace

RunToken RunToken::load(const QString &dataDirectory, const QByteArray &environment)
{
    if (!environment.isEmpty())
        return checked(environment, u"SIGNALBOX_ADMIN_TOKEN"_s);
    const QString file = dataDirectory + "/admin-token"_L1;
    return QFile::exists(file) ? read(file) : make(file);
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

RunToken RunToken::read(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return failed(u"%1 can't be read: %2"_s.arg(name, file.errorString()));
    // Someone may have copied the folder with other modes.
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const RunToken token = checked(file.read(longest + 2).trimmed(), u"The token in "_s + name);
    return token.isValid() ? token : failed(token.errorString() + "; delete the file to get a new one"_L1);
}

RunToken RunToken::make(const QString &name)
{
    const QByteArray value = randomToken();
    const QByteArray line = value + '\n';
    const int file = ::open(QFile::encodeName(name).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return failed(u"%1 can't be written: %2"_s.arg(name, systemError()));
    const bool written = ::write(file, line.constData(), size_t(line.size())) == line.size();
    if (!written || ::fsync(file) != 0) {
        const QString reason = systemError();
        ::close(file);
        QFile::remove(name); // half a token would stop the next start
        return failed(u"%1 can't be written: %2"_s.arg(name, reason));
    }
    ::close(file);
    return checked(value, name);
}

RunToken RunToken::failed(const QString &error)
{
    RunToken token;
    token.m_error = error;
    return token;
}

} // namespace signalbox
