// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sweep/sweep_dialog.h"

#include "widgets/format.h"

#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int BarSteps = 1000;
constexpr qsizetype ShortestTyped = 2; // "*" alone is typed by accident

// A label with a buddy takes a single one for the mark of its key.
QString withoutKey(QString caption)
{
    return caption.replace('&'_L1, "&&"_L1);
}

} // namespace

SweepDialog::SweepDialog(const Theme &theme, Session *session, const SweepPlan &plan, QWidget *parent)
    : FormDialog(theme, u"sweepDialog"_s, plan.title, {}, parent, plan.destroys ? Tone::Danger : Tone::Usual)
    , m_plan(plan)
    , m_sweep(session, plan.task)
    , m_count(new QLabel)
    , m_bar(new QProgressBar)
    , m_leftOut(new QLabel)
    , m_confirm(new QWidget)
    , m_caption(new QLabel)
    , m_field(new QLineEdit)
{
    build();
    connect(&m_sweep, &StepSweep::progressed, this, &SweepDialog::showProgress);
    connect(&m_sweep, &StepSweep::finished, this, &SweepDialog::takeEnd);
    connect(m_field, &QLineEdit::textChanged, this, &SweepDialog::check);
    connect(this, &FormDialog::submitted, this, &SweepDialog::begin);
    setPhase(Phase::Counting);
    m_sweep.start(StepSweep::Mode::Count);
}

void SweepDialog::build()
{
    m_count->setObjectName(u"sweepDialog.count"_s);
    m_count->setWordWrap(true);
    Theme::setKind(m_count, "heading");
    m_bar->setObjectName(u"sweepDialog.bar"_s);
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->setRange(0, BarSteps);
    m_bar->setTextVisible(false);
    m_leftOut->setObjectName(u"sweepDialog.leftOut"_s);
    m_leftOut->setWordWrap(true);
    m_leftOut->hide();
    Theme::setKind(m_leftOut, "muted");
    m_field->setObjectName(u"sweepDialog.confirm"_s);
    m_caption->setObjectName(u"sweepDialog.caption"_s);
    for (QLabel *label : {m_count, m_leftOut, m_caption})
        label->setTextFormat(Qt::PlainText);
    m_caption->setWordWrap(true);
    m_caption->setBuddy(m_field);
    Theme::setKind(m_caption, "muted");
    auto *column = new QVBoxLayout(m_confirm);
    column->setContentsMargins({});
    column->addWidget(m_caption);
    column->addWidget(m_field);
    fields().addWidget(m_count);
    fields().addWidget(m_bar);
    const QString undone = m_plan.destroys ? u' ' + tr("This can't be undone.") : QString();
    addText(m_plan.what + undone)->setObjectName(u"sweepDialog.what"_s);
    fields().addWidget(m_leftOut);
    fields().addWidget(m_confirm);
}

void SweepDialog::reject()
{
    if (m_phase == Phase::Doing) {
        m_sweep.cancel();
        m_count->setText(tr("Stopping after this step…"));
        return;
    }
    FormDialog::reject();
}

void SweepDialog::begin()
{
    setPhase(Phase::Doing);
    m_sweep.start(StepSweep::Mode::Do);
}

// When it does something, of what was counted.
void SweepDialog::showProgress()
{
    const StepSweep::Progress &progress = m_sweep.progress();
    const bool counted = m_phase == Phase::Doing && m_matched > 0;
    const qint64 reached = counted ? progress.done + progress.failed : progress.scanned;
    const qint64 whole = counted ? m_matched : progress.total;
    m_bar->setValue(whole > 0 ? int(std::min(1.0, double(reached) / double(whole)) * BarSteps) : 0);
    if (m_phase == Phase::Counting)
        m_count->setText(
            tr("Counting: %1 of %2 looked at, %3 match")
                .arg(formatExact(progress.scanned), number(progress.total), formatExact(progress.matched)));
    else
        m_count->setText(tr("%1 of %2 %3").arg(formatExact(progress.done), number(m_matched), m_plan.words.done));
}

void SweepDialog::takeEnd()
{
    if (m_phase == Phase::Doing)
        return tellOutcome();
    if (m_sweep.end() == StepSweep::End::Failed) {
        setPhase(Phase::Over);
        m_count->setText(tr("The %1 could not be counted, so none is %2.").arg(m_plan.words.many, m_plan.words.done));
        return setProblem(m_sweep.error());
    }
    m_matched = m_sweep.progress().matched;
    tellLeftOut();
    if (m_matched > 0 || m_plan.alsoNone)
        return askToConfirm();
    setPhase(Phase::Over);
    m_count->setText(tr("No %1 matches. There is nothing to do.").arg(m_plan.words.one));
}

void SweepDialog::tellLeftOut()
{
    const qint64 unfit = m_sweep.progress().failed;
    m_leftOut->setVisible(unfit > 0);
    m_leftOut->setText(tr("%1 left out: %2").arg(number(unfit), m_sweep.reasonsText()));
}

void SweepDialog::askToConfirm()
{
    setPhase(Phase::Confirming);
    m_count->setText(tr("%1 will be %2").arg(number(m_matched), m_plan.words.done));
    const QString count = QString::number(m_matched);
    const QString name = m_plan.typed.simplified();
    QString what = tr("Type %1, or the number of %2, to confirm").arg(name, m_plan.words.many);
    if (m_plan.onlyByName)
        what = tr("Type %1 to confirm").arg(name);
    else if (name.size() < ShortestTyped)
        what = tr("Type the number of %1 to confirm: %2").arg(m_plan.words.many, count);
    m_caption->setText(withoutKey(what));
    m_field->setAccessibleName(what);
    if (mustBeTyped())
        m_field->setFocus();
    check(m_field->text());
    fit();
}

void SweepDialog::tellOutcome()
{
    const StepSweep::Progress &progress = m_sweep.progress();
    const bool whole = m_sweep.end() == StepSweep::End::Whole;
    if (whole || progress.done > 0)
        emit done(outcome());
    if (whole && progress.failed == 0)
        return accept();
    setPhase(Phase::Over);
    m_count->setText(outcome());
    if (m_sweep.end() == StepSweep::End::Failed)
        setProblem(m_sweep.error());
    else if (progress.failed > 0)
        setProblem(tr("%1 could not be %2. %3").arg(number(progress.failed), m_plan.words.done, m_sweep.reasonsText()));
}

QString SweepDialog::number(qint64 count) const
{
    return formatCounted(count, m_plan.words.one, m_plan.words.many);
}

bool SweepDialog::mustBeTyped() const
{
    return m_plan.onlyByName || (m_plan.destroys && m_matched >= m_plan.typedFrom);
}

// White space is not seen, at its ends, and can't always be typed.
bool SweepDialog::isName(const QString &typed) const
{
    const QString name = m_plan.typed.simplified();
    return name.isEmpty() ? typed == m_plan.typed : typed.simplified() == name;
}

QString SweepDialog::outcome() const
{
    const StepSweep::Progress &progress = m_sweep.progress();
    const QString whole = tr("%1 %2").arg(number(progress.done), m_plan.words.done);
    const QString left = tr("%1 of %2 %3").arg(formatExact(progress.done), number(m_matched), m_plan.words.done);
    switch (m_sweep.end()) {
    case StepSweep::End::Cancelled:
        return tr("Stopped: %1").arg(left);
    case StepSweep::End::Failed:
        return tr("Failed: %1").arg(left);
    default:
        return progress.failed > 0 ? tr("%1, %2 failed").arg(whole, formatExact(progress.failed)) : whole;
    }
}

void SweepDialog::setPhase(Phase phase)
{
    m_phase = phase;
    m_bar->setVisible(phase == Phase::Counting || phase == Phase::Doing);
    m_bar->setValue(0);
    m_confirm->setVisible(phase == Phase::Confirming && mustBeTyped());
    setOkText(phase == Phase::Over
                  ? QString()
                  : u"%1 %2"_s.arg(m_plan.words.verb, m_matched > 0 ? number(m_matched) : m_plan.words.many));
    setCancelText(phase == Phase::Over ? tr("Close") : phase == Phase::Doing ? tr("Stop") : tr("Cancel"));
    setBusy(phase == Phase::Doing);
    setAcceptable(false);
    if (phase == Phase::Counting)
        m_count->setText(tr("Counting the %1…").arg(m_plan.words.many));
    fit();
}

void SweepDialog::check(const QString &typed)
{
    const QString text = typed.trimmed();
    const bool isNumber = text == QString::number(m_matched) || text == formatExact(m_matched);
    const bool byName = (m_plan.onlyByName || m_plan.typed.simplified().size() >= ShortestTyped) && isName(typed);
    const bool byNumber = !m_plan.onlyByName && isNumber;
    setAcceptable(m_phase == Phase::Confirming && (byName || byNumber || !mustBeTyped()));
}

} // namespace signalbox::ui
