// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_tree.h"

#include "client/session.h"
#include "pages/queues/job_tree_delegate.h"
#include "pages/queues/queue_paths.h"
#include "widgets/state_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

JobTree::JobTree(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_model(theme)
    , m_view(new QTreeView)
    , m_note(new QLabel(tr("The tree is larger than what is shown.")))
{
    m_view->setObjectName(u"jobTree"_s);
    m_view->setAccessibleName(tr("Parents and children of the job"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new JobTreeDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_note->setObjectName(u"jobTreeNote"_s);
    Theme::setKind(m_note, "caption");
    m_note->hide();
    m_states = new StateView(theme, m_view, this);
    m_states->setObjectName(u"jobTreeState"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_note);
    column->addWidget(m_states, 1);
    connect(m_view, &QTreeView::clicked, this, &JobTree::open);
    connect(m_view, &QTreeView::activated, this, &JobTree::open);
    connect(m_states, &StateView::retryAsked, this, &JobTree::load);
}

void JobTree::setSession(Session *session)
{
    m_session = session;
    ++m_question;
}

void JobTree::setJob(const QString &queueId, const QString &jobId)
{
    ++m_question;
    m_queueId = queueId;
    m_jobId = jobId;
    m_model.setRoot(nullptr, {}, {});
    m_note->hide();
}

void JobTree::load()
{
    if (!m_session || m_jobId.isEmpty())
        return;
    if (m_model.rowCount() == 0)
        m_states->showLoading();
    m_session->client().get(jobPath(m_queueId, m_jobId, u"tree"_s), {}, this,
                            [this, question = ++m_question](const AdminClient::Answer &answer) {
                                if (question == m_question)
                                    take(answer);
                            });
}

void JobTree::take(const AdminClient::Answer &answer)
{
    if (!answer.ok())
        return m_states->showFailed(answer.error);
    auto root = JobNode::fromCbor(answer.body.value("root"_L1).toMap());
    if (!root)
        return m_states->showEmpty(u"link"_s, tr("No tree"), tr("The job has neither a parent nor children."));
    m_model.setRoot(std::move(root), m_queueId, m_jobId);
    m_note->setVisible(answer.body.value("truncated"_L1).toBool());
    m_states->showContent();
    m_view->expandAll();
    m_view->setCurrentIndex(m_model.chosen());
}

void JobTree::open(const QModelIndex &index)
{
    const JobNode *node = m_model.node(index);
    if (node && node->more == 0 && (node->id != m_jobId || node->queueId != m_queueId))
        emit jobAsked(node->queueId, node->id);
}

} // namespace signalbox::ui
