// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/session.h"
#include "pages/requests/requests_page.h"
#include "runtime/server.h"
#include "widgets/theme.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace signalbox::ui::test {

// The page on a real server in this process.
class RequestsFixture {
public:
    RequestsFixture()
        : server(serverSettings(folder.path()))
        , settings(folder.filePath(QStringLiteral("window.ini")), QSettings::IniFormat)
        , page(theme, settings)
    {
        server.start();
        if (!QTest::qWaitFor([this] { return server.state() == Server::State::Listening; }, 20'000))
            qFatal("%s", qPrintable(server.errorString()));
        session = std::make_unique<Session>(Endpoint{server.url(), token, {}, {}, true}, range);
        session->feed().open();
        page.resize(1400, 900);
        page.show();
        page.setActive(true);
        page.setSession(session.get());
    }

    ~RequestsFixture() { page.setSession(nullptr); }

    static Server::Settings serverSettings(const QString &path)
    {
        Server::Settings settings;
        settings.port = 0;
        settings.threads = 1;
        settings.dataDirectory = path;
        settings.adminToken = token;
        settings.demo = true;
        settings.telemetry.slowUs = 60'000;
        settings.telemetry.logFile = path + QStringLiteral("/server.log");
        return settings;
    }

    bool isConnected() const { return session->feed().state() == LinkState::Connected; }

    // Sends a request like any client, and waits for its answer's status.
    int send(const QByteArray &method, const char *path, const QByteArray &body = {},
             const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        QNetworkRequest request(server.url().resolved(QUrl(QString::fromLatin1(path))));
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        const std::unique_ptr<QNetworkReply> reply(network.sendCustomRequest(request, method, body));
        if (!QTest::qWaitFor([&reply] { return reply->isFinished(); }))
            return -1;
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    template <typename Widget> Widget *find(const char *name) const
    {
        auto *widget = page.findChild<Widget *>(QString::fromLatin1(name));
        if (!widget)
            qFatal("There is no %s", name);
        return widget;
    }

    static inline const QByteArray token = "a-token-of-this-test";

    QTemporaryDir folder;
    Server server;
    Theme theme;
    QSettings settings;
    TimeRange range;
    std::unique_ptr<Session> session;
    RequestsPage page;
    QNetworkAccessManager network;
};

} // namespace signalbox::ui::test
