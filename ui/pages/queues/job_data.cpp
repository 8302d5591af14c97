// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_data.h"

#include "client/session.h"
#include "pages/queues/json_edit.h"
#include "pages/queues/queue_paths.h"
#include "widgets/copy_button.h"
#include "widgets/json_view.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

enum Form : int { Folded, Raw, Editor };

} // namespace

JobData::JobData(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_note(new QLabel)
    , m_copy(new CopyButton(theme))
    , m_edit(new QPushButton(tr("Edit")))
    , m_save(new QPushButton(tr("Save")))
    , m_discard(new QPushButton(tr("Discard")))
    , m_stack(new QStackedWidget)
    , m_view(new JsonView(theme))
    , m_raw(new QPlainTextEdit)
    , m_editor(new JsonEdit(theme, u"jobDataEditor"_s, tr("Data of the job, as JSON")))
{
    m_view->setObjectName(u"jobData"_s);
    m_view->setAccessibleName(tr("Data of the job"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_raw->setObjectName(u"jobDataRaw"_s);
    m_raw->setAccessibleName(tr("Data of the job"));
    m_raw->setReadOnly(true);
    m_raw->setFont(theme.monospace());
    Theme::setKind(m_raw, "plain");
    for (QWidget *form : std::initializer_list<QWidget *>{m_view, m_raw, m_editor})
        m_stack->addWidget(form);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::Grid, Theme::Grid, Theme::Grid);
    column->setSpacing(Theme::Grid / 2);
    column->addWidget(makeBar(theme));
    column->addWidget(m_stack, 1);
    connectParts();
    show(false);
}

QWidget *JobData::makeBar(const Theme &theme)
{
    const auto name = [](QPushButton *button, const QString &objectName, const QString &tip) {
        button->setObjectName(objectName);
        button->setAccessibleName(tip);
        button->setToolTip(tip);
    };
    name(m_edit, u"jobDataEdit"_s, tr("Edit the data (E)"));
    name(m_save, u"jobDataSave"_s, tr("Save the data (Ctrl+S)"));
    name(m_discard, u"jobDataDiscard"_s, tr("Let the changes go"));
    m_edit->setIcon(theme.icon(u"edit"_s));
    Theme::setKind(m_save, "primary");
    m_copy->setObjectName(u"jobDataCopy"_s);
    m_note->setObjectName(u"jobDataNote"_s);
    m_note->setWordWrap(true);
    Theme::setKind(m_note, "caption");
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins({});
    row->setSpacing(Theme::Grid);
    row->addWidget(m_note, 1);
    for (QWidget *button : std::initializer_list<QWidget *>{m_copy, m_edit, m_discard, m_save})
        row->addWidget(button);
    return bar;
}

void JobData::connectParts()
{
    connect(m_edit, &QPushButton::clicked, this, &JobData::edit);
    connect(m_save, &QPushButton::clicked, this, &JobData::save);
    connect(m_discard, &QPushButton::clicked, this, &JobData::discard);
    connect(m_editor, &JsonEdit::changed, this, &JobData::enable);
    m_editor->edit().installEventFilter(this);
    auto *keep = new QShortcut(QKeySequence::Save, this);
    keep->setContext(Qt::WidgetWithChildrenShortcut);
    connect(keep, &QShortcut::activated, this, &JobData::save);
}

void JobData::setSession(Session *session)
{
    m_session = session;
    m_saving = false;
    ++m_question;
    enable();
}

void JobData::setJob(const QString &queueId, const JobDetails &details)
{
    if (isEditing() && (details.row.id == m_details.row.id || isDirty()))
        return;
    const bool same = details.data == m_details.data && details.row.id == m_details.row.id;
    m_queueId = queueId;
    m_details = details;
    if (same)
        return enable(); // what is folded stays so
    m_raw->setPlainText(QString::fromUtf8(details.data));
    m_copy->setCopiedText(JsonEdit::indented(details.data), tr("the data"));
    m_view->setJson(details.data);
    show(false);
}

void JobData::clear()
{
    m_saving = false;
    ++m_question;
    m_details = {};
    m_before.clear();
    m_view->setJson({});
    m_raw->clear();
    m_editor->setText({});
    show(false);
}

bool JobData::isEditing() const
{
    return m_stack->currentIndex() == Editor;
}

bool JobData::isDirty() const
{
    return isEditing() && m_editor->text() != m_before;
}

void JobData::edit()
{
    if (!isEditing() && !m_edit->isEnabled())
        return;
    if (!isEditing()) {
        m_before = JsonEdit::indented(m_details.data);
        m_editor->setText(m_before);
        show(true);
    }
    m_editor->setFocus();
}

void JobData::discard()
{
    if (!isEditing())
        return;
    show(false);
    emit ended();
}

void JobData::save()
{
    if (!m_save->isEnabled() || !isEditing() || !m_session)
        return;
    m_saving = true;
    enable();
    m_session->client().patch(jobPath(m_queueId, m_details.row.id), {{"data"_L1, m_editor->value()}}, this,
                              [this, question = ++m_question](const AdminClient::Answer &answer) {
                                  if (question == m_question)
                                      take(answer);
                              });
}

void JobData::take(const AdminClient::Answer &answer)
{
    m_saving = false;
    enable();
    if (!answer.ok())
        return m_editor->setProblem(answer.error);
    show(false);
    emit saved(answer.body);
    emit toast(tr("The data is saved"));
    emit ended();
}

void JobData::show(bool editing)
{
    const bool json = !m_details.dataTruncated && m_view->model()->rowCount() > 0;
    m_stack->setCurrentIndex(editing ? Editor : json || m_details.data.isEmpty() ? Folded : Raw);
    m_note->setText(m_details.dataTruncated ? tr("Only the beginning is shown: it is too large to be edited here.")
                                            : QString());
    enable();
}

void JobData::enable()
{
    m_edit->setVisible(!isEditing());
    m_copy->setVisible(!isEditing());
    m_save->setVisible(isEditing());
    m_discard->setVisible(isEditing());
    m_editor->edit().setReadOnly(m_saving); // what is typed before the answer would be lost with it
    m_edit->setEnabled(m_session && !m_saving && !m_details.row.id.isEmpty() && !m_details.dataTruncated);
    m_save->setEnabled(m_session && !m_saving && m_editor->isValid());
}

bool JobData::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        if (!isDirty())
            discard();
        return true; // changes aren't lost by one key
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace signalbox::ui
