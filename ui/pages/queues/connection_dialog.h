// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_connection.h"
#include "widgets/form_dialog.h"

#include <optional>

namespace signalbox::ui {

// A Redis to watch, new or known. Main thread.
class ConnectionDialog : public FormDialog {
    Q_OBJECT
public:
    ConnectionDialog(const Theme &theme, const std::optional<QueueConnection> &known, QWidget *parent);

    QString name() const;
    QCborMap values() const; // for the admin API: of a known one only what is another

private:
    void check();
    QStringList prefixes() const;

    std::optional<QueueConnection> m_known;
    QLineEdit *m_name;
    QLineEdit *m_url;
    QLineEdit *m_prefixes;
};

} // namespace signalbox::ui
