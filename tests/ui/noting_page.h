// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/page.h"

#include <QLineEdit>
#include <QVBoxLayout>

// A page that notes what the window asks of it.
class NotingPage : public signalbox::ui::Page {
    Q_OBJECT
public:
    explicit NotingPage(const QString &name)
        : m_id(name)
        , search(new QLineEdit)
    {
        (new QVBoxLayout(this))->addWidget(search);
    }

    QString id() const override { return m_id; }
    QString title() const override { return m_id.at(0).toUpper() + m_id.mid(1); }
    QString iconName() const override { return QStringLiteral("overview"); }
    void setSession(signalbox::ui::Session *now) override { session = now; }
    void setActive(bool now) override { active = now; }
    void open(const QString &what) override { opened.append(what); }
    void focusSearch() override { search->setFocus(); }
    QList<signalbox::ui::Shortcut> shortcuts() const override
    {
        return {{QStringLiteral("J"), QStringLiteral("The next row of ") + m_id}};
    }

private:
    QString m_id;

public:
    QLineEdit *search;
    signalbox::ui::Session *session = nullptr;
    bool active = false;
    QStringList opened;
};
