// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/json_file.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largest = 4 * 1024 * 1024;

} // namespace

JsonFile::JsonFile(QString name)
    : m_name(std::move(name))
{
}

QJsonObject JsonFile::read()
{
    m_error.clear();
    QFile file(m_name);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly)) {
        m_error = u"%1 can't be read: %2"_s.arg(m_name, file.errorString());
        return {};
    }
    QJsonParseError problem{};
    const QJsonDocument document = QJsonDocument::fromJson(file.read(largest), &problem);
    if (!document.isObject())
        m_error = u"%1 can't be read: %2. Correct it, or move it away"_s.arg(m_name, problem.errorString());
    return document.object();
}

bool JsonFile::write(const QJsonObject &content)
{
    m_error.clear();
    QSaveFile file(m_name);
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(QJsonDocument(content).toJson()) > 0 && file.commit();
    if (!isWritten)
        m_error = u"%1 can't be written: %2"_s.arg(m_name, file.errorString());
    return isWritten;
}

} // namespace signalbox::jobs
