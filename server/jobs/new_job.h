// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_options.h"
#include "jobs/keyed_script.h"
#include "jobs/queue_keys.h"

#include <stdexcept>

namespace signalbox::jobs {

// A job that is to be. A value.
struct NewJob {
    QByteArray name;
    QByteArray data = "{}"; // JSON
    JobOptions options = {};
};

// What is wrong with a job that is to be added: BullMQ refuses it too, or would lose it. `field` is "name", "data" or
// an option's name.
class InvalidJob : public std::invalid_argument {
public:
    InvalidJob(QString field, const QString &message)
        : std::invalid_argument(message.toStdString())
        , m_field(std::move(field))
    {
    }

    const QString &field() const { return m_field; }

private:
    QString m_field;
};

void checkNewJob(const NewJob &job); // throws InvalidJob
void checkQueueName(const QByteArray &name); // likewise, of the field "queue"

// What a flow says of the places of its jobs.
struct FlowPlace {
    bool isInFlow = false;
    bool hasChildren = false;
};

// How Redis is asked to add a job that was checked. A job with a parent names it in its options.
ScriptCall addCall(const QueueKeys &queue, const NewJob &job, FlowPlace place = {});

} // namespace signalbox::jobs
