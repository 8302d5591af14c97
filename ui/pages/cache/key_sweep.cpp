// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/key_sweep.h"

#include "client/cbor_fields.h"
#include "client/session.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

KeySweep::KeySweep(Session *session, QString path, QCborMap question, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_path(std::move(path))
    , m_question(std::move(question))
{
}

void KeySweep::start(Mode mode)
{
    if (m_running)
        return;
    m_mode = mode;
    m_cursor.clear();
    m_progress = {};
    m_error.clear();
    m_end = End::None;
    m_cancelled = false;
    m_running = true;
    step();
}

void KeySweep::cancel()
{
    m_cancelled = true;
}

void KeySweep::step()
{
    if (!m_session)
        return finish(End::Failed, tr("No server is being watched."));
    QCborMap question = m_question;
    if (m_mode == Mode::Count)
        question.insert("dryRun"_L1, true);
    if (!m_cursor.isEmpty())
        question.insert("cursor"_L1, m_cursor);
    m_session->client().post(m_path, question, this, [this](const AdminClient::Answer &answer) { take(answer); });
}

void KeySweep::take(const AdminClient::Answer &answer)
{
    if (!answer.ok())
        return finish(End::Failed, answer.error);
    m_progress.matched += integerField(answer.body, "matched");
    m_progress.deleted += integerField(answer.body, "deleted");
    m_progress.scanned += integerField(answer.body, "scanned");
    m_progress.total = integerField(answer.body, "total");
    m_cursor = answer.body.value("cursor"_L1).toString();
    emit progressed();
    if (m_cursor.isEmpty())
        finish(End::Whole);
    else if (m_cancelled)
        finish(End::Cancelled);
    else
        step();
}

void KeySweep::finish(End end, const QString &error)
{
    m_running = false;
    m_end = end;
    m_error = error;
    emit finished();
}

} // namespace signalbox::ui
