// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/cache/elements_model.h"

#include <QFrame>
#include <QPointer>

class QAction;
class QHBoxLayout;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace signalbox::ui {

class BadgeLabel;
class BodyView;
class Session;
class StateView;
class Theme;

// One key: its type, encoding, TTL and size, and its value, a string as what it seems to be, all others as a table with
// a closer look at the chosen element. Main thread.
class KeyDetail : public QFrame {
    Q_OBJECT
public:
    explicit KeyDetail(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void showKey(const KeyRow &row);
    void refresh();
    void clear();
    void tick(); // a second has passed
    void update(const KeyRow &row); // something else learnt more of it
    const KeyRow &row() const { return m_value.row; }
    const KeyValue &value() const { return m_value; }
    void setActions(const QList<QAction *> &actions);

signals:
    void closed();
    void loaded(const signalbox::ui::KeyRow &row);
    void gone(const QString &id); // it expired, or was deleted

private:
    void build();
    QLayout *makeTitle();
    QLayout *makeFacts();
    QWidget *makeTable();
    void fill();
    void fillFacts();
    void take(const AdminClient::Answer &answer);
    void showElement(int row);

    const Theme &m_theme;
    QPointer<Session> m_session;
    KeyValue m_value;
    ElementsModel m_elements;
    quint64 m_question = 0;
    bool m_loaded = false;
    QLabel *m_key;
    BadgeLabel *m_type;
    BadgeLabel *m_encoding;
    QLabel *m_facts;
    QLabel *m_note;
    QHBoxLayout *m_buttons;
    QStackedWidget *m_forms;
    BodyView *m_body;
    QTableView *m_table;
    BodyView *m_element;
    StateView *m_state;
};

} // namespace signalbox::ui
