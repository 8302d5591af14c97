// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/add_queue_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

AddQueueDialog::AddQueueDialog(const Theme &theme, const QList<QueueConnection> &connections, QWidget *parent)
    : FormDialog(theme, u"addQueueDialog"_s, tr("Add a queue"), tr("Add queue"), parent)
    , m_connection(new QComboBox)
    , m_prefix(new QComboBox)
{
    addText(tr("A queue that isn't there yet, so that jobs can be added to it. Those that are there are found by "
               "themselves."));
    m_name = addField(u"name"_s, tr("Name"), tr("emails"));
    addWidget(u"connection"_s, tr("Redis"), m_connection);
    m_prefix->setEditable(true);
    addWidget(u"prefix"_s, tr("Prefix, as its workers have it"), m_prefix);
    connect(m_connection, &QComboBox::currentIndexChanged, this, &AddQueueDialog::showPrefixes);
    connect(m_name, &QLineEdit::textChanged, this, &AddQueueDialog::check);
    connect(m_prefix, &QComboBox::editTextChanged, this, &AddQueueDialog::check);
    showPrefixes();
    setConnections(connections);
}

void AddQueueDialog::setConnections(const QList<QueueConnection> &connections)
{
    if (connections == m_connections)
        return; // what was chosen and typed stays
    const QString chosen = m_connection->currentData().toString();
    m_connections = connections;
    m_connection->clear();
    for (const QueueConnection &connection : connections)
        m_connection->addItem(connection.name, connection.id);
    m_connection->setCurrentIndex(std::max(0, m_connection->findData(chosen)));
    check();
}

void AddQueueDialog::showPrefixes()
{
    m_prefix->clear();
    if (const int at = m_connection->currentIndex(); at >= 0)
        m_prefix->addItems(m_connections.at(at).prefixes);
    if (m_prefix->count() == 0)
        m_prefix->addItem(u"bull"_s);
    check();
}

// A colon parts the name from the rest of a key.
void AddQueueDialog::check()
{
    const QString name = m_name->text().trimmed();
    setProblem(name.contains(':'_L1) ? tr("A queue's name has no colon.") : QString());
    setAcceptable(!name.isEmpty() && !name.contains(':'_L1) && m_connection->currentIndex() >= 0
                  && !m_prefix->currentText().trimmed().isEmpty());
}

QCborMap AddQueueDialog::values() const
{
    return {{"connection"_L1, m_connection->currentData().toString()},
            {"prefix"_L1, m_prefix->currentText().trimmed()},
            {"name"_L1, m_name->text().trimmed()}};
}

} // namespace signalbox::ui
