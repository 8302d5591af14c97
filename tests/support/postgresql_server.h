// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::test {

// A PostgreSQL server that is run by tests/support/postgresql.sh. What fails ends the test program, with what to do.
class PostgreSqlServer {
public:
    // The one that all tests share; CTest starts it before them and stops it after.
    static const PostgreSqlServer &shared();
    // One for a test alone, started and removed by it. Takes some seconds.
    static PostgreSqlServer makeOwn();
    PostgreSqlServer(PostgreSqlServer &&) noexcept;
    ~PostgreSqlServer();

    QString createDatabase() const; // a fresh one, as a URL
    void dropDatabase(const QString &url) const;

    void start();
    void stop(); // which it tells those connected to it
    void kill(); // as by kill -9
    void pause(); // it answers nothing and closes nothing ...
    void resume();

private:
    explicit PostgreSqlServer(const QString &folder, bool isOwn);
    void script(const QString &command) const;
    void administer(const QString &statement) const;

    QString m_folder;
    bool m_isOwn;
};

} // namespace signalbox::test
