// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

namespace signalbox {
class ComputePool;
}

namespace signalbox::http {

struct CompressionSettings {
    qsizetype leastBytes = 1024; // smaller bodies are not worth it
    qsizetype mostInlineBytes = 32 * 1024; // larger ones are compressed on the compute pool, and sent chunked
};

// Compresses bodies of text, JSON and their like with gzip for clients that accept it. Leaves alone what streams, what
// is encoded or partial already, and what says `no-transform`. When the compute pool is full a body goes out as it is.
// `pool` outlives the api.
ReplyStep compression(ComputePool &pool, CompressionSettings settings = {});

} // namespace signalbox::http
