// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QString>

namespace signalbox::jobs {

// Settings that the console changes, kept as JSON in a file of the data folder that only its owner reads (mode 0600).
// One thread at a time.
class JsonFile {
public:
    explicit JsonFile(QString name);
    virtual ~JsonFile() = default;

    QJsonObject read(); // empty when there is no such file, or with errorString()
    virtual bool write(const QJsonObject &content); // as a whole or not at all; false with errorString()
    const QString &errorString() const { return m_error; }

private:
    const QString m_name;
    QString m_error;
};

} // namespace signalbox::jobs
