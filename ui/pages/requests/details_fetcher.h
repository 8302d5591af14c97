// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/request_details.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace signalbox::ui {

class Session;

// Asks the server for all that it keeps of several requests, a few at a time. Of one that it keeps no more there is
// what its record says. Main thread.
class DetailsFetcher : public QObject {
    Q_OBJECT
public:
    static constexpr int MaxFetched = 500; // of the others the record alone is given

    using Done = std::function<void(const QList<RequestDetails> &)>; // in the order of the records

    explicit DetailsFetcher(QObject *parent = nullptr);
    void setSession(Session *session);
    void fetch(const QList<RequestRecord> &records, QObject *context, Done done);

private:
    struct Job;
    void next(const std::shared_ptr<Job> &job);

    QPointer<Session> m_session;
};

} // namespace signalbox::ui
