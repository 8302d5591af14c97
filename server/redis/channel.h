// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <QString>

namespace signalbox::redis {

class ChannelUser {
public:
    virtual void channelReadable() = 0; // something came, or it was closed; it may be destroyed by this
protected:
    ~ChannelUser() = default;
};

// What a connection that stands is written to and read from. One thread; never blocks.
class Channel {
public:
    virtual ~Channel() = default;

    virtual void write(QByteArrayView bytes) = 0; // what the system doesn't take now is kept
    virtual qsizetype unsent() const = 0;
    virtual qsizetype read(char *bytes, qsizetype size) = 0; // 0: no more now; negative: it is closed
    virtual QString errorString() const = 0;
};

} // namespace signalbox::redis
