// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "mail/smtp_sender.h"

#include <QByteArray>

#include <array>
#include <curl/curl.h>
#include <memory>

namespace signalbox::mail {

// One message on its way to the server, with a connection of its own. One thread.
class SmtpTransfer {
public:
    SmtpTransfer(const SmtpSender::Settings &settings, const std::atomic<bool> &isStopped);
    SmtpTransfer(const SmtpTransfer &) = delete;
    SmtpTransfer &operator=(const SmtpTransfer &) = delete;

    void send(const MailMessage &message); // once; throws MailError

private:
    template <typename Value> void set(CURLoption option, Value value);
    void setServer();
    void setTls();
    void setLogin();
    void setMessage(const MailMessage &message);
    void setCallbacks();
    MailError errorOf(CURLcode result) const;
    QString reasonOf(CURLcode result) const;

    // What libcurl calls meanwhile; `transfer` is this.
    static size_t readContent(char *buffer, size_t size, size_t count, void *transfer);
    static size_t takeAnswer(char *line, size_t size, size_t count, void *transfer);
    static int goOn(void *transfer, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    const SmtpSender::Settings &m_settings;
    const std::atomic<bool> &m_isStopped;
    std::array<char, CURL_ERROR_SIZE> m_problem{};
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> m_recipients;
    QByteArray m_content;
    qsizetype m_sent = 0; // of it
    QByteArray m_answer; // the last line of the server's
    size_t m_answered = 0; // bytes, all in all
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> m_curl; // goes first: it says QUIT, and hears the answer
};

} // namespace signalbox::mail
