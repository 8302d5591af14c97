// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/servers_dialog.h"

#include "client/remembered_servers.h"
#include "widgets/color_dot.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr QSize Size(64 * Theme::Grid, 40 * Theme::Grid);

} // namespace

ServersDialog::ServersDialog(const Theme &theme, RememberedServers &servers, QWidget *parent)
    : QDialog(parent)
    , m_servers(servers)
    , m_list(new QListWidget)
{
    setObjectName(u"serversDialog"_s);
    setWindowTitle(tr("Servers"));
    resize(Size);
    theme.dress(*this);
    m_list->setObjectName(u"serversDialog.list"_s);
    m_list->setAccessibleName(tr("Remembered servers"));
    m_list->setFont(theme.font());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid, 2 * Theme::Grid);
    row->setSpacing(2 * Theme::Grid);
    row->addWidget(m_list, 1);
    auto *buttons = new QVBoxLayout;
    row->addLayout(buttons);
    m_attach = addButton(u"serversDialog.attach"_s, tr("Attach"));
    m_change = addButton(u"serversDialog.change"_s, tr("Change…"));
    QPushButton *add = addButton(u"serversDialog.add"_s, tr("Add…"));
    m_forget = addButton(u"serversDialog.forget"_s, tr("Forget"));
    Theme::setKind(m_forget, "danger");
    QPushButton *close = addButton(u"serversDialog.close"_s, tr("Close"));
    for (QPushButton *button : {m_attach, m_change, add, m_forget})
        buttons->addWidget(button);
    buttons->addStretch();
    buttons->addWidget(close);
    connect(m_attach, &QPushButton::clicked, this, [this] {
        emit attachAsked(current());
        accept();
    });
    connect(m_list, &QListWidget::itemActivated, m_attach, &QPushButton::click);
    connect(m_change, &QPushButton::clicked, this, [this] { emit changeAsked(current()); });
    connect(add, &QPushButton::clicked, this, &ServersDialog::addAsked);
    connect(m_forget, &QPushButton::clicked, this, &ServersDialog::forgetCurrent);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&servers, &RememberedServers::changed, this, &ServersDialog::fill);
    fill();
}

QPushButton *ServersDialog::addButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    return button;
}

void ServersDialog::fill()
{
    m_list->clear();
    for (const Endpoint &endpoint : m_servers.servers()) {
        auto *item = new QListWidgetItem(colorDot(endpoint.color, devicePixelRatio()),
                                         u"%1\n%2"_s.arg(endpoint.name, endpoint.url.toString()));
        item->setData(Qt::UserRole, endpoint.url);
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
    for (QPushButton *button : {m_attach, m_change, m_forget})
        button->setEnabled(m_list->count() > 0);
}

QUrl ServersDialog::current() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toUrl() : QUrl();
}

void ServersDialog::forgetCurrent()
{
    m_servers.forget(current());
}

} // namespace signalbox::ui
