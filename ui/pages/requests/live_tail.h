// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/requests_model.h"

#include <QBasicTimer>
#include <QList>
#include <QObject>

namespace signalbox::ui {

// Lets new requests into the model while the table follows them, and holds them back while it stands still. What is
// held is bounded by the model's capacity: the oldest are dropped, and counted. Much that was held comes in over
// several turns, so that none of them is felt. Main thread.
class LiveTail : public QObject {
    Q_OBJECT
public:
    explicit LiveTail(RequestsModel &model, QObject *parent = nullptr);

    void add(const QList<RequestRecord> &oldestFirst);
    void setFollowing(bool following); // true lets in what was held
    bool isFollowing() const;
    void release(); // lets in what is held, without following
    void clear();

    qint64 heldCount() const; // dropped ones included
    qint64 droppedCount() const;

signals:
    void heldChanged();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void releaseSome();
    void hold(const QList<RequestRecord> &oldestFirst);

    RequestsModel &m_model;
    QList<RequestRecord> m_held;
    qsizetype m_releasing = 0; // so many of the held ones, the oldest, are coming in
    QBasicTimer m_timer;
    qint64 m_dropped = 0;
    bool m_following = true;
};

} // namespace signalbox::ui
