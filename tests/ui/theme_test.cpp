// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QFontMetricsF>
#include <QLineEdit>
#include <QMetaEnum>
#include <QSignalSpy>
#include <QTest>
#include <QWidget>

#include <cmath>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using Role = Theme::Role;

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

// WCAG 2.1, relative luminance.
double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

QByteArray nameOf(Role role)
{
    return QMetaEnum::fromType<Role>().valueToKey(int(role));
}

constexpr std::array Meanings{Role::Success, Role::Info,    Role::Warning, Role::Danger,
                              Role::Neutral, Role::Upgrade, Role::Accent};
constexpr std::array Grounds{Role::Window, Role::Surface, Role::SurfaceRaised, Role::Selection};

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT
private slots:
    void everyTextCanBeRead_data()
    {
        QTest::addColumn<Theme::Mode>("mode");
        QTest::newRow("light") << Theme::Mode::Light;
        QTest::newRow("dark") << Theme::Mode::Dark;
    }
    void everyTextCanBeRead()
    {
        QFETCH(Theme::Mode, mode);
        Theme theme;
        theme.setMode(mode);
        const auto check = [](const QColor &text, const QColor &ground, const QByteArray &what) {
            const double found = contrast(text, ground);
            QVERIFY2(found >= 4.5, qPrintable(u"%1: %2"_s.arg(QString::fromLatin1(what)).arg(found)));
        };
        for (const Role ground : Grounds) {
            check(theme.color(Role::Text), theme.color(ground), "Text on " + nameOf(ground));
            check(theme.color(Role::TextMuted), theme.color(ground), "TextMuted on " + nameOf(ground));
            for (const Role meaning : Meanings)
                check(theme.color(meaning), theme.color(ground), nameOf(meaning) + " on " + nameOf(ground));
        }
        for (const Role meaning : Meanings) {
            check(theme.color(meaning), theme.soft(meaning), nameOf(meaning) + " on its soft ground");
            check(theme.color(Role::Text), theme.soft(meaning), "Text on soft " + nameOf(meaning));
        }
        check(theme.color(Role::AccentText), theme.color(Role::Accent), "AccentText on Accent");
    }

    void placeholdersCanBeRead()
    {
        Theme theme;
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            theme.setMode(mode);
            QLineEdit field;
            field.ensurePolished();
            QCOMPARE(field.palette().color(QPalette::PlaceholderText), theme.color(Role::TextMuted));
        }
    }

    void linesOfChartsStandOut()
    {
        Theme theme;
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            theme.setMode(mode);
            for (const Role line : {Role::ChartP50, Role::ChartP95, Role::ChartP99, Role::ChartActive})
                QVERIFY2(contrast(theme.color(line), theme.color(Role::Surface)) >= 3.0, nameOf(line).constData());
        }
    }

    void statusHasTheColourOfItsClass_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Theme::Role>("role");
        QTest::newRow("aborted") << 0 << Role::Neutral;
        QTest::newRow("101") << 101 << Role::Upgrade;
        QTest::newRow("204") << 204 << Role::Success;
        QTest::newRow("304") << 304 << Role::Info;
        QTest::newRow("404") << 404 << Role::Warning;
        QTest::newRow("503") << 503 << Role::Danger;
    }
    void statusHasTheColourOfItsClass()
    {
        QFETCH(int, status);
        QTEST(Theme::statusRole(status), "role");
    }

    void durationTurnsAmberAtHalfAndRedAtTheThreshold()
    {
        QCOMPARE(Theme::durationRole(249, 500), Role::Success);
        QCOMPARE(Theme::durationRole(250, 500), Role::Warning);
        QCOMPARE(Theme::durationRole(500, 500), Role::Danger);
    }

    void theModeAppliesToTheApplication()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Light);
        const QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(theme.isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), theme.color(Role::Window));
        QVERIFY(!theme.styleSheet().contains('@'_L1));
    }

    void whatIsVisibleChangesWithTheTheme()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Light);
        QWidget part;
        theme.dress(part);
        part.show();
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(part.styleSheet(), theme.styleSheet());
    }

    void whatIsHiddenChangesWhenItIsShown()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Light);
        const QString light = theme.styleSheet();
        QWidget part;
        theme.dress(part);
        QCOMPARE(part.styleSheet(), light);
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(part.styleSheet(), light);
        part.show();
        QCOMPARE(part.styleSheet(), theme.styleSheet());
    }

    void heatGoesFromTheSurfaceUp()
    {
        Theme theme;
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            theme.setMode(mode);
            QCOMPARE(theme.heat(-1), theme.color(Role::Surface));
            QVERIFY(contrast(theme.heat(1), theme.heat(0)) > 7);
            QCOMPARE(theme.heat(2), theme.heat(1));
        }
    }

    void digitsAreOfOneWidth()
    {
        const Theme theme;
        const QFontMetricsF metrics(theme.font());
        for (const QChar digit : u"123456789"_s)
            QCOMPARE(metrics.horizontalAdvance(digit), metrics.horizontalAdvance('0'_L1));
    }

    void everyIconIsDrawnInTheColourOfItsRole()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Dark);
        QDirIterator icons(u":/signalbox/icons"_s);
        int seen = 0;
        while (icons.hasNext()) {
            icons.next();
            ++seen;
            const QString name = icons.fileInfo().completeBaseName();
            QVERIFY2(drawnColors(theme.icon(name, Role::Danger)).contains(theme.color(Role::Danger).rgb()),
                     qPrintable(name));
        }
        QVERIFY(seen > 20);
    }

    void anIconFollowsTheTheme()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Light);
        const QIcon icon = theme.icon(u"stop"_s);
        QVERIFY(drawnColors(icon).contains(theme.color(Role::Text).rgb()));
        theme.setMode(Theme::Mode::Dark);
        QVERIFY(drawnColors(icon).contains(theme.color(Role::Text).rgb()));
    }

private:
    static QSet<QRgb> drawnColors(const QIcon &icon)
    {
        const QImage image = icon.pixmap(48, 48).toImage().convertToFormat(QImage::Format_ARGB32);
        QSet<QRgb> colors;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                colors.insert(image.pixel(x, y));
        return colors;
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
