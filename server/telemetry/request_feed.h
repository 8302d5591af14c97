// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "filter.h"
#include "telemetry/mailbox.h"
#include "telemetry/request_batch.h"

#include <functional>

namespace signalbox::telemetry {

class EncodedRecord;

// One subscriber to the requests as they end: picks those that its filter matches, within its rate, and hands them
// over in batches. Collector's thread only.
class RequestFeed {
public:
    using Deliver = std::function<void(const RequestBatch &)>;

    // The mailbox is shared with whoever may close it.
    RequestFeed(std::shared_ptr<Mailbox> mailbox, Filter filter, int maxPerSecond, Deliver deliver);

    void offer(const EncodedRecord &record);
    // Sends what was picked since the last time; false when the subscriber is gone.
    bool deliver(qint64 nowMs);

private:
    void beginSecond(qint64 second);

    std::shared_ptr<Mailbox> m_mailbox;
    Filter m_filter;
    Deliver m_deliver;
    const int m_maxPerSecond;
    RequestBatch m_batch;
    qint64 m_second = 0;
    int m_sentInSecond = 0;
    qint64 m_skippedInSecond = 0;
    bool m_crowded = false; // the last second had more than its rate: spread this one's evenly
};

} // namespace signalbox::telemetry
