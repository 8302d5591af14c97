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
    row->addLayout(makeButtons());
    connect(m_list, &QListWidget::itemActivated, m_attach, &QPushButton::click);
    connect(&servers, &RememberedServers::changed, this, &ServersDialog::fill);
    fill();
}

QVBoxLayout *ServersDialog::makeButtons()
{
    auto *buttons = new QVBoxLayout;
    const auto add = [&](const QString &name, const QString &text, auto pressed) {
        auto *button = new QPushButton(text);
        button->setObjectName(name);
        buttons->addWidget(button);
        connect(button, &QPushButton::clicked, this, pressed);
        return button;
    };
    m_attach = add(u"serversDialog.attach"_s, tr("Attach"), [this] {
        emit attachAsked(current());
        accept();
    });
    m_change = add(u"serversDialog.change"_s, tr("Change…"), [this] { emit changeAsked(current()); });
    add(u"serversDialog.add"_s, tr("Add…"), [this] { emit addAsked(); });
    m_forget = add(u"serversDialog.forget"_s, tr("Forget"), [this] { m_servers.forget(current()); });
    Theme::setKind(m_forget, "danger");
    buttons->addStretch();
    add(u"serversDialog.close"_s, tr("Close"), [this] { accept(); });
    return buttons;
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

} // namespace signalbox::ui
