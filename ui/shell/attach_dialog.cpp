// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/attach_dialog.h"

#include "client/remembered_servers.h"
#include "widgets/segments.h"
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

enum Way : int { ByToken, ByPassword };

} // namespace

AttachDialog::AttachDialog(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_problem(new QLabel)
    , m_colors(new QButtonGroup(this))
    , m_ways(new Segments)
    , m_tokenFields(makeTokenFields())
    , m_passwordFields(makePasswordFields())
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
    m_url = addField(*column, u"attachDialog.url"_s, tr("Address"), u"http://staging.example.com:3000"_s);
    m_name = addField(*column, u"attachDialog.name"_s, tr("Name"), tr("How you call it: staging"));
    addColors();
    addWays();
    column->addWidget(m_tokenFields);
    column->addWidget(m_passwordFields);
    column->addSpacing(Theme::Grid);
    addButtons();
    for (QLineEdit *field : {m_url, m_token, m_email, m_password})
        connect(field, &QLineEdit::textChanged, this, &AttachDialog::check);
    connect(&m_login, &PasswordLogin::signedIn, this, &AttachDialog::takeSignIn);
    connect(&m_login, &PasswordLogin::refused, this, &AttachDialog::takeRefusal);
    showWay();
    check();
}

void AttachDialog::setEndpoint(const Endpoint &endpoint)
{
    m_url->setText(endpoint.url.toString());
    m_name->setText(endpoint.name);
    m_token->setText(endpoint.email.isEmpty() ? QString::fromLatin1(endpoint.token) : QString()); // not a sign-in's
    const qsizetype color = RememberedServers::colors().indexOf(endpoint.color);
    m_colors->button(int(std::max<qsizetype>(color, 0)))->setChecked(true);
    m_email->setText(endpoint.email);
    m_ways->setChosen(endpoint.email.isEmpty() ? ByToken : ByPassword);
    showWay();
    if (endpoint.url.isEmpty())
        m_url->setFocus();
    else
        (usesPassword() ? m_password : m_token)->setFocus();
}

void AttachDialog::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    (usesPassword() ? m_password : m_token)->selectAll();
}

QLineEdit *AttachDialog::addField(QLayout &column, const QString &name, const QString &label,
                                  const QString &placeholder)
{
    auto *caption = new QLabel(label);
    Theme::setKind(caption, "muted");
    auto *field = new QLineEdit;
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setPlaceholderText(placeholder);
    caption->setBuddy(field);
    column.addWidget(caption);
    column.addWidget(field);
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

void AttachDialog::addWays()
{
    m_ways->setAccessibleName(tr("How to show that you are an admin"));
    m_ways->add(ByToken, u"attachDialog.byToken"_s, tr("Admin token"));
    m_ways->add(ByPassword, u"attachDialog.byPassword"_s, tr("Email and password"));
    connect(m_ways, &Segments::chosen, this, &AttachDialog::showWay);
    layout()->addWidget(m_ways);
}

QWidget *AttachDialog::makeTokenFields()
{
    auto *fields = new QWidget;
    auto *column = new QVBoxLayout(fields);
    column->setContentsMargins({});
    column->setSpacing(Theme::Grid);
    m_token = addField(*column, u"attachDialog.token"_s, tr("Admin token"), tr("Paste it here"));
    m_token->setEchoMode(QLineEdit::Password);
    auto *help = new QLabel(tr("You find it in the file <b>admin-token</b> in that server's data folder, which "
                               "<b>signalbox --headless</b> names when it starts, or in its SIGNALBOX_ADMIN_TOKEN."));
    help->setWordWrap(true);
    Theme::setKind(help, "caption");
    column->addWidget(help);
    m_keep = new QCheckBox(tr("Keep the token on this computer, in a file only you can read"));
    m_keep->setObjectName(u"attachDialog.keepToken"_s);
    column->addWidget(m_keep);
    return fields;
}

QWidget *AttachDialog::makePasswordFields()
{
    auto *fields = new QWidget;
    auto *column = new QVBoxLayout(fields);
    column->setContentsMargins({});
    column->setSpacing(Theme::Grid);
    m_email =
        addField(*column, u"attachDialog.email"_s, tr("Email"), tr("Of a user of that server with the role admin"));
    m_password = addField(*column, u"attachDialog.password"_s, tr("Password"), {});
    m_password->setEchoMode(QLineEdit::Password);
    auto *help = new QLabel(tr("The email is remembered, the password is not: it is asked for each time you attach."));
    help->setWordWrap(true);
    Theme::setKind(help, "caption");
    column->addWidget(help);
    return fields;
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

bool AttachDialog::usesPassword() const
{
    return m_ways->chosenId() == ByPassword;
}

void AttachDialog::showWay()
{
    m_tokenFields->setVisible(!usesPassword());
    m_passwordFields->setVisible(usesPassword());
    check();
    adjustSize();
}

void AttachDialog::check()
{
    const QUrl url = RememberedServers::normalized(m_url->text());
    const bool whole = usesPassword() ? !m_email->text().trimmed().isEmpty() && !m_password->text().isEmpty()
                                      : !m_token->text().trimmed().isEmpty();
    m_ok->setEnabled(!url.isEmpty() && whole);
    m_ok->setText(tr("Attach"));
    m_name->setPlaceholderText(url.isEmpty() ? tr("How you call it: staging") : url.authority());
}

void AttachDialog::choose()
{
    if (usesPassword()) {
        m_problem->hide();
        m_ok->setEnabled(false);
        m_ok->setText(tr("Signing in…"));
        return m_login.start(entered(), m_email->text().trimmed(), m_password->text());
    }
    const bool keep = m_keep->isChecked();
    accept();
    emit chosen(entered(), keep);
}

void AttachDialog::takeSignIn(const Endpoint &endpoint)
{
    m_password->clear();
    accept();
    emit chosen(endpoint, false);
}

void AttachDialog::takeRefusal(const QString &reason)
{
    check();
    setProblem(reason);
    m_password->setFocus();
}

Endpoint AttachDialog::entered() const
{
    Endpoint endpoint;
    endpoint.url = RememberedServers::normalized(m_url->text());
    endpoint.name = m_name->text().trimmed().isEmpty() ? endpoint.url.authority() : m_name->text().trimmed();
    endpoint.color = RememberedServers::colors().at(m_colors->checkedId());
    if (!usesPassword())
        endpoint.token = m_token->text().trimmed().toLatin1();
    return endpoint;
}

} // namespace signalbox::ui
