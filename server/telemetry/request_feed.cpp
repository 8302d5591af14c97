// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/request_feed.h"

#include "telemetry/encoded_record.h"

#include <algorithm>

namespace signalbox::telemetry {

namespace {

constexpr int batchesPerSecond = 10;

} // namespace

RequestFeed::RequestFeed(std::shared_ptr<Mailbox> mailbox, Filter filter, int maxPerSecond, Deliver deliver)
    : m_mailbox(std::move(mailbox))
    , m_filter(std::move(filter))
    , m_deliver(std::move(deliver))
    , m_maxPerSecond(std::max(maxPerSecond, 1))
{
}

void RequestFeed::offer(const EncodedRecord &record)
{
    if (!m_filter.isEmpty() && !m_filter.matches(record.view()))
        return;
    const int left = m_maxPerSecond - m_sentInSecond;
    const int share = m_crowded ? std::max(m_maxPerSecond / batchesPerSecond, 1) : m_maxPerSecond;
    if (m_batch.items.size() >= std::min(left, share)) {
        ++m_batch.skipped;
        ++m_skippedInSecond;
        return;
    }
    m_batch.items.append(record.decode());
}

void RequestFeed::beginSecond(qint64 second)
{
    if (second == m_second)
        return;
    m_second = second;
    m_crowded = m_skippedInSecond > 0;
    m_sentInSecond = 0;
    m_skippedInSecond = 0;
}

bool RequestFeed::deliver(qint64 nowMs)
{
    m_sentInSecond += static_cast<int>(m_batch.items.size());
    beginSecond(nowMs / 1000);
    if (m_batch.items.isEmpty() && m_batch.skipped == 0)
        return !m_mailbox->isClosed();
    RequestBatch batch = std::exchange(m_batch, {});
    // They came by reactor.
    std::stable_sort(batch.items.begin(), batch.items.end(),
                     [](const RequestRecord &a, const RequestRecord &b) { return a.endUs() < b.endUs(); });
    const auto result = m_mailbox->post([deliver = m_deliver, batch] { deliver(batch); });
    if (result == Mailbox::Result::Full)
        m_batch.lost = batch.lost + 1;
    return result != Mailbox::Result::Closed;
}

} // namespace signalbox::telemetry
