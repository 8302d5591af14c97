// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/first_steps.h"

#include "client/sample_traffic.h"
#include "client/session.h"
#include "widgets/copy_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

} // namespace

FirstSteps::FirstSteps(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_curl(new QLabel)
    , m_copy(new CopyButton(theme))
    , m_sample(new QPushButton)
    , m_progress(new QProgressBar)
    , m_problem(new QLabel)
{
    setObjectName(u"firstSteps"_s);
    setAccessibleName(tr("First steps"));
    Theme::setKind(this, "card");
    auto *title = new QLabel(tr("The server is listening. Send it something."));
    Theme::setKind(title, "heading");
    auto *text = new QLabel(tr("Every request appears here as it happens. Try it from a terminal:"));
    Theme::setKind(text, "muted");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * Theme::Grid, 2 * Theme::Grid, 3 * Theme::Grid, 2 * Theme::Grid);
    column->setSpacing(Theme::Grid);
    column->addWidget(title);
    column->addWidget(text);
    column->addWidget(makeCurlLine(theme));
    column->addWidget(makeSample());
    column->addWidget(m_problem);
    Theme::setKind(m_problem, "error");
    m_problem->setObjectName(u"firstSteps.problem"_s);
    m_problem->setWordWrap(true);
    m_problem->hide();
    setSession(nullptr);
}

void FirstSteps::setSession(Session *session)
{
    m_session = session;
    const QUrl url = session ? session->endpoint().url : QUrl(u"http://127.0.0.1:3000"_s);
    const QString line = u"curl -i %1/health"_s.arg(url.toString(QUrl::StripTrailingSlash));
    m_curl->setText(line);
    m_copy->setCopiedText(line, tr("the command"));
    m_sample->setEnabled(session);
    if (session) {
        connect(&session->sampleTraffic(), &SampleTraffic::progressed, this, &FirstSteps::showSample);
        connect(&session->sampleTraffic(), &SampleTraffic::finished, this, &FirstSteps::showProblem);
    }
    showSample();
}

QWidget *FirstSteps::makeCurlLine(const Theme &theme)
{
    auto *line = new QFrame;
    Theme::setKind(line, "code");
    m_curl->setObjectName(u"firstSteps.curl"_s);
    m_curl->setFont(theme.monospace());
    m_curl->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy->setObjectName(u"firstSteps.copy"_s);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(Theme::Grid + 4, Theme::Grid / 2, Theme::Grid / 2, Theme::Grid / 2);
    row->addWidget(m_curl, 1);
    row->addWidget(m_copy);
    return line;
}

QWidget *FirstSteps::makeSample()
{
    auto *widget = new QWidget;
    m_sample->setObjectName(u"firstSteps.sample"_s);
    Theme::setKind(m_sample, "primary");
    m_progress->setObjectName(u"firstSteps.progress"_s);
    m_progress->setRange(0, SampleTraffic::Requests);
    m_progress->setTextVisible(false);
    auto *hint = new QLabel(tr("Fast, slow and failing requests to the server's own /demo routes, for 20 s"));
    Theme::setKind(hint, "caption");
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins({});
    row->setSpacing(Theme::Grid + 4);
    row->addWidget(m_sample);
    row->addWidget(hint);
    row->addWidget(m_progress, 1);
    row->addStretch();
    connect(m_sample, &QPushButton::clicked, this, &FirstSteps::toggleSample);
    return widget;
}

void FirstSteps::toggleSample()
{
    if (!m_session)
        return;
    SampleTraffic &traffic = m_session->sampleTraffic();
    traffic.isRunning() ? traffic.stop() : traffic.start();
}

void FirstSteps::showSample()
{
    const bool running = m_session && m_session->sampleTraffic().isRunning();
    m_sample->setText(running ? tr("Stop the sample traffic") : tr("Send sample traffic"));
    m_sample->setAccessibleName(m_sample->text());
    m_progress->setVisible(running);
    m_progress->setValue(running ? m_session->sampleTraffic().answered() : 0);
    if (running)
        m_problem->hide();
}

void FirstSteps::showProblem(const QString &error)
{
    showSample();
    m_problem->setText(error);
    m_problem->setVisible(!error.isEmpty());
}

} // namespace signalbox::ui
