// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/redis_server.h"

#include "support/test_certificate.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QThread>

#include <csignal>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;

namespace {

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

RedisServer::RedisServer(QStringList options, By by)
    : m_options(std::move(options))
    , m_by(by)
{
    if (m_by != By::Socket)
        m_port = freePort();
    if (m_by == By::Tls && !makeCertificate(m_folder, u"redis"_s, {u"-addext"_s, u"subjectAltName=DNS:localhost"_s}))
        qFatal("openssl makes no certificate");
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
}

RedisServer::~RedisServer()
{
    kill();
}

QStringList RedisServer::arguments() const
{
    QStringList arguments{u"--dir"_s, folder(), u"--save"_s, QString(), u"--daemonize"_s, u"no"_s};
    switch (m_by) {
    case By::Socket:
        arguments << u"--port"_s << u"0"_s << u"--unixsocket"_s << url().path;
        break;
    case By::Tcp:
        arguments << u"--bind"_s << u"127.0.0.1"_s << u"--port"_s << QString::number(m_port);
        break;
    case By::Tls:
        arguments << u"--bind"_s << u"127.0.0.1"_s << u"--port"_s << u"0"_s << u"--tls-port"_s
                  << QString::number(m_port) << u"--tls-cert-file"_s << m_folder.filePath(u"redis.pem"_s)
                  << u"--tls-key-file"_s << m_folder.filePath(u"redis.key"_s) << u"--tls-ca-cert-file"_s
                  << m_folder.filePath(u"redis.pem"_s) << u"--tls-auth-clients"_s << u"no"_s;
        break;
    }
    return arguments + m_options;
}

bool RedisServer::launch()
{
    m_process.start(u"redis-server"_s, arguments());
    return m_process.waitForStarted();
}

bool RedisServer::start()
{
    if (!launch())
        return false;
    QElapsedTimer waited;
    for (waited.start(); waited.elapsed() < 30'000 && m_process.state() == QProcess::Running;) {
        const QByteArray answer = run({u"PING"_s});
        if (answer.startsWith("PONG") || answer.startsWith("NOAUTH"))
            return true;
        QThread::msleep(10);
    }
    return false;
}

void RedisServer::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(-1);
}

void RedisServer::shutDown()
{
    run({u"SHUTDOWN"_s, u"NOSAVE"_s});
    m_process.waitForFinished(10'000);
}

void RedisServer::freeze()
{
    ::kill(pid_t(m_process.processId()), SIGSTOP);
    const auto isStopped = [this] { // which a busy machine may take a moment for
        QFile status(u"/proc/%1/stat"_s.arg(m_process.processId()));
        return status.open(QIODevice::ReadOnly) && status.readAll().contains(") T ");
    };
    for (const QDeadlineTimer patience(10'000); !isStopped() && !patience.hasExpired();)
        QThread::msleep(1);
}

void RedisServer::thaw()
{
    ::kill(pid_t(m_process.processId()), SIGCONT);
}

redis::RedisUrl RedisServer::url() const
{
    redis::RedisUrl url;
    if (m_by == By::Socket) {
        url.path = m_folder.filePath(u"redis.sock"_s);
        return url;
    }
    url.host = m_by == By::Tls ? u"localhost"_s : u"127.0.0.1"_s;
    url.port = m_port;
    url.isEncrypted = m_by == By::Tls;
    if (url.isEncrypted)
        url.authorities = m_folder.filePath(u"redis.pem"_s);
    return url;
}

QByteArray RedisServer::run(const QStringList &words) const
{
    return run(url(), words);
}

QByteArray RedisServer::run(const redis::RedisUrl &url, const QStringList &words)
{
    QStringList arguments;
    if (!url.path.isEmpty())
        arguments << u"-s"_s << url.path;
    else
        arguments << u"-h"_s << url.host << u"-p"_s << QString::number(url.port);
    if (url.isEncrypted)
        arguments << u"--tls"_s << u"--cacert"_s << url.authorities;
    QProcess client;
    client.start(u"redis-cli"_s, arguments + words);
    return client.waitForFinished() ? client.readAllStandardOutput().trimmed() : QByteArray();
}

qint64 RedisServer::number(const QByteArray &section, const QByteArray &field) const
{
    for (const QByteArray &line : run({u"INFO"_s, QString::fromLatin1(section)}).split('\n')) {
        if (line.startsWith(field + ':'))
            return line.mid(field.size() + 1).trimmed().toLongLong();
    }
    return -1;
}

} // namespace signalbox::test
