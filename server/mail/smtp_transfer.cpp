// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/smtp_transfer.h"

#include "mail/mail_error.h"
#include "mail/mail_message.h"

#include <algorithm>
#include <cstring>

namespace signalbox::mail {

namespace {

using namespace Qt::Literals::StringLiterals;
using Kind = MailError::Kind;
using Tls = SmtpUrl::Tls;

constexpr size_t mostAnswered = 64 * 1024;
constexpr qsizetype longestAnswer = 512; // that is told (RFC 5321, 4.5.3.1.5)

// libcurl from 7.84 on may be initialised while other threads run; for the life of the process.
void initialiseOnce()
{
    static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (result != CURLE_OK)
        throw MailError(Kind::Transient, u"libcurl can't begin: "_s + QString::fromUtf8(curl_easy_strerror(result)));
}

CURL *newHandle()
{
    initialiseOnce();
    CURL *handle = curl_easy_init();
    if (!handle)
        throw MailError(Kind::Transient, u"libcurl can't begin: out of memory"_s);
    return handle;
}

// The errors by which libcurl passes on that the server refused something; others may follow an old answer.
bool isRefusal(CURLcode result)
{
    switch (result) {
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_REMOTE_ACCESS_DENIED:
    case CURLE_LOGIN_DENIED:
    case CURLE_SEND_ERROR: // of MAIL, RCPT and DATA
        return true;
    default:
        return false;
    }
}

QByteArray inBrackets(const MailAddress &address)
{
    return '<' + address.mailbox() + '>';
}

// It says nothing of the message: the next one is refused likewise, until somebody corrects the password.
bool isAboutLogin(int code)
{
    return code == 530 || code == 534 || code == 535 || code == 538; // RFC 4954, 6
}

} // namespace

SmtpTransfer::SmtpTransfer(const SmtpSender::Settings &settings, const std::atomic<bool> &isStopped)
    : m_settings(settings)
    , m_isStopped(isStopped)
    , m_recipients(nullptr, &curl_slist_free_all)
    , m_curl(newHandle(), &curl_easy_cleanup)
{
}

void SmtpTransfer::send(const MailMessage &message)
{
    m_content = message.encoded();
    setServer();
    setTls();
    setLogin();
    setMessage(message);
    setCallbacks();
    const CURLcode result = curl_easy_perform(m_curl.get());
    if (result != CURLE_OK)
        throw errorOf(result);
}

template <typename Value> void SmtpTransfer::set(CURLoption option, Value value)
{
    const CURLcode result = curl_easy_setopt(m_curl.get(), option, value);
    if (result != CURLE_OK)
        throw errorOf(result);
}

void SmtpTransfer::setServer()
{
    using std::chrono::ceil;
    using std::chrono::seconds;
    set(CURLOPT_ERRORBUFFER, m_problem.data());
    set(CURLOPT_URL, m_settings.url.forConnecting().toUtf8().constData());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, ""); // whatever the environment says: that is for the web
    set(CURLOPT_NOSIGNAL, 1L); // other threads run
    set(CURLOPT_CONNECTTIMEOUT_MS, long(m_settings.connectTimeout.count()));
    set(CURLOPT_TIMEOUT_MS, long(m_settings.timeout.count()));
    // Else a server that doesn't answer QUIT would be waited for two minutes.
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, long(ceil<seconds>(m_settings.timeout).count()));
}

void SmtpTransfer::setTls()
{
    const QByteArray authorities = m_settings.url.authorities.toLocal8Bit();
    set(CURLOPT_USE_SSL, long(m_settings.url.tls == Tls::None ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!authorities.isEmpty())
        set(CURLOPT_CAINFO, authorities.constData());
}

void SmtpTransfer::setLogin()
{
    if (m_settings.url.user.isEmpty())
        return;
    set(CURLOPT_USERNAME, m_settings.url.user.toUtf8().constData());
    set(CURLOPT_PASSWORD, m_settings.url.password.toUtf8().constData());
    set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN"); // what all servers take, over TLS
}

void SmtpTransfer::setMessage(const MailMessage &message)
{
    m_recipients.reset(curl_slist_append(nullptr, inBrackets(message.to).constData()));
    set(CURLOPT_MAIL_FROM, inBrackets(message.from).constData());
    set(CURLOPT_MAIL_RCPT, m_recipients.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, curl_off_t(m_content.size()));
}

void SmtpTransfer::setCallbacks()
{
    set(CURLOPT_READFUNCTION, &SmtpTransfer::readContent);
    set(CURLOPT_READDATA, this);
    set(CURLOPT_HEADERFUNCTION, &SmtpTransfer::takeAnswer);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &SmtpTransfer::takeAnswer); // nothing should come there
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_XFERINFOFUNCTION, &SmtpTransfer::goOn);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
}

MailError SmtpTransfer::errorOf(CURLcode result) const
{
    const int code = m_answer.left(3).toInt();
    const bool isAnswered = isRefusal(result) && code >= 400 && code <= 599;
    const bool isPermanent = isAnswered && code >= 500 && !isAboutLogin(code);
    const QString reason = isAnswered ? QString::fromUtf8(m_answer) : reasonOf(result);
    return MailError(isPermanent ? Kind::Permanent : Kind::Transient,
                     u"The mail server %1 %2: %3"_s.arg(m_settings.url.forLogs(),
                                                        isAnswered ? u"refuses"_s : u"can't be used"_s, reason));
}

QString SmtpTransfer::reasonOf(CURLcode result) const
{
    const QString problem = QString::fromUtf8(m_problem.front() ? m_problem.data() : curl_easy_strerror(result));
    switch (result) {
    case CURLE_ABORTED_BY_CALLBACK:
        return u"Signalbox stops"_s;
    case CURLE_WRITE_ERROR:
        return u"it answers more than %1 bytes"_s.arg(mostAnswered);
    case CURLE_LOGIN_DENIED:
        return u"it offers no login by PLAIN or LOGIN"_s;
    case CURLE_USE_SSL_FAILED:
        return problem + u" tls=none in mail.smtp-url does without, and anybody on the way can read it"_s;
    case CURLE_PEER_FAILED_VERIFICATION:
        return problem + u"; cacert in mail.smtp-url names a file with the authority's certificate"_s;
    default:
        return problem;
    }
}

size_t SmtpTransfer::readContent(char *buffer, size_t size, size_t count, void *transfer)
{
    auto *self = static_cast<SmtpTransfer *>(transfer);
    const qsizetype length = std::min(qsizetype(size * count), self->m_content.size() - self->m_sent);
    std::memcpy(buffer, self->m_content.constData() + self->m_sent, size_t(length));
    self->m_sent += length;
    return size_t(length);
}

size_t SmtpTransfer::takeAnswer(char *line, size_t size, size_t count, void *transfer)
{
    auto *self = static_cast<SmtpTransfer *>(transfer);
    const size_t length = size * count;
    self->m_answered += length;
    if (self->m_answered > mostAnswered)
        return 0; // ends it
    const QByteArray answer = QByteArray(line, std::min(qsizetype(length), longestAnswer)).simplified();
    if (!answer.startsWith("221")) // what libcurl hears to its QUIT, after all is over
        self->m_answer = answer;
    return length;
}

int SmtpTransfer::goOn(void *transfer, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<SmtpTransfer *>(transfer)->m_isStopped ? 1 : 0;
}

} // namespace signalbox::mail
