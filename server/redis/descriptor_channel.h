// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/channel.h"

#include <QByteArray>
#include <QSocketNotifier>

#include <memory>

namespace signalbox::redis {

// A socket without Qt's own around it, which costs four more calls of the system for each turn of the loop.
class DescriptorChannel : public Channel {
public:
    DescriptorChannel(int descriptor, ChannelUser &user); // closes it in the end; it doesn't block
    ~DescriptorChannel() override;
    DescriptorChannel(const DescriptorChannel &) = delete;
    DescriptorChannel &operator=(const DescriptorChannel &) = delete;

    void write(QByteArrayView bytes) override;
    qsizetype unsent() const override { return m_rest.size() - m_sent; }
    qsizetype read(char *bytes, qsizetype size) override;
    QString errorString() const override { return m_error; }

private:
    struct DeleteLater { // it may be what is just telling something
        void operator()(QSocketNotifier *notifier) const;
    };

    qsizetype send(QByteArrayView bytes) const;
    void sendRest();
    void dropSent();

    const int m_descriptor;
    ChannelUser &m_user;
    std::unique_ptr<QSocketNotifier, DeleteLater> m_readable;
    std::unique_ptr<QSocketNotifier, DeleteLater> m_writable;
    QByteArray m_rest; // which the system didn't take
    qsizetype m_sent = 0; // of the rest
    QString m_error;
};

} // namespace signalbox::redis
