// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/application.h"
#include "http/app_error.h"

#include <QByteArray>
#include <QList>
#include <QObject>

#include <coroutine>
#include <functional>
#include <memory>
#include <optional>

namespace signalbox::http {

// The body of a request between the gate, which writes chunks, and the handler, which reads them. Bounded: beyond
// some 256 KiB unread the gate is asked to stop reading the socket. Reactor thread only; shared by the two ends.
class BodyStream : public QObject {
    Q_OBJECT
public:
    explicit BodyStream(std::function<void()> resumeGate);

    // `co_await reader.next()`: a chunk, or nothing at the end. Throws an AppError when the rest will not come:
    // 400 when it broke off, 413 when it is over the limit.
    // One reader at a time. It resumes from the event loop, never from inside the gate.
    class Next {
    public:
        explicit Next(BodyStream &stream)
            : m_stream(stream)
        {
        }
        bool await_ready() const { return m_stream.canRead(); }
        void await_suspend(std::coroutine_handle<> reader) { m_stream.m_reader = reader; }
        std::optional<QByteArray> await_resume() { return m_stream.take(); }

    private:
        BodyStream &m_stream;
    };
    Next next() { return Next(*this); }

    bool write(QByteArrayView chunk); // false: full for now
    void finish();
    void fail(AppError why); // the rest will not come: the reader gets `why`, not what is left unread

private:
    enum class State : quint8 { Open, Finished, Failed };

    bool canRead() const { return !m_chunks.isEmpty() || m_state != State::Open; }
    std::optional<QByteArray> take();
    void wakeReader();

    std::function<void()> m_resumeGate;
    QList<QByteArray> m_chunks;
    qint64 m_bytes = 0;
    bool m_full = false;
    State m_state = State::Open;
    std::optional<AppError> m_failure;
    std::coroutine_handle<> m_reader;
};

// The gate's end of it.
std::unique_ptr<gate::BodySink> makeSink(std::shared_ptr<BodyStream> stream);

} // namespace signalbox::http
