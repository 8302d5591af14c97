// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/form_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Width = 54 * Theme::Grid;
constexpr qsizetype LongestWord = 32; // a long address must not widen the dialog

// With places where a line may end in words that have none.
QString breakable(const QString &text)
{
    QString result;
    qsizetype run = 0;
    for (const QChar character : text) {
        run = character.isSpace() ? 0 : run + 1;
        result += character;
        if (run == LongestWord) {
            result += QChar(0x200b); // zero width space
            run = 0;
        }
    }
    return result;
}

} // namespace

FormDialog::FormDialog(const Theme &theme, const QString &name, const QString &title, const QString &okText,
                       QWidget *parent, Tone tone)
    : QDialog(parent)
    , m_problem(new QLabel)
    , m_fields(new QVBoxLayout)
{
    setObjectName(name);
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(Width);
    theme.dress(*this);
    m_problem->setObjectName(name + ".problem"_L1);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    Theme::setKind(m_problem, "error");
    m_problem->hide();
    m_fields->setSpacing(Theme::Grid);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid, 2 * Theme::Grid);
    column->setSpacing(Theme::Grid);
    column->addLayout(m_fields);
    column->addWidget(m_problem);
    column->addSpacing(Theme::Grid);
    addButtons(okText, tone);
}

QVBoxLayout &FormDialog::fields()
{
    return *m_fields;
}

QLabel *FormDialog::addText(const QString &text, const char *kind)
{
    auto *label = new QLabel(breakable(text));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    Theme::setKind(label, kind);
    m_fields->addWidget(label);
    return label;
}

QLineEdit *FormDialog::addField(const QString &part, const QString &label, const QString &placeholder)
{
    auto *field = new QLineEdit;
    field->setPlaceholderText(placeholder);
    addWidget(part, label, field);
    return field;
}

void FormDialog::addWidget(const QString &part, const QString &label, QWidget *widget)
{
    auto *caption = new QLabel(breakable(label));
    caption->setTextFormat(Qt::PlainText);
    caption->setWordWrap(true);
    Theme::setKind(caption, "muted");
    caption->setBuddy(widget);
    widget->setObjectName(objectName() + '.'_L1 + part);
    widget->setAccessibleName(label);
    m_fields->addWidget(caption);
    m_fields->addWidget(widget);
}

void FormDialog::setOkText(const QString &text)
{
    m_ok->setText(text);
    m_ok->setVisible(!text.isEmpty());
}

void FormDialog::setCancelText(const QString &text)
{
    m_cancel->setText(text);
}

void FormDialog::setAcceptable(bool acceptable)
{
    m_acceptable = acceptable;
    showOk();
}

void FormDialog::setBusy(bool busy)
{
    m_busy = busy;
    if (busy)
        m_problem->hide();
    showOk();
}

void FormDialog::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    setBusy(false);
    m_problem->setVisible(!problem.isEmpty());
    fit();
}

// Qt gives a dialog at most two thirds of the screen, and cuts off texts that wrap rather than to grow later.
void FormDialog::fit()
{
    if (!isVisible())
        return;
    layout()->activate();
    const int wanted = layout()->totalHeightForWidth(width());
    if (wanted > height())
        resize(width(), std::min(wanted, screen()->availableGeometry().height()));
}

// The fields come after the buttons into the dialog, and before them when one goes by Tab.
void FormDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    fit();
    const QList<QWidget *> order = inputs() << m_cancel << m_ok;
    for (qsizetype at = 1; at < order.size(); ++at)
        setTabOrder(order[at - 1], order[at]);
    if (!inputs().contains(focusWidget()))
        order.constFirst()->setFocus();
}

QList<QWidget *> FormDialog::inputs() const
{
    QList<QWidget *> inputs;
    for (int at = 0; at < m_fields->count(); ++at)
        if (QWidget *widget = m_fields->itemAt(at)->widget(); widget && widget->focusPolicy() & Qt::TabFocus)
            inputs.append(widget);
    return inputs;
}

void FormDialog::addButtons(const QString &okText, Tone tone)
{
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(objectName() + ".cancel"_L1);
    m_ok = new QPushButton(okText);
    m_ok->setObjectName(objectName() + ".ok"_L1);
    m_ok->setDefault(tone == Tone::Usual); // what destroys isn't done by an Enter that was meant for something else
    m_ok->setAutoDefault(tone == Tone::Usual);
    Theme::setKind(m_ok, tone == Tone::Usual ? "primary" : "danger");
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_ok);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &FormDialog::submitted);
}

void FormDialog::showOk()
{
    m_ok->setEnabled(m_acceptable && !m_busy);
}

} // namespace signalbox::ui
