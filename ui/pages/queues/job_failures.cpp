// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_failures.h"

#include "widgets/copy_button.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

JobFailures::JobFailures(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_attempts(new QComboBox)
    , m_leftOut(new QLabel(tr("Older ones are left out: there are over 1 MiB of them.")))
    , m_text(new QPlainTextEdit)
    , m_copy(new CopyButton(theme))
    , m_stack(new QStackedWidget)
{
    m_attempts->setObjectName(u"jobAttempts"_s);
    m_attempts->setAccessibleName(tr("Attempt"));
    m_text->setObjectName(u"jobStackTrace"_s);
    m_text->setAccessibleName(tr("Stack trace of the attempt"));
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(theme.monospace(0.95));
    Theme::setKind(m_text, "plain");
    m_copy->setObjectName(u"jobStackTraceCopy"_s);
    auto *bar = new QHBoxLayout;
    m_leftOut->setObjectName(u"jobTracesLeftOut"_s);
    Theme::setKind(m_leftOut, "caption");
    bar->addWidget(m_attempts);
    bar->addWidget(m_leftOut);
    bar->addStretch();
    bar->addWidget(m_copy);
    auto *traces = new QWidget;
    auto *column = new QVBoxLayout(traces);
    column->setContentsMargins(0, Theme::Grid, Theme::Grid, 0);
    column->addLayout(bar);
    column->addWidget(m_text, 1);
    auto *none = new QLabel(tr("No attempt has failed with a stack trace."));
    none->setAlignment(Qt::AlignCenter);
    Theme::setKind(none, "muted");
    m_stack->addWidget(traces);
    m_stack->addWidget(none);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(m_stack);
    connect(m_attempts, &QComboBox::currentIndexChanged, this, &JobFailures::show);
}

void JobFailures::setTraces(const QStringList &traces, const QString &reason, bool areOldestLeftOut)
{
    m_leftOut->setVisible(areOldestLeftOut);
    m_stack->setCurrentIndex(traces.isEmpty() ? 1 : 0);
    if (traces == m_traces)
        return;
    m_traces = traces;
    const QSignalBlocker quiet(m_attempts);
    m_attempts->clear();
    for (qsizetype attempt = traces.size(); attempt > 0; --attempt) {
        const QString first = traces[attempt - 1].section('\n'_L1, 0, 0).trimmed();
        m_attempts->addItem(tr("Failure %1: %2").arg(attempt).arg((first.isEmpty() ? reason : first).left(80)),
                            int(attempt) - 1);
    }
    show(m_attempts->currentIndex());
}

void JobFailures::show(int)
{
    const QString trace = m_traces.value(m_attempts->currentData().toInt());
    m_text->setPlainText(trace);
    m_copy->setCopiedText(trace, tr("the stack trace"));
}

} // namespace signalbox::ui
