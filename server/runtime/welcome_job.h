// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/processor.h"
#include "users/user.h"

namespace signalbox::http {
class Context;
}
namespace signalbox::mail {
class Mailer;
}
namespace signalbox::redis {
class Clients;
}
namespace signalbox::telemetry {
class Log;
}
namespace signalbox::users {
class UserService;
}

namespace signalbox {

inline constexpr char emailQueue[] = "email";

struct WelcomeParts {
    redis::Clients &redis;
    telemetry::Log &log;
    QByteArray prefix; // of the queues' keys
};

// Adds the job that welcomes who has just registered. A registration stands without it too: that Redis was away is
// logged. What `parts` refers to outlives the task.
QCoro::Task<> enqueueWelcome(http::Context &context, WelcomeParts parts, users::User user);

// Does the jobs of the queue "email". What they are given outlives them.
jobs::Processors emailProcessors(users::UserService &users, mail::Mailer &mailer, telemetry::Log &log);

} // namespace signalbox
