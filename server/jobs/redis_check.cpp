// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/redis_check.h"

#include <QHash>
#include <QVersionNumber>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

using Fields = QHash<QByteArray, QString>;

const QVersionNumber oldest(6, 0, 6); // LPOS, and times in BZPOPMIN that are no whole seconds
const QVersionNumber recommended(6, 2);

Fields fieldsOf(const QByteArray &info)
{
    Fields fields;
    for (const QByteArray &line : info.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            fields.insert(line.first(colon), QString::fromUtf8(line.sliced(colon + 1)).trimmed());
    }
    return fields;
}

QString aboutVersion(const QString &text)
{
    const QVersionNumber version = QVersionNumber::fromString(text);
    if (version.isNull() || version >= recommended)
        return {};
    if (version < oldest)
        return u"Redis is %1, and queues need 6.0.6 at least: update it"_s.arg(text);
    return u"Redis is %1: queues work, but BullMQ recommends 6.2 or later"_s.arg(text);
}

QString aboutPolicy(const QString &policy)
{
    if (policy.isEmpty() || policy == "noeviction"_L1)
        return {};
    // Only the locks of jobs that run expire by themselves.
    const QString what = policy.startsWith("volatile-"_L1) ? u"the locks of running jobs, which are run twice then"_s
                                                           : u"jobs, or parts of them"_s;
    return u"maxmemory-policy is %1: when its memory is full, Redis throws away %2. Set it to noeviction "
           "(CONFIG SET maxmemory-policy noeviction, and in its configuration)"_s.arg(policy, what);
}

QString aboutRole(const QString &role)
{
    if (role != "slave"_L1)
        return {};
    return u"Redis is a replica, which takes no jobs: name its master"_s;
}

} // namespace

QStringList redisWarnings(const QByteArray &info)
{
    const Fields fields = fieldsOf(info);
    QStringList warnings{aboutVersion(fields["redis_version"]), aboutPolicy(fields["maxmemory_policy"]),
                         aboutRole(fields["role"])};
    warnings.removeAll(QString());
    return warnings;
}

QCoro::Task<QStringList> checkRedis(redis::Client &client)
{
    redis::Pending pending = client.command(nullptr, "INFO");
    const redis::Reply reply = co_await pending;
    co_return redisWarnings(reply.bytes);
}

} // namespace signalbox::jobs
