// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/session.h"
#include "pages/page.h"
#include "support/test_server.h"
#include "widgets/theme.h"

#include <QSettings>
#include <QTemporaryDir>

namespace signalbox::ui::test {

// A page of the window, shown and active, that watches a live server with the demo routes.
template <typename WatchingPage> class PageOnServer {
public:
    static constexpr int Patience = 10'000; // milliseconds

    PageOnServer()
    {
        if (!server->start())
            return;
        Endpoint endpoint;
        endpoint.url = server->url();
        endpoint.token = signalbox::test::TestServer::token();
        session = std::make_unique<Session>(endpoint, range);
        page.resize(1300, 900);
        page.setSession(session.get());
        page.setActive(true);
        page.show();
        session->feed().open();
    }
    ~PageOnServer() { page.setSession(nullptr); }

    template <typename Widget> Widget *find(const char *name) const
    {
        return page.template findChild<Widget *>(QLatin1String(name));
    }

    void send(const QByteArray &target, int times) const
    {
        for (int i = 0; i < times; ++i)
            server->get(target);
    }

    // In the place of the stopped one, at the same address: it knows nothing of what came before.
    bool startAnother()
    {
        server = makeServer(quint16(session->endpoint().url.port()));
        return server->start();
    }

    std::unique_ptr<signalbox::test::TestServer> server = makeServer(0);
    QTemporaryDir folder;
    QSettings stored{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    Theme theme;
    TimeRange range;
    std::unique_ptr<Session> session;
    WatchingPage page = makePage();

private:
    static std::unique_ptr<signalbox::test::TestServer> makeServer(quint16 port)
    {
        return std::make_unique<signalbox::test::TestServer>([port](Server::Settings &settings) {
            settings.demo = true;
            settings.port = port;
        });
    }

    WatchingPage makePage()
    {
        if constexpr (std::is_constructible_v<WatchingPage, const Theme &, QSettings &>)
            return WatchingPage(theme, stored);
        else
            return WatchingPage(theme);
    }
};

} // namespace signalbox::ui::test
