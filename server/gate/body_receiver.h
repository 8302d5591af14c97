// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/body_reader.h"
#include "gate/connection_exchange.h"
#include "gate/gate_context.h"

#include <functional>

namespace signalbox::gate {

// The body of a request on its way to the application: whole into its exchange, or in chunks into a sink. A part of
// its connection, which looks at state() after each piece and says how it ends.
class BodyReceiver {
public:
    explicit BodyReceiver(GateContext &context);

    void start(std::shared_ptr<ConnectionExchange> exchange, qint64 limit);
    // Stream lane: asks the application for a sink. `resume` is for it to call when it takes more.
    void openSink(std::function<void()> resume);
    qsizetype take(QByteArrayView bytes); // how many it took

    const std::shared_ptr<ConnectionExchange> &exchange() const { return m_exchange; } // null when none is received
    BodyReader::State state() const { return m_reader.state(); }
    Refusal refusal() const { return m_reader.refusal(); }
    bool isPaused() const { return m_paused; } // the sink takes no more for now
    void unpause() { m_paused = false; }

    // How it ends. Each lets go of the exchange before the application hears of it, which may answer at once.
    void finish(); // it is complete: the application is to handle the request
    // No more of it is taken: the connection ends with the answer.
    std::shared_ptr<ConnectionExchange> stop();
    std::shared_ptr<ConnectionExchange> abort(); // likewise, and the sink is told that it broke off
    // Likewise, but the application answers: what its middleware makes of the head may come before this refusal.
    void refuse(const Refusal &refusal);

private:
    void deliver(QByteArrayView data);

    GateContext &m_context;
    std::shared_ptr<ConnectionExchange> m_exchange;
    BodyReader m_reader;
    bool m_paused = false;
};

} // namespace signalbox::gate
