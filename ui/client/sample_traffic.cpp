// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/sample_traffic.h"

#include "client/session.h"

#include <QNetworkReply>
#include <QRandomGenerator>
#include <QUrlQuery>

#include <array>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto Interval = 25ms;
constexpr int MostInFlight = 16;
constexpr auto Timeout = 10s;
constexpr std::array FailureStatuses{400, 404, 404, 409, 429, 500, 500, 503};
constexpr std::array Names{"ada", "grace", "linus", "margaret", "edsger", "barbara"};

struct Sample {
    QByteArray method;
    QString path;
    QUrlQuery query;
    QByteArray body;
};

int between(int least, int most)
{
    return QRandomGenerator::global()->bounded(least, most + 1);
}

template <typename Values> auto anyOf(const Values &values)
{
    return values[std::size_t(between(0, int(values.size()) - 1))];
}

Sample withNumber(const QString &path, const QString &key, int value)
{
    return {"GET"_ba, path, QUrlQuery{{key, QString::number(value)}}, {}};
}

// About what a small API does on a bad day: mostly fast, some slow, a few broken.
Sample anySample()
{
    const int dice = between(0, 99);
    const QString name = QString::fromLatin1(anyOf(Names));
    if (dice < 55)
        return {"GET"_ba, u"/demo/echo"_s, QUrlQuery{{u"name"_s, name}}, {}};
    if (dice < 70)
        return {"POST"_ba, u"/demo/echo"_s, {}, "{\"name\":\"" + name.toLatin1() + "\",\"items\":[1,2,3]}"};
    if (dice < 78)
        return withNumber(u"/demo/cpu"_s, u"ms"_s, between(2, 25));
    if (dice < 87)
        return withNumber(u"/demo/slow"_s, u"ms"_s, between(20, 200));
    if (dice < 91)
        return withNumber(u"/demo/slow"_s, u"ms"_s, between(550, 1200));
    return withNumber(u"/demo/fail"_s, u"status"_s, anyOf(FailureStatuses));
}

} // namespace

SampleTraffic::SampleTraffic(Session &session)
    : m_session(session)
    , m_network(session.endpoint().certificate)
{
    connect(&m_timer, &QTimer::timeout, this, &SampleTraffic::tick);
}

SampleTraffic::~SampleTraffic() = default;

bool SampleTraffic::isRunning() const
{
    return m_running;
}

int SampleTraffic::answered() const
{
    return m_answered;
}

void SampleTraffic::start()
{
    if (m_running)
        return;
    m_running = true;
    m_sent = 0;
    m_answered = 0;
    emit progressed(0);
    m_session.changeSettings({{"demo"_L1, true}}, this, [this](const AdminClient::Answer &answer) {
        if (!m_running)
            return;
        if (answer.ok())
            m_timer.start(Interval);
        else
            end(answer.error);
    });
}

void SampleTraffic::stop()
{
    if (m_running)
        end({});
}

void SampleTraffic::tick()
{
    if (m_sent < Requests && m_sent - m_answered < MostInFlight)
        send();
}

void SampleTraffic::send()
{
    const Sample sample = anySample();
    QUrl url = m_session.endpoint().url;
    url.setPath(sample.path);
    url.setQuery(sample.query);
    QNetworkRequest request(url);
    request.setTransferTimeout(int(std::chrono::milliseconds(Timeout).count()));
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Signalbox sample traffic"_s);
    if (!sample.body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = m_network.sendCustomRequest(request, sample.method, sample.body);
    reply->setParent(this);
    ++m_sent;
    connect(reply, &QNetworkReply::finished, this, &SampleTraffic::answer);
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

void SampleTraffic::answer()
{
    if (!m_running)
        return;
    emit progressed(++m_answered);
    if (m_answered == Requests)
        end({});
}

void SampleTraffic::end(const QString &error)
{
    m_running = false;
    m_timer.stop();
    const auto inFlight = findChildren<QNetworkReply *>();
    for (QNetworkReply *reply : inFlight)
        reply->abort();
    emit finished(error);
}

} // namespace signalbox::ui
