// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/sweep_dialog.h"

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

QString keysText(qint64 count)
{
    return formatCounted(count, SweepDialog::tr("key"), SweepDialog::tr("keys"));
}

} // namespace

SweepDialog::SweepDialog(const Theme &theme, Session *session, const SweepPlan &plan, QWidget *parent)
    : FormDialog(theme, u"sweepDialog"_s, plan.title, {}, parent, Tone::Danger)
    , m_sweep(session, plan.path, plan.question)
    , m_typed(plan.typed)
    , m_count(new QLabel)
    , m_bar(new QProgressBar)
    , m_confirm(new QWidget)
    , m_caption(new QLabel)
    , m_field(new QLineEdit)
{
    build(plan);
    connect(&m_sweep, &KeySweep::progressed, this, &SweepDialog::showProgress);
    connect(&m_sweep, &KeySweep::finished, this, &SweepDialog::takeEnd);
    connect(m_field, &QLineEdit::textChanged, this, &SweepDialog::check);
    connect(this, &FormDialog::submitted, this, &SweepDialog::begin);
    setPhase(Phase::Counting);
    m_sweep.start(KeySweep::Mode::Count);
}

void SweepDialog::build(const SweepPlan &plan)
{
    m_count->setObjectName(u"sweepDialog.count"_s);
    m_count->setWordWrap(true);
    Theme::setKind(m_count, "heading");
    m_bar->setObjectName(u"sweepDialog.bar"_s);
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->setRange(0, BarSteps);
    m_bar->setTextVisible(false);
    m_field->setObjectName(u"sweepDialog.confirm"_s);
    m_caption->setObjectName(u"sweepDialog.caption"_s);
    m_caption->setWordWrap(true);
    m_caption->setBuddy(m_field);
    Theme::setKind(m_caption, "muted");
    auto *column = new QVBoxLayout(m_confirm);
    column->setContentsMargins({});
    column->addWidget(m_caption);
    column->addWidget(m_field);
    fields().addWidget(m_count);
    fields().addWidget(m_bar);
    addText(plan.what + u' ' + tr("This can't be undone."))->setObjectName(u"sweepDialog.what"_s);
    fields().addWidget(m_confirm);
}

void SweepDialog::reject()
{
    if (m_phase == Phase::Deleting) {
        m_sweep.cancel();
        m_count->setText(tr("Stopping after this step…"));
        return;
    }
    FormDialog::reject();
}

void SweepDialog::begin()
{
    setPhase(Phase::Deleting);
    m_sweep.start(KeySweep::Mode::Delete);
}

void SweepDialog::showProgress()
{
    const KeySweep::Progress &progress = m_sweep.progress();
    const double share = progress.total > 0 ? double(progress.scanned) / double(progress.total) : 0;
    m_bar->setValue(int(std::min(1.0, share) * BarSteps));
    if (m_phase == Phase::Counting)
        m_count->setText(
            tr("Counting: %1 of %2 scanned, %3 match")
                .arg(formatExact(progress.scanned), keysText(progress.total), formatExact(progress.matched)));
    else
        m_count->setText(tr("Deleting: %1 of %2 done").arg(formatExact(progress.deleted), keysText(m_matched)));
}

void SweepDialog::takeEnd()
{
    if (m_phase == Phase::Deleting)
        return tellOutcome();
    if (m_sweep.end() == KeySweep::End::Failed) {
        setPhase(Phase::Over);
        m_count->setText(tr("The keys could not be counted, so none is deleted."));
        return setProblem(m_sweep.error());
    }
    m_matched = m_sweep.progress().matched;
    if (m_matched > 0)
        return askToConfirm();
    setPhase(Phase::Over);
    m_count->setText(tr("No key matches. There is nothing to delete."));
}

void SweepDialog::askToConfirm()
{
    setPhase(Phase::Confirming);
    m_count->setText(tr("%1 will be deleted").arg(keysText(m_matched)));
    const QString number = QString::number(m_matched);
    const QString what = m_typed.size() < ShortestTyped ? tr("Type the number of keys to confirm: %1").arg(number)
                                                        : tr("Type %1, or the number of keys, to confirm").arg(m_typed);
    m_caption->setText(what);
    m_field->setAccessibleName(what);
    m_field->setFocus();
    check(m_field->text());
    fit();
}

void SweepDialog::tellOutcome()
{
    const bool whole = m_sweep.end() == KeySweep::End::Whole;
    if (whole || m_sweep.progress().deleted > 0)
        emit done(outcome());
    if (whole)
        return accept();
    setPhase(Phase::Over);
    m_count->setText(outcome());
    if (m_sweep.end() == KeySweep::End::Failed)
        setProblem(m_sweep.error());
}

QString SweepDialog::outcome() const
{
    const QString deleted = keysText(m_sweep.progress().deleted);
    if (m_sweep.end() == KeySweep::End::Whole)
        return tr("%1 deleted").arg(deleted);
    const QString left = tr("%1 of %2 deleted").arg(formatExact(m_sweep.progress().deleted), keysText(m_matched));
    return m_sweep.end() == KeySweep::End::Cancelled ? tr("Stopped: %1").arg(left) : tr("Failed: %1").arg(left);
}

void SweepDialog::setPhase(Phase phase)
{
    m_phase = phase;
    m_bar->setVisible(phase == Phase::Counting || phase == Phase::Deleting);
    m_bar->setValue(0);
    m_confirm->setVisible(phase == Phase::Confirming);
    setOkText(phase == Phase::Over ? QString() : tr("Delete %1").arg(m_matched > 0 ? keysText(m_matched) : tr("keys")));
    setCancelText(phase == Phase::Over ? tr("Close") : phase == Phase::Deleting ? tr("Stop") : tr("Cancel"));
    setBusy(phase == Phase::Deleting);
    setAcceptable(false);
    if (phase == Phase::Counting)
        m_count->setText(tr("Counting the keys…"));
    fit();
}

void SweepDialog::check(const QString &typed)
{
    const QString text = typed.trimmed();
    const bool byName = m_typed.size() >= ShortestTyped && text == m_typed;
    const bool byNumber = text == QString::number(m_matched) || text == formatExact(m_matched);
    setAcceptable(m_phase == Phase::Confirming && (byName || byNumber));
}

} // namespace signalbox::ui
