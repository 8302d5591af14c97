// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/key_scan.h"

#include "client/cbor_fields.h"
#include "client/session.h"

#include <QUrlQuery>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString percent(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

QString KeyScan::globOf(const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return u"*"_s;
    const bool isGlob = text.contains('*'_L1) || text.contains('?'_L1) || text.contains('['_L1);
    return isGlob ? text : u"*%1*"_s.arg(text);
}

void KeyScan::setSession(Session *session)
{
    m_session = session;
    ++m_question;
    if (m_state == State::Running)
        setState(State::Cancelled);
}

void KeyScan::start(const QString &pattern, const QString &type)
{
    m_pattern = pattern;
    m_type = type;
    clear();
    emit restarted();
    goOn();
}

void KeyScan::goOn()
{
    if (!m_session || m_state == State::Running)
        return;
    m_restAtFound = m_found + FoundUntilRest;
    m_restAtScanned = m_scanned + ScannedUntilRest;
    setState(State::Running);
    step();
}

void KeyScan::cancel()
{
    if (m_state != State::Running)
        return;
    ++m_question;
    setState(State::Cancelled);
}

void KeyScan::forget()
{
    clear();
    emit stateChanged();
}

void KeyScan::clear()
{
    ++m_question;
    m_cursor.clear();
    m_found = 0;
    m_scanned = 0;
    m_total = 0;
    m_state = State::Idle;
}

bool KeyScan::canGoOn() const
{
    return m_state == State::Resting || m_state == State::Cancelled || m_state == State::Failed;
}

void KeyScan::step()
{
    QUrlQuery query;
    query.addQueryItem(u"match"_s, percent(m_pattern));
    if (!m_type.isEmpty())
        query.addQueryItem(u"type"_s, percent(m_type));
    if (!m_cursor.isEmpty())
        query.addQueryItem(u"cursor"_s, percent(m_cursor));
    query.addQueryItem(u"count"_s, QString::number(StepSize));
    m_session->client().get(u"/admin/redis/keys"_s, query, this,
                            [this, question = ++m_question](const AdminClient::Answer &answer) {
                                if (question == m_question)
                                    take(answer);
                            });
}

void KeyScan::take(const AdminClient::Answer &answer)
{
    m_error = answer.error;
    m_errorStatus = answer.status;
    if (!answer.ok())
        return setState(State::Failed);
    const QList<KeyRow> rows = KeyRow::listFromCbor(answer.body, QDateTime::currentMSecsSinceEpoch());
    m_cursor = answer.body.value("cursor"_L1).toString();
    m_scanned += integerField(answer.body, "scanned");
    m_total = integerField(answer.body, "total");
    m_found += rows.size();
    emit cameAcross(rows);
    if (m_cursor.isEmpty())
        return setState(State::Done);
    if (m_found >= m_restAtFound || m_scanned >= m_restAtScanned)
        return setState(State::Resting);
    emit stateChanged();
    if (m_state == State::Running && m_session)
        step();
}

void KeyScan::setState(State state)
{
    m_state = state;
    emit stateChanged();
}

} // namespace signalbox::ui
