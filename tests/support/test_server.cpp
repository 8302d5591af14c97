// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/test_server.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;

TestServer::TestServer(const Change &change)
{
    Server::Settings settings;
    settings.port = 0;
    settings.threads = 2;
    settings.dataDirectory = m_directory.path();
    settings.adminToken = token();
    settings.telemetry.nodeName = u"test"_s;
    settings.telemetry.logFile = m_directory.filePath(u"log"_s);
    if (change)
        change(settings);
    m_server = std::make_unique<Server>(settings);
}

bool TestServer::start()
{
    if (startOrFail())
        return true;
    QTest::qFail(qPrintable(m_server->errorString()), __FILE__, __LINE__);
    return false;
}

bool TestServer::startOrFail()
{
    m_server->start();
    return QTest::qWaitFor([this] { return m_server->state() != Server::State::Starting; }, 60'000)
        && m_server->state() == Server::State::Listening;
}

bool TestServer::stop()
{
    QSignalSpy stopped(m_server.get(), &Server::stopped);
    m_server->stop();
    return stopped.wait(15'000);
}

QByteArray TestServer::logLines()
{
    m_server->telemetry().flush();
    QFile file(m_directory.filePath(u"log"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Answer TestServer::ask(const QByteArray &method, const QByteArray &target, const Fields &fields,
                       const QByteArray &body) const
{
    HttpClient client(url());
    return client.ask(method, target, fields, body);
}

Answer TestServer::admin(const QByteArray &method, const QByteArray &target, const Fields &fields,
                         const QByteArray &body) const
{
    return ask(method, target, Fields(fields) << authorization(), body);
}

} // namespace signalbox::test
