// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/session.h"
#include "support/scripted_admin.h"
#include "widgets/theme.h"
#include "window_parts.h"

#include <QJsonObject>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

namespace signalbox::ui::test {

using signalbox::test::ScriptedAdmin;

// A page, or a part of one, on a server that says what the test wants. A base of fixtures.
template <typename Shown> class ScriptedPage : protected WindowParts {
protected:
    ScriptedPage()
        : m_settings(m_folder.filePath(QStringLiteral("window.ini")), QSettings::IniFormat)
    {
    }

    // For a server that is there by now; it is shown by connectToFeed().
    void make(std::unique_ptr<Shown> shown, const QSize &size)
    {
        m_session = std::make_unique<Session>(Endpoint{m_server->url(), "token", {}, {}, false}, m_range);
        m_page = std::move(shown);
        m_theme.dress(*m_page);
        m_page->resize(size);
        m_links = std::make_unique<QSignalSpy>(m_page.get(), &Shown::openLink);
        m_toasts = std::make_unique<QSignalSpy>(m_page.get(), &Shown::toast);
        m_page->setSession(m_session.get());
        m_page->setActive(true);
    }

    void connectToFeed()
    {
        m_page->show();
        m_session->open();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->feed().state(), LinkState::Connected, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->feeds(), 1, Patience);
    }

    void close()
    {
        m_page.reset();
        m_session.reset();
        m_server.reset();
        m_settings.clear();
        m_range.setPaused(false);
        m_range.setKind(TimeRange::Kind::Live);
    }

    // What went to the server last; a JSON object, whose fields have no order.
    QJsonObject lastBody(const QByteArray &method, const QString &path) const
    {
        const auto asked = m_server->asked(method, path);
        return asked.isEmpty() ? QJsonObject() : asked.constLast().body.toJsonObject();
    }
    static QJsonObject json(const QCborMap &map) { return map.toJsonObject(); }

    QString lastToast() const { return m_toasts->isEmpty() ? QString() : m_toasts->constLast()[0].toString(); }

    QTemporaryDir m_folder;
    QSettings m_settings;
    Theme m_theme;
    TimeRange m_range;
    std::unique_ptr<ScriptedAdmin> m_server;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Shown> m_page;
    std::unique_ptr<QSignalSpy> m_links;
    std::unique_ptr<QSignalSpy> m_toasts;
};

} // namespace signalbox::ui::test
