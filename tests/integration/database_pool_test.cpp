// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/test_database.h"

#include <QCoroTask>
#include <QTest>

#include <stdexcept>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;
using store::Access;
using store::Connection;
using store::DatabaseError;
using store::Dialect;
using store::Query;
using store::Value;
using Kind = DatabaseError::Kind;

namespace {

struct Span {
    QByteArray kind;
    QByteArray name;
    std::chrono::steady_clock::time_point from;
    std::chrono::steady_clock::time_point to;
    bool failed;
};

class Spans : public telemetry::SpanSink {
public:
    void addSpan(QByteArray kind, QByteArray name, Clock::time_point from, Clock::time_point to, bool failed) override
    {
        all.append({kind, name, from, to, failed});
    }
    QList<Span> all;
};

qint64 addUser(Connection &connection, const QString &id, const QString &email)
{
    return connection.change("INSERT INTO users (id, email, email_key, name, name_key, role, password_hash, "
                             "created_at, updated_at) VALUES (?, ?, ?, ?, ?, 'user', '', 1, 1)",
                             {id, email, email.toCaseFolded(), email, email.toCaseFolded()});
}

qint64 countUsers(Connection &connection)
{
    Query query = connection.run("SELECT count(*) FROM users");
    return query.next() ? query.number(0) : -1;
}

// What the call threw.
template <typename Call> std::optional<Kind> kindThrownBy(Call call)
{
    try {
        call();
    } catch (const DatabaseError &error) {
        return error.kind();
    }
    return {};
}

} // namespace

class DatabasePoolTest : public QObject {
    Q_OBJECT

private slots:
    void givesWhatTheWorkGives_data() { test::addDialects(); }
    void givesWhatTheWorkGives()
    {
        test::TestDatabase database(test::currentDialect());
        const auto changed = QCoro::waitFor(database.pool().write(nullptr, "add user", [](Connection &connection) {
            return addUser(connection, u"1"_s, u"a@example.com"_s);
        }));
        QCOMPARE(changed, 1);
        QCOMPARE(QCoro::waitFor(database.pool().read(nullptr, "count users", &countUsers)), 1);
    }

    void bindsWhateverText_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QString>("text");
        const QList<std::pair<const char *, QString>> texts{{"quote", u"'; DROP TABLE users; --"_s},
                                                            {"backslash", u"\\'; DROP TABLE users; --\\"_s},
                                                            {"placeholder", u"? $1 :name %s"_s},
                                                            {"dollar quote", u"$$;DROP TABLE users;$$"_s},
                                                            {"unicode", u"Zoë Ωμέγα 漢字 🚉 \u2028"_s},
                                                            {"line", u"a\nb\r\tc"_s},
                                                            {"empty", u""_s}};
        for (const auto &[name, text] : texts) {
            QTest::addRow("sqlite %s", name) << Dialect::Sqlite << text;
            QTest::addRow("postgresql %s", name) << Dialect::PostgreSql << text;
        }
    }
    void bindsWhateverText()
    {
        QFETCH(QString, text);
        test::TestDatabase database(test::currentDialect());
        database.pool().runNow([text](Connection &connection) { addUser(connection, text + u'x', text); });
        const QString found = database.pool().runNow([text](Connection &connection) {
            Query query = connection.run("SELECT email FROM users WHERE id = ?", {text + u'x'});
            return query.next() ? query.text(0) : u"none"_s;
        });
        QCOMPARE(found, text);
    }

    void rollsBackWhatThrows_data() { test::addDialects(); }
    void rollsBackWhatThrows()
    {
        test::TestDatabase database(test::currentDialect());
        const auto work = [](Connection &connection) {
            addUser(connection, u"1"_s, u"a@example.com"_s);
            throw std::runtime_error("no");
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, database.pool().runNow(work));
        QCOMPARE(database.pool().runNow(&countUsers), 0);
    }

    void tellsOfWhatIsThereAlready_data() { test::addDialects(); }
    void tellsOfWhatIsThereAlready()
    {
        test::TestDatabase database(test::currentDialect());
        const auto work = [](Connection &connection) { addUser(connection, u"1"_s, u"a@example.com"_s); };
        database.pool().runNow(work);
        QCOMPARE(kindThrownBy([&] { database.pool().runNow(work); }), Kind::UniqueViolation);
        QCOMPARE(database.pool().runNow(&countUsers), 1);
    }

    void addsSpansForAcquireAndRun_data() { test::addDialects(); }
    void addsSpansForAcquireAndRun()
    {
        test::TestDatabase database(test::currentDialect());
        Spans spans;
        QCoro::waitFor(database.pool().read(&spans, "count users", &countUsers));
        QCOMPARE(spans.all.size(), 2);
        QCOMPARE(spans.all[0].name, "acquire");
        QCOMPARE(spans.all[1].name, "count users");
        QCOMPARE(spans.all[1].kind, "database");
        QVERIFY(spans.all[0].from <= spans.all[0].to);
        QVERIFY(spans.all[0].to == spans.all[1].from);
        QVERIFY(spans.all[1].from < spans.all[1].to);
    }
};

QTEST_GUILESS_MAIN(DatabasePoolTest)
#include "database_pool_test.moc"
