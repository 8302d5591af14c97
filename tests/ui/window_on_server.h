// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages.h"
#include "pages/page.h"
#include "shell/main_window.h"
#include "support/cached_server.h"
#include "widgets/theme.h"
#include "window_parts.h"

#include <QSettings>
#include <QTemporaryDir>

namespace signalbox::ui::test {

// The window on a real server with a real Redis. A base of test classes.
class WindowOnServer : protected signalbox::test::CachedServer, protected WindowParts {
protected:
    void openWindow(const QString &page, const QSize &size = {1600, 1000})
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings =
            std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
        begin();
        m_window = std::make_unique<MainWindow>(m_theme, *m_settings, nullptr);
        app::addPages(*m_window, m_theme, *m_settings);
        m_window->resize(size);
        m_window->show();
        m_window->attach(
            Endpoint{m_server->url(), signalbox::test::TestServer::token(), QStringLiteral("test"), {}, false});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->feed().state(), LinkState::Connected, Patience);
        m_window->go(page);
    }

    void closeWindow()
    {
        m_window.reset();
        m_settings.reset();
        end();
    }

    Theme m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace signalbox::ui::test
