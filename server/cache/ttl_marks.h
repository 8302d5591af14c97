// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/namespace.h"

#include <QCoroTask>
#include <QHash>

#include <memory>
#include <vector>

namespace signalbox::redis {
class Clients;
}

namespace signalbox::cache {

// Of the subjects "user", Redis has "cache:ttl:user" while a node uses `ttl` for them: what it leaves there may be old,
// which the next server has to know if its strategy promises more. Belongs to CatchUp. Keeper's thread.
class TtlMarks {
public:
    TtlMarks(redis::Clients &clients, const std::vector<std::unique_ptr<Namespace>> &spaces);

    // Both throw RedisError.
    QCoro::Task<bool> isMarked(const Namespace &space);
    QCoro::Task<> update(); // once what `ttl` left is deleted
    void forget(); // Redis may have, too

private:
    QCoro::Task<> set(const Namespace &space, bool isMarked);

    redis::Clients &m_clients;
    const std::vector<std::unique_ptr<Namespace>> &m_spaces;
    QHash<const Namespace *, bool> m_known; // whether it is marked
};

} // namespace signalbox::cache
