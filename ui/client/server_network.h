// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QNetworkAccessManager>
#include <QSslCertificate>

namespace signalbox::ui {

// Sends requests to one server: when its certificate is given, only to whoever shows this one. Main thread.
class ServerNetwork : public QNetworkAccessManager {
    Q_OBJECT
public:
    // `certificate` as in Endpoint.
    explicit ServerNetwork(const QSslCertificate &certificate, QObject *parent = nullptr);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body) override;

private:
    void check(QNetworkReply *reply) const;

    QSslCertificate m_certificate;
};

} // namespace signalbox::ui
