// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/word.h"

#include <QByteArrayList>

#include <span>

namespace signalbox::redis {

// Appends a command as RESP has it.
void appendCommand(QByteArray &bytes, std::span<const Word> words);
void appendCommand(QByteArray &bytes, const QByteArrayList &words);
// EVAL with a script's text, or EVALSHA with its digest.
void appendScript(QByteArray &bytes, QByteArrayView command, QByteArrayView script, const QByteArrayList &keys,
                  const QByteArrayList &arguments);

// At most that many bytes.
qsizetype encodedSize(std::span<const Word> words);
qsizetype encodedSize(const QByteArrayList &words);

// What a command is called in a request's record: it and its key's namespace ("GET user:"), never a value.
QByteArray spanName(QByteArrayView command, QByteArrayView key);

} // namespace signalbox::redis
