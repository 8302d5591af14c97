// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

#include "widgets/icon_engine.h"
#include "widgets/styled_part.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QMetaEnum>
#include <QRegularExpression>
#include <QStyle>
#include <QStyleHints>
#include <QWidget>

#include <algorithm>
#include <cmath>

// The resources of a static library must be pulled in by name, outside of every namespace.
static void initResources()
{
    Q_INIT_RESOURCE(signalbox);
}

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int BasePixels = 13;
constexpr std::size_t Roles = Theme::RoleCount;

// In the order of Theme::Role. That every text can be read on every ground is checked by theme_test.
constexpr std::array<QRgb, Roles> LightColors{0xfff4f5f8, 0xffffffff, 0xffffffff, 0xffdde1e8, 0xff161a23,
                                              0xff556070, 0xff4f46e5, 0xffffffff, 0xffe8e9fd, 0xff13693a,
                                              0xff1a55bd, 0xff87500a, 0xffb91c28, 0xff556070, 0xff086385, //
                                              0xffe6e9ef, 0xff0d8f7c, 0xffc77700, 0xffd42a6b, 0xff4f46e5};

constexpr std::array<QRgb, Roles> DarkColors{0xff0e1014, 0xff15181e, 0xff1c2028, 0xff2a2f39, 0xffe4e7ed,
                                             0xff99a2b1, 0xff8f96ff, 0xff0e1014, 0xff272c4a, 0xff4fc58d,
                                             0xff76abff, 0xfff0b450, 0xffff8085, 0xff99a2b1, 0xff70cff0, //
                                             0xff262b34, 0xff2dd4bf, 0xfff6b73c, 0xffff6f9c, 0xff8f96ff};

constexpr std::array<QRgb, 5> LightHeat{0xffffffff, 0xffd9dcfb, 0xffa3a8f3, 0xff5a55dd, 0xff251f7a};
constexpr std::array<QRgb, 5> DarkHeat{0xff15181e, 0xff2b2f5e, 0xff4c52ae, 0xff8f96ff, 0xfff1f0ff};

QColor mixed(const QColor &from, const QColor &to, double share)
{
    const auto channel = [share](int a, int b) { return int(std::lround(a + (b - a) * share)); };
    return {channel(from.red(), to.red()), channel(from.green(), to.green()), channel(from.blue(), to.blue())};
}

QFont fontOf(const QStringList &families, qreal scale)
{
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(int(std::lround(BasePixels * scale)));
    font.setHintingPreference(QFont::PreferVerticalHinting);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font;
}

// Figures that change must not make what stands beside them dance.
bool hasTabularDigits(const QString &family)
{
    const QFontMetricsF metrics(fontOf({family}, 1.0));
    const qreal zero = metrics.horizontalAdvance('0'_L1);
    return std::ranges::all_of("123456789"_L1.latin1(), "123456789"_L1.latin1() + 9, [&](char digit) {
        return qAbs(metrics.horizontalAdvance(QLatin1Char(digit)) - zero) < 0.01;
    });
}

QStringList tabularFamilies()
{
    QStringList families;
    for (const QString &family : {u"Inter"_s, u"Roboto"_s, u"Noto Sans"_s, u"Open Sans"_s, u"DejaVu Sans"_s})
        if (QFontDatabase::hasFamily(family) && hasTabularDigits(family))
            families.append(family);
    families.append(QFontDatabase::systemFont(QFontDatabase::GeneralFont).family());
    return families;
}

QStringList monospaceFamilies()
{
    QStringList families;
    for (const QString &family : {u"JetBrains Mono"_s, u"Fira Code"_s, u"Noto Sans Mono"_s, u"DejaVu Sans Mono"_s})
        if (QFontDatabase::hasFamily(family))
            families.append(family);
    families.append(QFontDatabase::systemFont(QFontDatabase::FixedFont).family());
    return families;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_darkAtStart(QGuiApplication::palette().color(QPalette::Window).lightness() < 128)
    , m_families(tabularFamilies())
    , m_monospaceFamilies(monospaceFamilies())
{
    initResources();
    QApplication::setStyle(u"Fusion"_s);
    QApplication::setFont(font());
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        if (m_mode == Mode::System)
            apply();
    });
#endif
    apply();
}

Theme::~Theme() = default;

Theme::Mode Theme::mode() const
{
    return m_mode;
}

void Theme::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    apply();
}

bool Theme::isDark() const
{
    return m_dark;
}

bool Theme::systemIsDark() const
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return m_darkAtStart;
}

void Theme::apply()
{
    m_dark = m_mode == Mode::Dark || (m_mode == Mode::System && systemIsDark());
    QApplication::setPalette(palette());
    m_styleSheet = filledStyleSheet();
    emit changed();
}

void Theme::dress(QWidget &part) const
{
    new StyledPart(*this, part);
}

const QString &Theme::styleSheet() const
{
    return m_styleSheet;
}

QColor Theme::color(Role role) const
{
    return QColor::fromRgb((m_dark ? DarkColors : LightColors)[std::size_t(role)]);
}

QColor Theme::soft(Role role) const
{
    return mixed(color(Role::Surface), color(role), m_dark ? 0.16 : 0.1);
}

Theme::Role Theme::statusRole(int status)
{
    if (status >= 500)
        return Role::Danger;
    if (status >= 400)
        return Role::Warning;
    if (status >= 300)
        return Role::Info;
    if (status >= 200)
        return Role::Success;
    return status == 101 ? Role::Upgrade : Role::Neutral;
}

QColor Theme::statusColor(int status) const
{
    return color(statusRole(status));
}

Theme::Role Theme::durationRole(double ms, double slowMs)
{
    if (ms >= slowMs)
        return Role::Danger;
    return ms >= slowMs / 2 ? Role::Warning : Role::Success;
}

QColor Theme::durationColor(double ms, double slowMs) const
{
    return color(durationRole(ms, slowMs));
}

QColor Theme::heat(double intensity) const
{
    const auto &stops = m_dark ? DarkHeat : LightHeat;
    const double place = std::clamp(intensity, 0.0, 1.0) * double(stops.size() - 1);
    const auto below = std::min(std::size_t(place), stops.size() - 2);
    return mixed(QColor::fromRgb(stops[below]), QColor::fromRgb(stops[below + 1]), place - double(below));
}

QFont Theme::font(qreal scale) const
{
    return fontOf(m_families, scale);
}

QFont Theme::monospace(qreal scale) const
{
    QFont font = fontOf(m_monospaceFamilies, scale * 0.96); // these look larger than the text's at one size
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return font;
}

QIcon Theme::icon(const QString &name) const
{
    return icon(name, Role::Text);
}

QIcon Theme::icon(const QString &name, Role role) const
{
    return QIcon(new IconEngine(*this, name, role));
}

void Theme::setKind(QWidget *widget, const char *kind)
{
    const QString name = QString::fromLatin1(kind);
    if (widget->property("kind").toString() == name)
        return;
    widget->setProperty("kind", name);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, color(Role::Window));
    palette.setColor(QPalette::WindowText, color(Role::Text));
    palette.setColor(QPalette::Base, color(Role::Surface));
    palette.setColor(QPalette::AlternateBase, mixed(color(Role::Surface), color(Role::Window), 0.5));
    palette.setColor(QPalette::Text, color(Role::Text));
    palette.setColor(QPalette::PlaceholderText, color(Role::TextMuted));
    palette.setColor(QPalette::Button, color(Role::SurfaceRaised));
    palette.setColor(QPalette::ButtonText, color(Role::Text));
    palette.setColor(QPalette::BrightText, color(Role::Danger));
    palette.setColor(QPalette::ToolTipBase, color(Role::SurfaceRaised));
    palette.setColor(QPalette::ToolTipText, color(Role::Text));
    palette.setColor(QPalette::Highlight, color(Role::Selection));
    palette.setColor(QPalette::HighlightedText, color(Role::Text));
    palette.setColor(QPalette::Link, color(Role::Accent));
    palette.setColor(QPalette::LinkVisited, color(Role::Accent));
    palette.setColor(QPalette::Mid, color(Role::Border));
    palette.setColor(QPalette::Dark, color(Role::Border));
    palette.setColor(QPalette::Light, color(Role::SurfaceRaised));
    palette.setColor(QPalette::Shadow, mixed(color(Role::Window), Qt::black, 0.5));
    const QColor disabled = mixed(color(Role::Surface), color(Role::TextMuted), 0.6);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

// In resources/style.qss a colour is written @Role, or @Role-soft.
QString Theme::filledStyleSheet() const
{
    QFile file(u":/signalbox/style.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The style sheet is not among the resources");
    QString sheet = QString::fromUtf8(file.readAll());
    sheet.replace("@scheme"_L1, m_dark ? "dark"_L1 : "light"_L1);
    const auto roles = QMetaEnum::fromType<Role>();
    static const QRegularExpression Token(u"@([A-Z][A-Za-z0-9]+)(-soft)?"_s);
    QString filled;
    qsizetype end = 0;
    for (const QRegularExpressionMatch &match : Token.globalMatch(sheet)) {
        bool known = false;
        const auto role = Role(roles.keyToValue(match.captured(1).toLatin1().constData(), &known));
        Q_ASSERT_X(known, "Theme::filledStyleSheet", qPrintable(match.captured()));
        filled += QStringView(sheet).sliced(end, match.capturedStart() - end);
        filled += (match.hasCaptured(2) ? soft(role) : color(role)).name();
        end = match.capturedEnd();
    }
    filled += QStringView(sheet).sliced(end);
    return filled;
}

} // namespace signalbox::ui
