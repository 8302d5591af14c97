// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/backend.h"

#include <sys/types.h>

struct sqlite3;

namespace signalbox::store {

class SqliteBackend : public Backend {
public:
    SqliteBackend(const DatabaseUrl &url, Access access);

    void begin(Connection &connection, Access access, std::chrono::milliseconds left) override;
    void commit(Connection &connection) override;
    std::unique_ptr<Statement> prepare(const char *text) override;
    DatabaseError::Kind kindOf(const QSqlError &error) const override;
    QString missing() const override;
    void interrupt() noexcept override;
    void cutOff() noexcept override { } // there is no server

    sqlite3 *handle() const { return m_handle; }

private:
    void rememberFile();
    void useWriteAheadLog();

    QByteArray m_file;
    dev_t m_device = 0; // of the file that was opened, and not of one put in its place
    ino_t m_inode = 0;
    sqlite3 *m_handle = nullptr;
    Access m_access = Access::Write; // of the transaction
};

} // namespace signalbox::store
