// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/audit_log.h"

#include <QCoro/QCoroTask>

namespace signalbox::http {
class Context;
}
namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::admin {

// Puts what a request is about to change into the audit log. What isn't in the database has no transaction with it, so
// this comes first: an entry may tell of a change that then failed, but nothing is changed without one. Reactor thread;
// throws DatabaseError.
QCoro::Task<> noteChange(store::DatabasePool &database, http::Context &context, audit::Entry entry);

} // namespace signalbox::admin
