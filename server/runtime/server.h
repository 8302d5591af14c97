// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/settings.h"
#include "gate/limits.h"
#include "http/rate_limit.h"
#include "jobs/command_worker_settings.h"
#include "mail/mail_settings.h"
#include "runtime/account_settings.h"
#include "runtime/job_settings.h"
#include "runtime/redis_settings.h"
#include "store/database_settings.h"
#include "telemetry/telemetry.h"

#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

#include <memory>
#include <optional>
#include <vector>

namespace signalbox {

// The server, whole: telemetry, reactors with their gates and routes, and its lifecycle.
// Lives on the thread that made it (its methods and signals are that thread's); its work happens on its own threads.
class Server : public QObject {
    Q_OBJECT
public:
    struct Settings {
        QString host = QStringLiteral("127.0.0.1");
        quint16 port = 3000; // 0: a free one
        int threads = 0; // reactors; 0: one a core
        QString dataDirectory;
        QByteArray adminToken; // the run token; made and kept by RunToken
        QStringList corsOrigins; // "*" or exact origins
        bool demo = false;
        std::chrono::milliseconds shutdownTimeout{10'000};
        gate::Limits limits;
        http::RateLimit rateLimit; // of each client, for the routes that set none of their own
        qsizetype rateLimitClients = 100'000; // whose requests are counted at a time
        std::optional<QSslConfiguration> tls;
        telemetry::Settings telemetry;
        store::DatabaseSettings database;
        RedisSettings redis;
        cache::Settings cache;
        AccountSettings accounts;
        JobSettings jobs;
        mail::MailSettings mail;
        std::vector<jobs::CommandWorkerSettings> workers;
    };

    enum class State : quint8 { Stopped, Starting, Listening, Draining };
    Q_ENUM(State)

    explicit Server(Settings settings, QObject *parent = nullptr);
    ~Server() override; // stops, dropping what is left

    // Begins: the database is opened, which can take seconds, then it listens. stateChanged() follows with Listening;
    // or with Stopped and failed(), when errorString() and isPortTaken() tell why. Never before this returns.
    void start();
    // Begins a graceful shutdown: /ready turns 503, accepting stops, requests in flight finish; stopped() follows,
    // at the latest after the shutdown timeout. While it starts: once the database is open, or isn't.
    void stop();

    void setPort(quint16 port); // for the next start
    State state() const;
    QUrl url() const; // with the real port
    QString errorString() const;
    bool isPortTaken() const;
    telemetry::Telemetry &telemetry();

signals:
    void stateChanged(signalbox::Server::State state);
    void draining(int requestsLeft); // a few times a second while it drains
    void failed(const QString &error); // it could not start
    void stopped(const QStringList &dropped); // what had to be dropped, empty after a clean shutdown

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox
