// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/generated_password.h"

#include <QRandomGenerator>

namespace signalbox::users {

namespace {

constexpr QByteArrayView alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr int groups = 4;
constexpr int groupSize = 5;

} // namespace

QByteArray generatePassword()
{
    QByteArray password;
    for (int i = 0; i < groups * groupSize; ++i) {
        if (i > 0 && i % groupSize == 0)
            password += '-';
        password += alphabet[QRandomGenerator::system()->bounded(int(alphabet.size()))];
    }
    return password;
}

} // namespace signalbox::users
