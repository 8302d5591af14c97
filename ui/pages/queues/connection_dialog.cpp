// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/connection_dialog.h"

#include <QCborArray>
#include <QLabel>
#include <QLineEdit>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

ConnectionDialog::ConnectionDialog(const Theme &theme, const std::optional<QueueConnection> &known, QWidget *parent)
    : FormDialog(theme, u"connectionDialog"_s, known ? tr("Redis %1").arg(known->name) : tr("Add a Redis"),
                 known ? tr("Apply") : tr("Add"), parent)
    , m_known(known)
{
    const bool own = known && known->own;
    m_name = addField(u"name"_s, tr("Name"), tr("staging"));
    m_url = addField(u"url"_s, tr("Address"), u"redis://:password@host:6379/0"_s);
    m_prefixes = addField(u"prefixes"_s, tr("Prefixes of its queues, parted by commas"), u"bull"_s);
    if (known) {
        m_name->setText(known->name);
        m_url->setText(known->url);
        m_prefixes->setText(known->prefixes.join(u", "_s));
    }
    m_name->setReadOnly(own);
    m_url->setReadOnly(own);
    if (own)
        addText(tr("Of the server's own Redis, the address is in its configuration."));
    else
        addText(known ? tr("The password is not shown; it is kept unless the address is changed.")
                      : tr("Kept on the server, where only it can read it. Use rediss:// for TLS."));
    for (const QLineEdit *field : {m_name, m_url, m_prefixes})
        connect(field, &QLineEdit::textChanged, this, &ConnectionDialog::check);
    check();
}

QString ConnectionDialog::name() const
{
    return m_name->text().trimmed();
}

QStringList ConnectionDialog::prefixes() const
{
    QStringList prefixes;
    for (const QString &prefix : m_prefixes->text().split(','_L1, Qt::SkipEmptyParts))
        if (!prefix.trimmed().isEmpty())
            prefixes.append(prefix.trimmed());
    return prefixes;
}

QCborMap ConnectionDialog::values() const
{
    const QueueConnection before = m_known.value_or(QueueConnection{});
    const QString url = m_url->text().trimmed();
    QCborMap values;
    if (name() != before.name)
        values.insert("name"_L1, name());
    if (url != before.url)
        values.insert("url"_L1, url);
    if (prefixes() != before.prefixes && !prefixes().isEmpty())
        values.insert("prefixes"_L1, QCborArray::fromStringList(prefixes()));
    return values;
}

void ConnectionDialog::check()
{
    const bool complete = !name().isEmpty() && !m_url->text().trimmed().isEmpty();
    setAcceptable(complete && !values().isEmpty() && (!m_known || !prefixes().isEmpty()));
}

} // namespace signalbox::ui
