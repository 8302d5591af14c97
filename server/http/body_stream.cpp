// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/body_stream.h"

namespace signalbox::http {

namespace {

constexpr qint64 fullBytes = 256 * 1024;

class StreamSink final : public gate::BodySink {
public:
    explicit StreamSink(std::shared_ptr<BodyStream> stream)
        : m_stream(std::move(stream))
    {
    }

    bool write(QByteArrayView chunk) override { return m_stream->write(chunk); }
    void finish() override { m_stream->finish(); }
    void abort() override { m_stream->fail(AppError(400, QStringLiteral("The body ended too early"))); }
    void refuse(const gate::Refusal &refusal) override { m_stream->fail(toError(refusal)); }

private:
    std::shared_ptr<BodyStream> m_stream;
};

} // namespace

BodyStream::BodyStream(std::function<void()> resumeGate)
    : m_resumeGate(std::move(resumeGate))
{
}

bool BodyStream::write(QByteArrayView chunk)
{
    m_chunks.append(chunk.toByteArray());
    m_bytes += chunk.size();
    m_full = m_bytes >= fullBytes;
    wakeReader();
    return !m_full;
}

void BodyStream::finish()
{
    if (m_state == State::Open)
        m_state = State::Finished;
    m_resumeGate = nullptr;
    wakeReader();
}

void BodyStream::fail(AppError why)
{
    m_state = State::Failed;
    m_failure = std::move(why);
    m_resumeGate = nullptr;
    wakeReader();
}

std::optional<QByteArray> BodyStream::take()
{
    if (m_state == State::Failed)
        throw AppError(*m_failure);
    if (m_chunks.isEmpty())
        return {};
    QByteArray chunk = m_chunks.takeFirst();
    m_bytes -= chunk.size();
    if (m_full && m_bytes < fullBytes / 2 && m_resumeGate) {
        m_full = false;
        m_resumeGate();
    }
    return chunk;
}

void BodyStream::wakeReader()
{
    if (m_reader)
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_reader && canRead()) // what it was woken for may be taken already
                    std::exchange(m_reader, {}).resume();
            },
            Qt::QueuedConnection);
}

std::unique_ptr<gate::BodySink> makeSink(std::shared_ptr<BodyStream> stream)
{
    return std::make_unique<StreamSink>(std::move(stream));
}

} // namespace signalbox::http
