// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answers lines of JSON {settings: {url, from, connectTimeoutMs, timeoutMs}, message: {name, address, subject, text,
// id}, times} with {errors: [{message, isPermanent} or null, one for each time]}: they are sent together, by one
// mailer. With {stopAfterMs} the mailer goes meanwhile, and the answer is {goneAfterMs} that this took.

#include "mail/mail_error.h"
#include "mail/mail_message.h"
#include "mail/mail_settings.h"
#include "mail/mailer.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include <iostream>
#include <string>
#include <vector>

using namespace signalbox::mail;
using namespace Qt::Literals::StringLiterals;

namespace {

MailSettings settingsOf(const QJsonObject &json)
{
    MailSettings settings;
    settings.smtpUrl = json[u"url"].toString();
    settings.from = json[u"from"].toString(settings.from);
    settings.connectTimeout = std::chrono::milliseconds(json[u"connectTimeoutMs"].toInt(10'000));
    settings.timeout = std::chrono::milliseconds(json[u"timeoutMs"].toInt(30'000));
    return settings;
}

MailMessage messageOf(const QJsonObject &json)
{
    MailMessage message;
    message.to = {json[u"name"].toString(), json[u"address"].toString()};
    message.subject = json[u"subject"].toString();
    message.text = json[u"text"].toString();
    message.id = json[u"id"].toString(u"welcome-17"_s);
    message.date = QDateTime::currentDateTimeUtc();
    return message;
}

QCoro::Task<QJsonValue> errorOfSending(Mailer &mailer, MailMessage message)
{
    try {
        co_await mailer.send(message);
    } catch (const MailError &error) {
        co_return QJsonObject{{u"message"_s, error.message()}, {u"isPermanent"_s, error.isPermanent()}};
    }
    co_return QJsonValue();
}

QJsonObject send(Mailer &mailer, const MailMessage &message, int times)
{
    std::vector<QCoro::Task<QJsonValue>> tasks;
    for (int i = 0; i < times; ++i)
        tasks.push_back(errorOfSending(mailer, message));
    QJsonArray errors;
    for (QCoro::Task<QJsonValue> &task : tasks)
        errors.append(QCoro::waitFor(task));
    return {{u"errors"_s, errors}};
}

QJsonObject stopWhileSending(std::unique_ptr<Mailer> mailer, const MailMessage &message, int afterMs)
{
    const QCoro::Task<QJsonValue> task = errorOfSending(*mailer, message);
    QThread::msleep(unsigned(afterMs));
    QElapsedTimer timer;
    timer.start();
    mailer.reset();
    return {{u"goneAfterMs"_s, timer.elapsed()}};
}

QJsonObject answer(const QJsonObject &question)
{
    const MailMessage message = messageOf(question[u"message"].toObject());
    auto mailer = std::make_unique<Mailer>(settingsOf(question[u"settings"].toObject()), QString());
    if (question.contains(u"stopAfterMs"))
        return stopWhileSending(std::move(mailer), message, question[u"stopAfterMs"].toInt());
    return send(*mailer, message, question[u"times"].toInt(1));
}

} // namespace

int main(int count, char **arguments)
{
    const QCoreApplication application(count, arguments);
    for (std::string line; std::getline(std::cin, line);) {
        const QJsonObject question = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        std::cout << QJsonDocument(answer(question)).toJson(QJsonDocument::Compact).constData() << std::endl;
    }
    return 0;
}
