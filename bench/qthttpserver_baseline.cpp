// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Bare QtHttpServer with nothing but GET /health: what Signalbox is measured against. Listens on PORT.

#include <QCoreApplication>
#include <QHttpServer>
#include <QHttpServerResponse>
#include <QTcpServer>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QHttpServer server;
    server.route(QStringLiteral("/health"), [] {
        return QHttpServerResponse(QByteArrayLiteral("application/json"), QByteArrayLiteral("{\"ok\":true}"));
    });
    auto *listener = new QTcpServer; // the HTTP server takes it over
    if (!listener->listen(QHostAddress::LocalHost, quint16(qEnvironmentVariableIntValue("PORT"))))
        return 1;
    server.bind(listener);
    return application.exec();
}
