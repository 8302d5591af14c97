// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/compute_pool.h"
#include "gate/gate.h"
#include "http/api.h"
#include "http/dispatcher.h"
#include "support/raw_client.h"
#include "telemetry/telemetry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <functional>

namespace signalbox::test {

// One reactor's whole path, from the socket to telemetry, with the routes that a test gives it; on a free port.
class HttpFixture {
public:
    explicit HttpFixture(const std::function<void(http::Api &)> &addRoutes, ComputePool::Settings poolSettings = {},
                         qint64 bodyLimit = 1024 * 1024)
        : pool(poolSettings)
        , api(bodyLimit)
    {
        addRoutes(api);
        if (!gate.listen(QHostAddress::LocalHost, 0))
            qFatal("the gate can't listen: %s", qPrintable(gate.errorString()));
    }

    // One request on a connection of its own.
    RawAnswer request(const QByteArray &method, const QByteArray &target, const QByteArray &fields = {},
                      const QByteArray &body = {})
    {
        RawClient client(gate.port());
        client.send(head(method, target, fields, body) + body);
        return client.answer(method == "HEAD");
    }

    RawAnswer get(const QByteArray &target, const QByteArray &fields = {}) { return request("GET", target, fields); }

    RawAnswer postJson(const QByteArray &target, const QByteArray &body)
    {
        return request("POST", target, "Content-Type: application/json\r\n", body);
    }

    static QByteArray head(const QByteArray &method, const QByteArray &target, const QByteArray &fields = {},
                           const QByteArray &body = {})
    {
        QByteArray text = method + ' ' + target + " HTTP/1.1\r\nHost: test\r\n" + fields;
        if (!body.isEmpty())
            text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        return text + "\r\n";
    }

    // What telemetry keeps of the requests so far, the newest first.
    QList<RequestRecord> records()
    {
        telemetry.flush();
        const QCborMap page = telemetry.requests({}, {}, {}, 1000).result();
        QList<RequestRecord> records;
        for (const QCborValue &item : page.value(QStringLiteral("items")).toArray())
            records.append(RequestRecord::fromCbor(item.toMap()));
        return records;
    }

    // The record with its spans, which lists leave out.
    RequestRecord record(const QByteArray &id)
    {
        telemetry.flush();
        const auto found = telemetry.request(id).result();
        return found ? RequestRecord::fromCbor(found->value(QStringLiteral("record")).toMap()) : RequestRecord();
    }

    QList<QJsonObject> logLines(const QString &event)
    {
        telemetry.flush();
        QFile file(folder.filePath(QStringLiteral("log")));
        QList<QJsonObject> lines;
        if (!file.open(QIODevice::ReadOnly))
            return lines;
        for (const QByteArray &line : file.readAll().split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            if (object.value(QLatin1String("event")).toString() == event)
                lines.append(object);
        }
        return lines;
    }

    QTemporaryDir folder;
    telemetry::Telemetry telemetry{settings(), 1};
    ComputePool pool;
    http::Api api;
    http::Dispatcher dispatcher{api, telemetry, 0};
    gate::Gate gate{{}, dispatcher, std::make_shared<std::atomic<int>>(0)};

private:
    telemetry::Settings settings() const
    {
        telemetry::Settings settings;
        settings.logFile = folder.filePath(QStringLiteral("log"));
        return settings;
    }
};

inline QJsonObject jsonOf(const RawAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).object();
}

} // namespace signalbox::test
