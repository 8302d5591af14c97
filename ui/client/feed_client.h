// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "request_record.h"

#include <QCborMap>
#include <QDateTime>
#include <QObject>

#include <chrono>
#include <memory>

namespace signalbox::ui {

enum class LinkState : quint8 { Connecting, Connected, Lost, Refused, Closed };

// The live feed of one server, as CBOR. Reconnects by itself with back-off and jitter and subscribes anew. Main thread.
class FeedClient : public QObject {
    Q_OBJECT
public:
    explicit FeedClient(Endpoint endpoint, QObject *parent = nullptr);
    ~FeedClient() override;

    void open();
    void close();
    LinkState state() const;
    QDateTime since() const; // of this state
    QString reason() const; // why it is Lost or Refused, for a person

    void subscribeRequests(const QString &filter, int maxPerSecond);
    void unsubscribeRequests();
    void subscribeStats(std::chrono::milliseconds interval);

signals:
    void stateChanged(signalbox::ui::LinkState state);
    void requestsArrived(const QList<signalbox::RequestRecord> &records, qint64 skipped);
    void statsArrived(const QCborMap &stats, const QCborMap &point);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::ui
