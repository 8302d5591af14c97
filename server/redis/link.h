// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/channel.h"
#include "redis/redis_url.h"

#include <QObject>

#include <memory>

class QIODevice;

namespace signalbox::redis {

// The connection: by TCP, TLS or a Unix socket, whichever a URL says. One thread; never blocks.
class Link : public QObject, private ChannelUser {
    Q_OBJECT
public:
    explicit Link(QObject *parent = nullptr);
    ~Link() override;

    void open(const RedisUrl &url); // opened() or lost() follows, but not when it hangs
    void close(); // at once, and says nothing

    void write(QByteArrayView bytes); // gives to the system what it takes now
    qsizetype unsent() const;
    qsizetype read(char *bytes, qsizetype size); // 0: no more now; negative: it is closed
    QString errorString() const;

signals:
    void opened();
    void received(); // or it was closed, which read() tells
    void lost(const QString &why); // before it was open; it is closed then

private:
    struct DeleteLater {
        void operator()(QIODevice *device) const;
    };

    void openSocket(const RedisUrl &url);
    void openEncrypted(const RedisUrl &url);
    void openLocal(const RedisUrl &url);
    void takeOver(qintptr descriptor);
    void stands(std::unique_ptr<Channel> channel);
    void channelReadable() override;
    ChannelUser &user() { return *this; }
    void fail(const QString &why);

    std::unique_ptr<QIODevice, DeleteLater> m_device; // while it connects
    std::unique_ptr<Channel> m_channel; // then
};

} // namespace signalbox::redis
