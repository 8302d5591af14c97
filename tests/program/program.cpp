// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "program.h"

#include <QFile>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 20'000; // milliseconds; sanitizers are slow

} // namespace

Program::Program()
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    for (const char *name : {"HOST", "PORT", "LOG_LEVEL", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
        m_environment.remove(QString::fromLatin1(name));
    m_environment.insert(u"HOME"_s, m_home.path());
}

Program::~Program()
{
    if (isRunning()) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void Program::setVariable(const QString &name, const QString &value)
{
    m_environment.insert(name, value);
}

void Program::unsetVariable(const QString &name)
{
    m_environment.remove(name);
}

QString Program::writeFile(const QString &name, const QByteArray &text)
{
    QFile file(m_home.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s can't be written", qPrintable(file.fileName()));
    return file.fileName();
}

QString Program::dataDirectory() const
{
    return m_home.filePath(u".local/share/signalbox"_s);
}

void Program::start(const QStringList &arguments)
{
    m_output.clear();
    m_errors.clear();
    m_process.setProcessEnvironment(m_environment);
    m_process.setProgram(QStringLiteral(SIGNALBOX_PROGRAM));
    m_process.setArguments(arguments);
    m_process.setWorkingDirectory(m_home.path());
    m_process.start();
    QVERIFY2(m_process.waitForStarted(), qPrintable(m_process.errorString()));
}

void Program::startServing(const QStringList &arguments)
{
    start(QStringList{u"--headless"_s, u"--port"_s, u"0"_s} + arguments);
    QVERIFY2(waitForLog("server_started"), m_errors.constData());
    static const QRegularExpression url(u"\"url\":\\s*\"https?://[^\"]*:([0-9]+)\""_s);
    const auto match = url.match(QString::fromUtf8(m_errors));
    QVERIFY2(match.hasMatch(), m_errors.constData());
    m_port = match.captured(1).toUShort();
}

bool Program::waitForLog(const QByteArray &text)
{
    return QTest::qWaitFor([this, &text] { return errors().contains(text) || !isRunning(); }, Patience)
        && errors().contains(text);
}

bool Program::waitForEnd()
{
    const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(Patience);
    m_output += m_process.readAllStandardOutput();
    errors();
    return ended;
}

void Program::signal(int number)
{
    ::kill(pid_t(m_process.processId()), number);
}

bool Program::isRunning() const
{
    return m_process.state() != QProcess::NotRunning;
}

QByteArray Program::errors()
{
    m_errors += m_process.readAllStandardError();
    return m_errors;
}

} // namespace signalbox::test
