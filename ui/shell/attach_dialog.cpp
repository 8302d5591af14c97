// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/attach_dialog.h"

#include "client/remembered_servers.h"
#include "widgets/swatch.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int Width = 56 * Theme::Grid;

} // namespace

AttachDialog::AttachDialog(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_problem(new QLabel)
    , m_colors(new QButtonGroup(this))
    , m_keep(new QCheckBox(tr("Keep the token on this computer, in a file only you can read")))
{
    setObjectName(u"attachDialog"_s);
    setWindowTitle(tr("Attach to a server"));
    setMinimumWidth(Width);
    theme.dress(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid, 2 * Theme::Grid);
    column->setSpacing(Theme::Grid);
    m_problem->setObjectName(u"attachDialog.problem"_s);
    m_problem->setWordWrap(true);
    Theme::setKind(m_problem, "error");
    m_problem->hide();
    column->addWidget(m_problem);
    m_url = addField(u"attachDialog.url"_s, tr("Address"), u"http://staging.example.com:3000"_s);
    m_name = addField(u"attachDialog.name"_s, tr("Name"), tr("How you call it: staging"));
    addColors();
    m_token = addField(u"attachDialog.token"_s, tr("Admin token"), tr("Paste it here"));
    m_token->setEchoMode(QLineEdit::Password);
    addTokenHelp();
    m_keep->setObjectName(u"attachDialog.keepToken"_s);
    column->addWidget(m_keep);
    column->addSpacing(Theme::Grid);
    addButtons();
    connect(m_url, &QLineEdit::textChanged, this, &AttachDialog::check);
    connect(m_token, &QLineEdit::textChanged, this, &AttachDialog::check);
    check();
}

void AttachDialog::setEndpoint(const Endpoint &endpoint)
{
    m_url->setText(endpoint.url.toString());
    m_name->setText(endpoint.name);
    m_token->setText(QString::fromLatin1(endpoint.token));
    const qsizetype color = RememberedServers::colors().indexOf(endpoint.color);
    m_colors->button(int(std::max<qsizetype>(color, 0)))->setChecked(true);
    (endpoint.url.isEmpty() ? m_url : m_token)->setFocus();
}

void AttachDialog::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_token->selectAll();
}

QLineEdit *AttachDialog::addField(const QString &name, const QString &label, const QString &placeholder)
{
    auto *caption = new QLabel(label);
    Theme::setKind(caption, "muted");
    auto *field = new QLineEdit;
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setPlaceholderText(placeholder);
    caption->setBuddy(field);
    layout()->addWidget(caption);
    layout()->addWidget(field);
    return field;
}

void AttachDialog::addColors()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    auto *label = new QLabel(tr("Colour, so that you never take it for another"));
    Theme::setKind(label, "muted");
    row->addWidget(label);
    row->addStretch();
    const QList<QColor> colors = RememberedServers::colors();
    for (int at = 0; at < colors.size(); ++at) {
        auto *swatch = new Swatch(m_theme, colors[at]);
        swatch->setObjectName(u"attachDialog.color.%1"_s.arg(at));
        swatch->setAccessibleName(tr("Colour %1").arg(at + 1));
        m_colors->addButton(swatch, at);
        row->addWidget(swatch);
    }
    m_colors->button(0)->setChecked(true);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

void AttachDialog::addTokenHelp()
{
    auto *help = new QLabel(tr("You find it in the file <b>admin-token</b> in that server's data folder, which "
                               "<b>signalbox --headless</b> names when it starts, or in its SIGNALBOX_ADMIN_TOKEN."));
    help->setWordWrap(true);
    Theme::setKind(help, "caption");
    layout()->addWidget(help);
}

void AttachDialog::addButtons()
{
    auto *row = new QHBoxLayout;
    row->addStretch();
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(u"attachDialog.cancel"_s);
    m_ok = new QPushButton(tr("Attach"));
    m_ok->setObjectName(u"attachDialog.ok"_s);
    m_ok->setDefault(true);
    Theme::setKind(m_ok, "primary");
    row->addWidget(cancel);
    row->addWidget(m_ok);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &AttachDialog::choose);
}

void AttachDialog::check()
{
    const QUrl url = RememberedServers::normalized(m_url->text());
    m_ok->setEnabled(!url.isEmpty() && !m_token->text().trimmed().isEmpty());
    m_name->setPlaceholderText(url.isEmpty() ? tr("How you call it: staging") : url.authority());
}

void AttachDialog::choose()
{
    const bool keep = m_keep->isChecked();
    accept();
    emit chosen(entered(), keep);
}

Endpoint AttachDialog::entered() const
{
    Endpoint endpoint;
    endpoint.url = RememberedServers::normalized(m_url->text());
    endpoint.name = m_name->text().trimmed().isEmpty() ? endpoint.url.authority() : m_name->text().trimmed();
    endpoint.color = RememberedServers::colors().at(m_colors->checkedId());
    endpoint.token = m_token->text().trimmed().toLatin1();
    return endpoint;
}

} // namespace signalbox::ui
