// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/state_view.h"

namespace signalbox::ui {

class QueuesSource;
class QueuesTable;
class Session;

// The table of the queues, or what stands in its place while there is none to show, and what to do then. Main thread.
class QueuesStateView : public StateView {
    Q_OBJECT
public:
    QueuesStateView(const Theme &theme, QueuesTable &table); // which it owns

    // `queues` are those that are known, of which the table shows what the filter lets through. No session: none.
    void tell(const QueuesSource &source, const Session *session, int queues, const QString &filter);

signals:
    void allAsked(); // whatever the filter says
    void addAsked();
    void connectionsAsked();

private:
    using Ask = void (QueuesStateView::*)();

    void tellWhyNone(const QueuesSource &source);
    void offer(const QString &icon, const QString &title, const QString &text, const QString &action, Ask ask);

    const QueuesTable &m_table;
    QString m_offered; // its text
};

} // namespace signalbox::ui
