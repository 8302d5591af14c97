// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/secret_file.h"

#include <QFile>
#include <QRandomGenerator>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::size_t randomWords = 8; // 256 bits

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

} // namespace

SecretFile::SecretFile(QString name)
    : m_name(std::move(name))
{
}

QByteArray SecretFile::readOrCreate(qint64 most)
{
    if (QFile::exists(m_name))
        return read(most);
    const QByteArray content = randomText() + '\n';
    return create(content) ? content : QByteArray();
}

QByteArray SecretFile::read(qint64 most)
{
    QFile file(m_name);
    if (!file.open(QIODevice::ReadOnly)) {
        m_error = u"%1 can't be read: %2"_s.arg(m_name, file.errorString());
        return {};
    }
    // Someone may have copied the folder with other modes.
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const QByteArray content = file.read(most);
    return content.isNull() ? QByteArray("") : content;
}

bool SecretFile::create(const QByteArray &content)
{
    const int file = ::open(QFile::encodeName(m_name).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(systemError());
    const bool written = ::write(file, content.constData(), size_t(content.size())) == content.size();
    if (!written || ::fsync(file) != 0) {
        const QString reason = systemError();
        ::close(file);
        QFile::remove(m_name); // half a secret would stop the next start
        return fail(reason);
    }
    ::close(file);
    return true;
}

QByteArray SecretFile::randomText()
{
    std::array<quint32, randomWords> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

bool SecretFile::fail(const QString &reason)
{
    m_error = u"%1 can't be written: %2"_s.arg(m_name, reason);
    return false;
}

} // namespace signalbox
