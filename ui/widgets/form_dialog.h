// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace signalbox::ui {

// A dialog that asks for something and stays open until that was done, so that a refusal shows where it can be mended.
// Its parts are named after it: NAME.ok, NAME.cancel, NAME.problem. Main thread; show it with open().
class FormDialog : public QDialog {
    Q_OBJECT
public:
    enum class Tone : quint8 { Usual, Danger };

    FormDialog(const Theme &theme, const QString &name, const QString &title, const QString &okText, QWidget *parent,
               Tone tone = Tone::Usual);

    QVBoxLayout &fields(); // to add to
    QLabel *addText(const QString &text, const char *kind = "muted");
    QLineEdit *addField(const QString &part, const QString &label, const QString &placeholder = {});
    void addWidget(const QString &part, const QString &label, QWidget *widget);

    void setOkText(const QString &text); // empty: nothing is left to do, only to close
    void setCancelText(const QString &text);
    void setAcceptable(bool acceptable); // whether what was entered may be sent
    void setBusy(bool busy); // it was sent
    void setProblem(const QString &problem); // ends being busy

signals:
    void submitted();

protected:
    void showEvent(QShowEvent *event) override;
    void fit(); // after what it says has changed: as high as that, where the screen has room

private:
    QList<QWidget *> inputs() const;
    void addButtons(const QString &okText, Tone tone);
    void showOk();

    QLabel *m_problem;
    QVBoxLayout *m_fields;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_ok = nullptr;
    bool m_acceptable = true;
    bool m_busy = false;
};

} // namespace signalbox::ui
