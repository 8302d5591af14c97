// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/sweep/step_sweep.h"
#include "widgets/form_dialog.h"

class QProgressBar;

namespace signalbox::ui {

// How a SweepDialog calls what it does something to, and that.
struct SweepWords {
    QString one = QStringLiteral("key");
    QString many = QStringLiteral("keys");
    QString verb = QStringLiteral("Delete"); // on the button
    QString done = QStringLiteral("deleted"); // "12 keys deleted", "12 keys will be deleted"
};

// What a SweepDialog is about. A value.
struct SweepPlan {
    SweepTask task;
    QString typed; // what a person types to confirm: the pattern, the namespace; empty: the number
    QString title; // "Flush user"
    QString what; // what happens, in a sentence or two
    SweepWords words = {};
    bool destroys = true; // what can't be undone is marked as such, and confirmed by typing
    qint64 typedFrom = 0; // if so many match, or more
    bool onlyByName = false; // the number does not confirm it
    bool alsoNone = false; // is done also when nothing matches
};

// Does something to many keys or jobs: counts them first and says what will happen, then does it a step at a time, with
// progress and a way to stop. What destroys many is confirmed by typing. Says by number what was done and what not,
// also when it was stopped or failed half-way. Main thread.
class SweepDialog : public FormDialog {
    Q_OBJECT
public:
    SweepDialog(const Theme &theme, Session *session, const SweepPlan &plan, QWidget *parent);

    void reject() override; // stops what is under way; what was done is told before the dialog closes

signals:
    void done(const QString &told); // to some or all

private:
    enum class Phase : quint8 { Counting, Confirming, Doing, Over };

    void build();
    void begin();
    void showProgress();
    void takeEnd();
    void askToConfirm();
    void tellOutcome();
    void setPhase(Phase phase);
    void check(const QString &typed);
    void tellLeftOut();
    QString outcome() const;
    QString number(qint64 count) const; // "1,240 keys"
    bool mustBeTyped() const;
    bool isName(const QString &typed) const;

    SweepPlan m_plan;
    StepSweep m_sweep;
    qint64 m_matched = 0; // when it was counted
    Phase m_phase = Phase::Counting;
    QLabel *m_count;
    QProgressBar *m_bar;
    QLabel *m_leftOut; // how many it doesn't suit
    QWidget *m_confirm; // the field and its caption
    QLabel *m_caption;
    QLineEdit *m_field;
};

} // namespace signalbox::ui
