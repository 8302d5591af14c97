// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/key_sweep.h"
#include "widgets/form_dialog.h"

#include <QCborMap>

class QProgressBar;

namespace signalbox::ui {

// What a SweepDialog is about. A value.
struct SweepPlan {
    QString path; // of the admin API
    QCborMap question;
    QString typed; // what a person types to confirm: the pattern, the namespace
    QString title; // "Flush user"
    QString what; // what happens, in a sentence or two
};

// Deletes many keys: counts them first, asks for a typed confirmation, then deletes a step at a time, with progress and
// a way to stop. Says by number what was done, also when it was stopped or failed half-way. Main thread.
class SweepDialog : public FormDialog {
    Q_OBJECT
public:
    SweepDialog(const Theme &theme, Session *session, const SweepPlan &plan, QWidget *parent);

    void reject() override; // stops what is under way; what was deleted is told before the dialog closes

signals:
    void done(const QString &told); // some or all were deleted

private:
    enum class Phase : quint8 { Counting, Confirming, Deleting, Over };

    void build(const SweepPlan &plan);
    void begin();
    void showProgress();
    void takeEnd();
    void askToConfirm();
    void tellOutcome();
    void setPhase(Phase phase);
    void check(const QString &typed);
    QString outcome() const;

    KeySweep m_sweep;
    QString m_typed;
    qint64 m_matched = 0; // when it was counted
    Phase m_phase = Phase::Counting;
    QLabel *m_count;
    QProgressBar *m_bar;
    QWidget *m_confirm; // the field and its caption
    QLabel *m_caption;
    QLineEdit *m_field;
};

} // namespace signalbox::ui
