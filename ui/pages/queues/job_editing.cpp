// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_editing.h"

#include "client/session.h"
#include "pages/queues/add_job_dialog.h"
#include "pages/queues/job_timing_dialog.h"
#include "pages/queues/queue_paths.h"

#include <QCborArray>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

JobEditing::JobEditing(const Theme &theme, QWidget &dialogParent)
    : QObject(&dialogParent)
    , m_theme(theme)
    , m_dialogParent(dialogParent)
{
}

void JobEditing::setSession(Session *session)
{
    m_session = session;
    loadNames();
}

void JobEditing::setQueue(const QueueRow &queue)
{
    m_queueName = queue.name;
    if (std::exchange(m_queueId, queue.id) == queue.id)
        return;
    m_names.clear();
    loadNames();
}

void JobEditing::loadNames()
{
    if (!m_session || m_queueId.isEmpty())
        return;
    m_session->client().get(queuePath(m_queueId), {}, this, [this, id = m_queueId](const AdminClient::Answer &answer) {
        if (id != m_queueId || !answer.ok())
            return; // one can type them as well
        m_names.clear();
        for (const QCborValue name : answer.body.value("jobNames"_L1).toArray())
            m_names.append(name.toString());
        emit namesChanged(m_names);
    });
}

void JobEditing::add()
{
    if (!m_queueId.isEmpty())
        open(new AddJobDialog(m_theme, m_queueName, m_names, &m_dialogParent));
}

void JobEditing::duplicate(const QString &jobId)
{
    if (!m_session || jobId.isEmpty())
        return;
    m_session->client().get(
        jobPath(m_queueId, jobId), {}, this, [this, queueId = m_queueId](const AdminClient::Answer &answer) {
            if (queueId != m_queueId)
                return; // another queue is looked at by now
            if (!answer.ok())
                return emit toast(tr("The job could not be loaded. %1").arg(answer.error));
            const JobDetails job = JobDetails::fromCbor(answer.body);
            if (job.dataTruncated)
                return emit toast(tr("Its data is too large to be edited here. Duplicate it as it is."));
            auto *dialog = new AddJobDialog(m_theme, m_queueName, m_names, &m_dialogParent);
            dialog->prefill(job);
            open(dialog);
        });
}

void JobEditing::open(AddJobDialog *dialog)
{
    connect(dialog, &FormDialog::submitted, this, [this, dialog, queueId = m_queueId] { send(dialog, queueId); });
    dialog->open();
}

void JobEditing::send(AddJobDialog *dialog, const QString &queueId)
{
    if (!m_session)
        return dialog->setProblem(tr("No server is being watched."));
    dialog->setBusy(true);
    m_session->client().post(queuePath(queueId, u"jobs"_s), dialog->values(), dialog,
                             [this, dialog](const AdminClient::Answer &answer) {
                                 if (!answer.ok())
                                     return dialog->setRefusal(answer.error, answer.body.value("details"_L1).toMap());
                                 const QString id = answer.body.value("id"_L1).toString();
                                 dialog->accept();
                                 emit toast(tr("Job %1 added").arg(id));
                                 emit added(id);
                             });
}

void JobEditing::changeTiming(const JobRow &job)
{
    if (!JobTimingDialog::suits(job))
        return;
    auto *dialog = new JobTimingDialog(m_theme, job, &m_dialogParent);
    connect(dialog, &FormDialog::submitted, this,
            [this, dialog, queueId = m_queueId, id = job.id] { send(dialog, queueId, id); });
    dialog->open();
}

void JobEditing::send(JobTimingDialog *dialog, const QString &queueId, const QString &jobId)
{
    if (!m_session)
        return dialog->setProblem(tr("No server is being watched."));
    dialog->setBusy(true);
    m_session->client().patch(jobPath(queueId, jobId), dialog->changes(), dialog,
                              [this, dialog, jobId](const AdminClient::Answer &answer) {
                                  if (!answer.ok())
                                      return dialog->setProblem(answer.error);
                                  dialog->accept();
                                  emit toast(tr("Job %1 changed").arg(jobId));
                                  emit changed(jobId);
                              });
}

} // namespace signalbox::ui
