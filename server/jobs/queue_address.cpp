// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_address.h"

namespace signalbox::jobs {

namespace {

constexpr qsizetype longestId = 4096;

std::strong_ordering compare(const QByteArray &left, const QByteArray &right)
{
    return left.compare(right) <=> 0;
}

} // namespace

QString QueueAddress::id() const
{
    const QByteArray all = connection + '\0' + prefix + '\0' + name;
    return QString::fromLatin1(all.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<QueueAddress> QueueAddress::fromId(const QString &id)
{
    if (id.size() > longestId)
        return {};
    const auto decoded = QByteArray::fromBase64Encoding(
        id.toUtf8(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return {};
    const QList<QByteArray> parts = (*decoded).split('\0');
    if (parts.size() != 3 || parts[1].isEmpty() || parts[2].isEmpty() || parts[2].contains(':'))
        return {};
    return QueueAddress{parts[0], parts[1], parts[2]};
}

std::strong_ordering QueueAddress::operator<=>(const QueueAddress &other) const
{
    if (const auto order = compare(connection, other.connection); std::is_neq(order))
        return order;
    if (const auto order = compare(name, other.name); std::is_neq(order))
        return order;
    return compare(prefix, other.prefix);
}

} // namespace signalbox::jobs
