// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"

#include <QList>
#include <QObject>

class QSettings;

namespace signalbox::ui {

// The servers that the window was attached to, with their names and colours. A token is kept only when asked for, in a
// file of its own (mode 0600) beside the settings; of a sign-in only the email is, never the password or its tokens.
// Main thread; `settings` must outlive it.
class RememberedServers : public QObject {
    Q_OBJECT
public:
    explicit RememberedServers(QSettings &settings, QObject *parent = nullptr);

    QList<Endpoint> servers() const; // by name; the token empty when it was not kept
    Endpoint find(const QUrl &url) const; // an empty one when it isn't known
    void remember(const Endpoint &endpoint, bool keepToken); // replaces what has the same address
    void forget(const QUrl &url); // its token too

    static QList<QColor> colors(); // to choose from
    static QUrl normalized(const QString &typed); // "localhost:3000" → http://localhost:3000; empty: no address

signals:
    void changed();

private:
    QString tokenPath(const QUrl &url) const;
    void store(const QList<Endpoint> &servers);
    bool storeToken(const Endpoint &endpoint) const;

    QSettings &m_settings;
};

} // namespace signalbox::ui
