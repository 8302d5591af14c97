// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/detail_pane.h"
#include "widgets/detail_splitter.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QSize Wide(1400, 700);
constexpr QSize Narrow(900, 560);

} // namespace

// How a list and its detail share a window.
class DetailSplitterTest : public QObject {
    Q_OBJECT

    struct Shown {
        explicit Shown(QSettings &settings)
            : splitter(settings, u"test"_s)
        {
            splitter.setParts(new QLabel(u"list"_s), new QLabel(u"detail"_s));
            splitter.resize(Wide);
            splitter.show();
            splitter.setDetailShown(true);
        }
        DetailSplitter splitter;
    };

private slots:
    void standsBesideWhereThereIsWidth()
    {
        Shown shown(m_settings);
        QTRY_COMPARE(shown.splitter.orientation(), Qt::Horizontal);
        shown.splitter.resize(Narrow);
        QTRY_COMPARE(shown.splitter.orientation(), Qt::Vertical);
        QVERIFY(shown.splitter.sizes().at(1) > shown.splitter.sizes().at(0)); // what was opened is read
    }

    void staysAsItWasTurned()
    {
        {
            Shown shown(m_settings);
            shown.splitter.turn();
            QCOMPARE(shown.splitter.orientation(), Qt::Vertical);
        }
        Shown again(m_settings);
        QTRY_COMPARE(again.splitter.orientation(), Qt::Vertical);
        again.splitter.turn();
        QCOMPARE(again.splitter.orientation(), Qt::Horizontal);
    }

    void remembersHowMuchEachHas()
    {
        QList<int> sizes;
        {
            Shown shown(m_settings);
            QTRY_COMPARE(shown.splitter.orientation(), Qt::Horizontal);
            shown.splitter.setSizes({900, 500});
            sizes = shown.splitter.sizes();
            shown.splitter.setDetailShown(false);
        }
        Shown again(m_settings);
        QTRY_COMPARE(again.splitter.sizes(), sizes);
    }

    void bodiesStandBesideEachOtherWhereThereIsNoHeight()
    {
        DetailPane pane(m_theme);
        pane.resize(900, 300);
        pane.show();
        const QList<QSplitter *> splitters = pane.tabs().findChildren<QSplitter *>();
        QVERIFY(!splitters.isEmpty());
        for (const QSplitter *splitter : splitters)
            QTRY_COMPARE(splitter->orientation(), Qt::Horizontal);
        pane.resize(500, 700);
        for (const QSplitter *splitter : splitters)
            QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
    }

private:
    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"window.ini"_s), QSettings::IniFormat};
    Theme m_theme;
};

QTEST_MAIN(DetailSplitterTest)
#include "detail_splitter_test.moc"
