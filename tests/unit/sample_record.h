// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/encoded_record.h"
#include "telemetry/route_gauge.h"

#include <QByteArray>

#include <vector>

// A record as a shard would hand it over, with the memory that it lies in.
class SampleRecord {
public:
    struct Fields {
        QByteArray id = "request-1";
        QByteArray method = "GET";
        QByteArray path = "/users/7";
        QByteArray route = "/users/:id";
        QByteArray user = {};
        QByteArray userName = {};
        QByteArray error = {};
        qint64 endUs = 1'700'000'000'000'000;
        qint64 durationUs = 1500;
        int status = 200;
        int reactor = 0;
        int active = 1;
        bool slow = false;
        bool aborted = false;
        QList<signalbox::Span> spans = {};
    };

    explicit SampleRecord(const Fields &fields)
    {
        signalbox::RecordView view;
        view.id = fields.id;
        view.traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        view.method = fields.method;
        view.path = fields.path;
        view.route = fields.route;
        view.user = fields.user;
        view.userName = fields.userName;
        view.peer = "127.0.0.1:5000";
        view.error = fields.error;
        view.atUs = fields.endUs - fields.durationUs;
        view.durationUs = fields.durationUs;
        view.ttfbUs = fields.durationUs;
        view.bytesIn = 100;
        view.bytesOut = 200;
        view.status = fields.status;
        view.reactor = fields.reactor;
        view.active = fields.active;
        view.slow = fields.slow;
        view.aborted = fields.aborted;
        const signalbox::telemetry::RecordEncoder encoder(view, signalbox::telemetry::routeKey(view.method, view.route),
                                                          "00f067aa0ba902b7", fields.spans.constData(),
                                                          static_cast<std::size_t>(fields.spans.size()));
        m_bytes.resize(encoder.size() / sizeof(quint64));
        encoder.write(reinterpret_cast<char *>(m_bytes.data()));
    }

    signalbox::telemetry::EncodedRecord get() const
    {
        return signalbox::telemetry::EncodedRecord(reinterpret_cast<const char *>(m_bytes.data()));
    }

private:
    std::vector<quint64> m_bytes; // 8-aligned
};
