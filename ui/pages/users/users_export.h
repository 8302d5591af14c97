// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>
#include <QUrlQuery>

#include <memory>

class QNetworkReply;
class QSaveFile;

namespace signalbox::ui {

class Session;

// Saves users as CSV: what comes is written as it comes, so that a list of any length takes no memory. Main thread.
class UsersExport : public QObject {
    Q_OBJECT
public:
    explicit UsersExport(QObject *parent = nullptr);
    ~UsersExport() override;

    void setSession(Session *session);
    void askWhere(const QUrlQuery &query, QWidget *over); // with a dialog
    void save(const QUrlQuery &query, const QString &fileName); // one at a time

signals:
    void toast(const QString &message);

private:
    void write();
    void finish();
    void fail(const QString &why);

    QPointer<Session> m_session;
    QPointer<QNetworkReply> m_reply;
    std::unique_ptr<QSaveFile> m_file;
};

} // namespace signalbox::ui
