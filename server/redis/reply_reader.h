// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/reply.h"

#include <QByteArrayView>
#include <QString>

#include <memory>

struct redisReader;

namespace signalbox::redis {

// Makes replies of the bytes that come from Redis, by hiredis's parser. One thread.
class ReplyReader {
public:
    enum class Outcome { Complete, Incomplete, Broken };

    // `largest`: what a reply may take here, in bytes; each of its parts counts as at least its own size.
    explicit ReplyReader(qsizetype largest);
    ~ReplyReader();
    ReplyReader(const ReplyReader &) = delete;
    ReplyReader &operator=(const ReplyReader &) = delete;

    // Pieces of a few KiB are taken best: the parser moves what is left of one to its front again and again.
    static constexpr qsizetype bestPiece = 8192;
    void feed(QByteArrayView bytes);
    Outcome next(Reply &reply); // until it isn't Complete
    QString error() const; // once it is Broken

private:
    struct Builder;

    std::unique_ptr<Builder> m_builder;
    redisReader *m_reader;
};

} // namespace signalbox::redis
