// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/redis_url.h"

#include <QByteArrayView>
#include <QObject>
#include <QSslConfiguration>

#include <memory>

class QIODevice;

namespace signalbox::redis {

// The socket: by TCP, TLS or a Unix socket, whichever a URL says. One thread; never blocks.
class Link : public QObject {
    Q_OBJECT
public:
    explicit Link(QObject *parent = nullptr);
    ~Link() override;

    void open(const RedisUrl &url); // opened() or lost() follows, but not when it hangs
    void close(); // at once, and says nothing
    bool isOpen() const { return m_isOpen; }

    void write(QByteArrayView bytes); // gives to the system what it takes now
    qsizetype unsent() const;
    qsizetype read(char *bytes, qsizetype size); // 0: no more now; negative: it is closed
    QString errorString() const;

signals:
    void opened();
    void received();
    void lost(const QString &why); // once; it is closed

private:
    struct DeleteLater {
        void operator()(QIODevice *device) const;
    };

    void openSocket(const RedisUrl &url);
    void openEncrypted(const RedisUrl &url);
    void openLocal(const RedisUrl &url);
    void begun();
    void fail(const QString &why);

    std::unique_ptr<QIODevice, DeleteLater> m_device;
    bool m_isOpen = false;
};

} // namespace signalbox::redis
