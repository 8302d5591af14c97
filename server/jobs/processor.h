// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_context.h"

#include <QCoro/QCoroTask>

#include <functional>
#include <map>
#include <memory>

namespace signalbox::jobs {

// Does a job, on its worker's thread, which it doesn't block: what computes goes to the compute pool. Gives the job's
// return value as JSON, nothing for none. What it throws fails the attempt, see job_interrupts.h.
using Processor = std::function<QCoro::Task<QByteArray>(std::shared_ptr<JobContext> job)>;

// The processors of a queue by the names of jobs. A value.
class Processors {
public:
    void add(const QString &name, Processor processor) { m_byName[name] = std::move(processor); }
    // For the names that have none of their own.
    void setDefault(Processor processor) { m_default = std::move(processor); }

    // Null: nobody does jobs of this name.
    const Processor *find(const QString &name) const
    {
        const auto found = m_byName.find(name);
        if (found != m_byName.end())
            return &found->second;
        return m_default ? &m_default : nullptr;
    }

private:
    std::map<QString, Processor> m_byName;
    Processor m_default;
};

} // namespace signalbox::jobs
