// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "noting_page.h"
#include "shell/main_window.h"
#include "shell/rail_button.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class ShellTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"signalbox.ini"_s), QSettings::IniFormat);
        openWindow();
    }

    void cleanup()
    {
        m_window.reset();
        m_settings.reset();
    }

    void theRailSwitchesPages()
    {
        QVERIFY(m_first->active);
        QTest::mouseClick(child<RailButton>(u"rail.requests"_s), Qt::LeftButton);
        QCOMPARE(m_window->currentPage(), m_second);
        QVERIFY(m_second->active);
        QVERIFY(!m_first->active);
    }

    void controlAndANumberGoesToThePage()
    {
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), m_second);
        QVERIFY(child<RailButton>(u"rail.requests"_s)->isChecked());
    }

    void aLinkOpensWhatItSays()
    {
        emit m_first->openLink(u"requests"_s, u"status:5xx"_s);
        QCOMPARE(m_window->currentPage(), m_second);
        QCOMPARE(m_second->opened, QStringList{u"status:5xx"_s});
    }

    void aBadgeShowsOnTheRail()
    {
        emit m_second->badgeChanged(12);
        QCOMPARE(child<RailButton>(u"rail.requests"_s)->badge(), 12);
    }

    void theRailFoldsInANarrowWindow()
    {
        m_window->resize(1024, 700);
        QTRY_VERIFY(child<QWidget>(u"rail"_s)->width() < 80);
        m_window->resize(1600, 1000);
        QTRY_VERIFY(child<QWidget>(u"rail"_s)->width() > 150);
    }

    void whatIsNotShownStandsInTheStatusBar()
    {
        emit m_first->notShownChanged(1240);
        QCOMPARE(child<QLabel>(u"status.notShown"_s)->text(), u"1,240 not shown"_s);
        QVERIFY(child<QLabel>(u"status.notShown"_s)->isVisible());
        m_window->go(u"requests"_s);
        QVERIFY(!child<QLabel>(u"status.notShown"_s)->isVisible());
    }

    void pauseSaysSinceWhen()
    {
        auto *pause = child<QPushButton>(u"pauseButton"_s);
        QTest::mouseClick(pause, Qt::LeftButton);
        QVERIFY(m_window->range().isPaused());
        const QString at = QDateTime::fromMSecsSinceEpoch(m_window->range().pausedAtMs()).toString(u"HH:mm:ss"_s);
        QCOMPARE(pause->text(), "Paused at "_L1 + at);
        QTest::keyClick(m_window.get(), Qt::Key_Period, Qt::ControlModifier);
        QVERIFY(!m_window->range().isPaused());
        QCOMPARE(pause->text(), u"Pause"_s);
    }

    void theTimeRangeIsChosenByItsSegments_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<TimeRange::Kind>("kind");
        QTest::newRow("5 m") << u"range.5m"_s << TimeRange::Kind::Last5Minutes;
        QTest::newRow("15 m") << u"range.15m"_s << TimeRange::Kind::Last15Minutes;
        QTest::newRow("1 h") << u"range.1h"_s << TimeRange::Kind::LastHour;
        QTest::newRow("all") << u"range.all"_s << TimeRange::Kind::All;
    }
    void theTimeRangeIsChosenByItsSegments()
    {
        QFETCH(QString, name);
        QTest::mouseClick(child<QToolButton>(name), Qt::LeftButton);
        QTEST(m_window->range().kind(), "kind");
    }

    void aCustomRangeShowsAndAClickGoesBackToLive()
    {
        auto *custom = child<QToolButton>(u"range.custom"_s);
        QVERIFY(!custom->isVisible());
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        m_window->range().setCustom(now - 60'000, now);
        QVERIFY(custom->isVisible());
        QCOMPARE(custom->text(), m_window->range().label());
        QTest::mouseClick(custom, Qt::LeftButton);
        QCOMPARE(m_window->range().kind(), TimeRange::Kind::Live);
        QVERIFY(!custom->isVisible());
    }

    void thePaletteGoesToAPageByItsName()
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *field = child<QLineEdit>(u"commandPalette.field"_s);
        QVERIFY(field->isVisible());
        const QAbstractItemModelTester tester(child<QListView>(u"commandPalette.list"_s)->model());
        QTest::keyClicks(field, u"rqsts"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), m_second);
        QVERIFY(!field->isVisible());
    }

    void thePaletteOpensARequestByItsId()
    {
        QTest::mouseClick(child<QWidget>(u"searchButton"_s), Qt::LeftButton);
        auto *field = child<QLineEdit>(u"commandPalette.field"_s);
        QTest::keyClicks(field, u"0190af3c-1"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_second->opened, QStringList{u"id:0190af3c-1"_s});
    }

    void thePaletteWalksWithTheArrowsAndEscapeClosesIt()
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *field = child<QLineEdit>(u"commandPalette.field"_s);
        auto *list = child<QListView>(u"commandPalette.list"_s);
        QCOMPARE(list->currentIndex().row(), 0);
        QTest::keyClick(field, Qt::Key_Down);
        QCOMPARE(list->currentIndex().row(), 1);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
    }

    void questionMarkShowsTheKeysOfThePage()
    {
        QTest::keyClick(m_window.get(), Qt::Key_Question);
        auto *help = child<QWidget>(u"shortcutHelp"_s);
        QVERIFY(help->isVisible());
        QStringList texts;
        for (const QLabel *label : help->findChildren<QLabel *>())
            texts.append(label->text());
        QVERIFY(texts.contains(u"Ctrl+K"_s));
        QVERIFY(texts.contains(u"The next row of overview"_s));
        QTest::keyClick(help, Qt::Key_Escape);
        QVERIFY(!help->isVisible());
    }

    void slashFocusesTheSearchOfThePage()
    {
        QTest::keyClick(m_window.get(), Qt::Key_Slash);
        QVERIFY(m_first->search->hasFocus());
        QTest::keyClick(m_first->search, Qt::Key_Slash);
        QCOMPARE(m_first->search->text(), u"/"_s);
    }

    void theThemeSwitchesByAKeyAndIsRemembered()
    {
        m_theme.setMode(Theme::Mode::Light);
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_theme.mode(), Theme::Mode::Dark);
        m_window.reset();
        m_theme.setMode(Theme::Mode::Light);
        openWindow();
        QCOMPARE(m_theme.mode(), Theme::Mode::Dark);
    }

    void everyPartOfTheWindowIsInTheThemesStyle()
    {
        const auto isDressed = [this](const QObject *object) {
            for (; object; object = object->parent()) {
                const auto *widget = qobject_cast<const QWidget *>(object);
                if (widget && widget->styleSheet() == m_theme.styleSheet())
                    return true;
            }
            return false;
        };
        const auto *pages = child<QStackedWidget>(u"pages"_s);
        for (const QWidget *widget : m_window->findChildren<QWidget *>())
            QVERIFY2(widget == pages || isDressed(widget), qPrintable(widget->objectName()));
    }

    void aWindowWithoutAServerNamesNone()
    {
        QCOMPARE(child<QPushButton>(u"serverButton"_s)->text(), u"No server"_s);
        QVERIFY(m_window->windowTitle().startsWith(u"No server"_s));
    }

    void sizeAndPageAreRemembered()
    {
        // The height alone: the offscreen screen is narrower than the window, and newer Qt fits that to the screen.
        m_window->resize(m_window->width(), 666);
        m_window->go(u"requests"_s);
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        QCOMPARE(closed.count(), 1);
        openWindow();
        QCOMPARE(m_window->height(), 666);
        QCOMPARE(m_window->currentPage(), m_second);
    }

private:
    void openWindow()
    {
        m_window = std::make_unique<MainWindow>(m_theme, *m_settings, nullptr);
        m_first = new NotingPage(u"overview"_s);
        m_second = new NotingPage(u"requests"_s);
        m_window->addPage(m_first);
        m_window->addPage(m_second);
        m_window->ready();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    template <typename Widget> Widget *child(const QString &name) const
    {
        auto *found = m_window->findChild<Widget *>(name);
        if (!found)
            qFatal("No widget is called %s", qPrintable(name));
        return found;
    }

    Theme m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
    NotingPage *m_first = nullptr;
    NotingPage *m_second = nullptr;
};

QTEST_MAIN(ShellTest)
#include "shell_test.moc"
