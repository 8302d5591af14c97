// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/users_export.h"

#include "client/session.h"
#include "widgets/format.h"

#include <QFileDialog>
#include <QNetworkReply>
#include <QSaveFile>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 ReadBufferBytes = 256 * 1024;

} // namespace

UsersExport::UsersExport(QObject *parent)
    : QObject(parent)
{
}

UsersExport::~UsersExport()
{
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
}

void UsersExport::setSession(Session *session)
{
    if (m_reply)
        m_reply->abort();
    m_session = session;
}

void UsersExport::askWhere(const QUrlQuery &query, QWidget *over)
{
    auto *dialog = new QFileDialog(over, tr("Save users as CSV"), u"users.csv"_s, tr("CSV (*.csv)"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, query](const QString &fileName) { save(query, fileName); });
    dialog->open();
}

void UsersExport::save(const QUrlQuery &query, const QString &fileName)
{
    if (m_reply)
        return emit toast(tr("An export is under way; wait for its end."));
    const QNetworkRequest request =
        m_session ? m_session->client().request(u"/admin/users/export.csv"_s, query) : QNetworkRequest();
    if (request.url().isEmpty())
        return emit toast(tr("No server to export from. Start it, or attach to one."));
    m_file = std::make_unique<QSaveFile>(fileName);
    if (!m_file->open(QIODevice::WriteOnly))
        return fail(m_file->errorString());
    m_reply = m_session->client().network().get(request);
    m_reply->setReadBufferSize(ReadBufferBytes);
    connect(m_reply, &QIODevice::readyRead, this, &UsersExport::write);
    connect(m_reply, &QNetworkReply::finished, this, &UsersExport::finish);
    connect(m_reply, &QNetworkReply::finished, m_reply, &QObject::deleteLater);
}

// What an error says comes as a body, too, which is none of the file's.
void UsersExport::write()
{
    const bool ok = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 200;
    if (ok && m_file && m_file->write(m_reply->readAll()) < 0)
        m_reply->abort();
}

void UsersExport::finish()
{
    QNetworkReply *reply = m_reply;
    m_reply = nullptr;
    if (m_file->error() != QFileDevice::NoError)
        return fail(m_file->errorString());
    if (reply->error() != QNetworkReply::NoError)
        return fail(AdminClient::errorOf(*reply, reply->readAll()));
    m_file->write(reply->readAll());
    const qint64 size = m_file->size();
    if (!m_file->commit())
        return fail(m_file->errorString());
    emit toast(tr("Saved %1 as %2").arg(formatBytes(double(size)), m_file->fileName()));
    m_file.reset();
}

void UsersExport::fail(const QString &why)
{
    emit toast(tr("%1 was not saved: %2").arg(m_file->fileName(), why));
    m_file.reset();
}

} // namespace signalbox::ui
