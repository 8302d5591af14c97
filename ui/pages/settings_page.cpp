// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/settings_page.h"

#include "client/session.h"
#include "shell/window_shortcuts.h"
#include "widgets/shortcut_list.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int ColumnWidth = 88 * Theme::Grid;
constexpr int ControlWidth = 20 * Theme::Grid;
constexpr int LongestSlowMs = 600'000;

QLabel *label(const QString &text, const char *kind)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    Theme::setKind(label, kind);
    return label;
}

QVBoxLayout *makeCard(QFrame *card, const QString &title)
{
    Theme::setKind(card, "card");
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(3 * Theme::Grid, 2 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid);
    column->setSpacing(2 * Theme::Grid);
    column->addWidget(label(title, "heading"));
    return column;
}

// A name, what it means, and the control at the right.
QHBoxLayout *makeRow(const QString &name, const QString &meaning, QWidget *control)
{
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    auto *title = new QLabel(name);
    title->setBuddy(control);
    words->addWidget(title);
    words->addWidget(label(meaning, "muted"));
    control->setAccessibleName(name);
    control->setAccessibleDescription(meaning);
    auto *row = new QHBoxLayout;
    row->setSpacing(4 * Theme::Grid);
    row->addLayout(words, 1);
    row->addWidget(control, 0, Qt::AlignVCenter);
    return row;
}

} // namespace

SettingsPage::SettingsPage(Theme &theme, QWidget *parent)
    : Page(parent)
    , m_theme(theme)
    , m_slowMs(new QSpinBox)
    , m_logLevel(new QComboBox)
    , m_capture(new QCheckBox)
    , m_demo(new QCheckBox)
    , m_problem(label({}, "error"))
    , m_modes(new QButtonGroup(this))
{
    setObjectName(u"settings"_s);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(makeColumn());
    connectServerCard();
    connect(&theme, &Theme::changed, this, &SettingsPage::showTheme);
    showTheme();
    SettingsPage::setSession(nullptr);
}

// The cards below each other, in the middle and no wider than what reads well.
QScrollArea *SettingsPage::makeColumn()
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout;
    column->setSpacing(2 * Theme::Grid);
    for (QWidget *card : {makeServerCard(), makeAppearanceCard(), makeKeysCard(), makeAboutCard()}) {
        card->setMaximumWidth(ColumnWidth);
        column->addWidget(card);
    }
    column->addStretch();
    auto *centred = new QHBoxLayout(content);
    centred->setContentsMargins(3 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid);
    centred->addStretch();
    centred->addLayout(column, 100);
    centred->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return scroll;
}

QString SettingsPage::id() const
{
    return u"settings"_s;
}

QString SettingsPage::title() const
{
    return tr("Settings");
}

QString SettingsPage::iconName() const
{
    return u"settings"_s;
}

void SettingsPage::setSession(Session *session)
{
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    m_problem->hide();
    if (session)
        connect(session, &Session::settingsChanged, this, &SettingsPage::showSettings);
    showSettings(session ? session->settings() : QCborMap());
}

QWidget *SettingsPage::makeServerCard()
{
    m_slowMs->setObjectName(u"settings.slowMs"_s);
    m_slowMs->setRange(1, LongestSlowMs);
    m_slowMs->setSingleStep(50);
    m_slowMs->setSuffix(tr(" ms"));
    m_slowMs->setFixedWidth(ControlWidth);
    m_slowMs->setKeyboardTracking(false);
    m_logLevel->setObjectName(u"settings.logLevel"_s);
    m_logLevel->addItems({u"trace"_s, u"debug"_s, u"info"_s, u"warn"_s, u"error"_s});
    m_logLevel->setFixedWidth(ControlWidth);
    m_capture->setObjectName(u"settings.capture"_s);
    m_demo->setObjectName(u"settings.demo"_s);
    m_problem->setObjectName(u"settings.problem"_s);

    auto *card = new QFrame;
    QVBoxLayout *column = makeCard(card, tr("Server"));
    m_server = card;
    column->addLayout(makeRow(
        tr("Slow from"), tr("A request that takes this long counts as slow, is kept longer and logged as a warning."),
        m_slowMs));
    column->addLayout(
        makeRow(tr("Capture headers and bodies"),
                tr("Keeps what comes in and goes out from now on, up to 64 KiB a body. Authorization, cookies, "
                   "passwords and tokens are struck out before anything is kept."),
                m_capture));
    column->addLayout(makeRow(tr("Log level"), tr("What is written to the log, from now on."), m_logLevel));
    column->addLayout(
        makeRow(tr("Demo routes"), tr("Answers under /demo: echo, slow, fail and cpu, for sample traffic."), m_demo));
    column->addWidget(m_problem);
    return card;
}

void SettingsPage::connectServerCard()
{
    connect(m_slowMs, &QSpinBox::valueChanged, this, [this](int ms) { change(u"slowMs"_s, ms); });
    connect(m_logLevel, &QComboBox::textActivated, this,
            [this](const QString &level) { change(u"logLevel"_s, level); });
    connect(m_capture, &QCheckBox::clicked, this, [this](bool on) { change(u"capture"_s, on); });
    connect(m_demo, &QCheckBox::clicked, this, [this](bool on) { change(u"demo"_s, on); });
}

QWidget *SettingsPage::makeAppearanceCard()
{
    auto *modes = new QWidget;
    auto *row = new QHBoxLayout(modes);
    row->setContentsMargins({});
    row->setSpacing(Theme::Grid);
    const auto add = [&](Theme::Mode mode, const QString &name, const QString &text, const QString &icon) {
        auto *button = new QPushButton(m_theme.icon(icon), text);
        button->setObjectName(name);
        button->setCheckable(true);
        m_modes->addButton(button, int(mode));
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, mode] { m_theme.setMode(mode); });
    };
    add(Theme::Mode::System, u"settings.theme.system"_s, tr("System"), u"monitor"_s);
    add(Theme::Mode::Light, u"settings.theme.light"_s, tr("Light"), u"sun"_s);
    add(Theme::Mode::Dark, u"settings.theme.dark"_s, tr("Dark"), u"moon"_s);
    auto *card = new QFrame;
    makeCard(card, tr("Appearance"))
        ->addLayout(makeRow(tr("Theme"), tr("System follows what the desktop uses."), modes));
    return card;
}

QWidget *SettingsPage::makeKeysCard() const
{
    auto *card = new QFrame;
    makeCard(card, tr("Keyboard"))->addWidget(new ShortcutList(windowShortcuts()));
    return card;
}

QWidget *SettingsPage::makeAboutCard() const
{
    auto *card = new QFrame;
    auto *column = makeCard(card, tr("About"));
    column->addWidget(
        label(tr("Signalbox %1, with Qt %2. Free software under the GNU General Public License, version 3 or later.")
                  .arg(QLatin1String(SIGNALBOX_VERSION), QLatin1String(qVersion())),
              "muted"));
    return card;
}

void SettingsPage::change(const QString &key, const QCborValue &value)
{
    if (!m_session)
        return;
    m_session->changeSettings({{key, value}}, this, [this](const AdminClient::Answer &answer) {
        m_problem->setText(answer.error);
        m_problem->setVisible(!answer.error.isEmpty());
        if (!answer.ok() && m_session)
            showSettings(m_session->settings());
    });
}

void SettingsPage::showSettings(const QCborMap &settings)
{
    m_server->setEnabled(!settings.isEmpty());
    if (settings.isEmpty())
        return;
    const QSignalBlocker noEcho(m_slowMs);
    m_slowMs->setValue(int(settings.value("slowMs"_L1).toDouble(double(settings.value("slowMs"_L1).toInteger()))));
    m_logLevel->setCurrentText(settings.value("logLevel"_L1).toString());
    m_capture->setChecked(settings.value("capture"_L1).toBool());
    m_demo->setChecked(settings.value("demo"_L1).toBool());
}

void SettingsPage::showTheme()
{
    m_modes->button(int(m_theme.mode()))->setChecked(true);
}

} // namespace signalbox::ui
