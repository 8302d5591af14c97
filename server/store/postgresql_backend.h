// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/backend.h"

namespace signalbox::store {

class PostgreSqlBackend : public Backend {
public:
    explicit PostgreSqlBackend(const DatabaseUrl &url);
    ~PostgreSqlBackend() override;

    void begin(Connection &connection, Access access, std::chrono::milliseconds left) override;
    void commit(Connection &connection) override;
    DatabaseError::Kind kindOf(const QSqlError &error) const override;
    QString missing() const override;
    void interrupt() noexcept override { } // statement_timeout does, and leaves the connection alive
    void cutOff() noexcept override;

private:
    int m_socket = -1; // libpq's under a number of its own, which stays this one's when libpq closes its
    Access m_access = Access::Write; // of the transaction
};

} // namespace signalbox::store
