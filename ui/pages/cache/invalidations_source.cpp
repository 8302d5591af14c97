// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/invalidations_source.h"

#include "client/cbor_fields.h"
#include "client/session.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

InvalidationsSource::InvalidationsSource(QObject *parent)
    : QObject(parent)
    , m_list(u"/admin/cache/invalidations"_s, u"before"_s)
{
    const auto take = [this](const QCborMap &answer) {
        emit loaded(Invalidation::listFromCbor(answer.value("items"_L1)));
    };
    connect(&m_list, &CursorList::restarted, this, take);
    connect(&m_list, &CursorList::moreCame, this, take);
    connect(&m_list, &CursorList::stateChanged, this, &InvalidationsSource::stateChanged);
}

void InvalidationsSource::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    m_session = session;
    m_list.setSession(session);
    if (!session)
        return;
    m_isFirst = true;
    connect(&session->feed(), &FeedClient::arrived, this, &InvalidationsSource::takeFeed);
    connect(&session->feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
        if (state != LinkState::Connected)
            return;
        m_isFirst = true;
        reload();
    });
    reload();
}

void InvalidationsSource::loadOlder()
{
    m_list.loadMore();
}

void InvalidationsSource::reload()
{
    m_list.reload();
}

void InvalidationsSource::takeFeed(const QString &topic, const QCborMap &data)
{
    if (topic != "cache"_L1)
        return;
    // The feed tells what comes after its subscription; what came between the last answer and that, another answer has.
    const bool isFirst = std::exchange(m_isFirst, false);
    const bool hasSkipped = integerField(data, "skipped") > 0;
    if (isFirst || hasSkipped)
        reload();
    if (hasSkipped)
        return;
    const QList<Invalidation> entries = Invalidation::listFromCbor(data.value("invalidations"_L1));
    if (!entries.isEmpty())
        emit arrived(entries);
}

} // namespace signalbox::ui
