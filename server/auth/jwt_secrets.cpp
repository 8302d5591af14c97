// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/jwt_secrets.h"

#include "base/secret_file.h"

#include <algorithm>

namespace signalbox::auth {

using namespace Qt::Literals::StringLiterals;

JwtSecrets JwtSecrets::load(const QString &dataDirectory, const QByteArrayList &configured)
{
    if (!configured.isEmpty())
        return checked(configured, u"JWT_SECRET"_s);
    return kept(dataDirectory + "/jwt-secret"_L1);
}

JwtSecrets JwtSecrets::checked(const QByteArrayList &values, const QString &source)
{
    const auto fits = [](const QByteArray &value) { return value.size() >= shortest && value.size() <= longest; };
    if (values.isEmpty() || !std::all_of(values.begin(), values.end(), fits))
        return failed(u"%1 must be %2 to %3 bytes long; `openssl rand -base64 32` makes a good one"_s.arg(source)
                          .arg(shortest)
                          .arg(longest));
    if (values.size() > most)
        return failed(u"%1 has more than %2 secrets; remove the oldest"_s.arg(source).arg(most));
    JwtSecrets secrets;
    secrets.m_values = values;
    return secrets;
}

JwtSecrets JwtSecrets::kept(const QString &name)
{
    SecretFile file(name);
    const QByteArray content = file.readOrCreate((longest + 2) * most + 1);
    if (content.isNull())
        return failed(file.errorString());
    QByteArrayList values;
    for (const QByteArray &line : content.split('\n')) {
        if (!line.trimmed().isEmpty())
            values.append(line.trimmed());
    }
    const JwtSecrets secrets = checked(values, u"Each secret in "_s + name);
    return secrets.isValid() ? secrets : failed(secrets.errorString() + "; delete the file to get a new one"_L1);
}

JwtSecrets JwtSecrets::failed(const QString &error)
{
    JwtSecrets secrets;
    secrets.m_error = error;
    return secrets;
}

} // namespace signalbox::auth
