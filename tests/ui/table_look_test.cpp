// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/inset_delegate.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

#include <optional>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

// The first column in which `image` has something else than its ground.
std::optional<int> firstInk(const QImage &image)
{
    const QRgb ground = image.pixel(1, 1);
    for (int x = 0; x < image.width(); ++x)
        for (int y = 1; y < image.height() - 2; ++y) // without the line below a header
            if (image.pixel(x, y) != ground)
                return x;
    return std::nullopt;
}

// What encloses all pixels in which two pictures of one size differ.
QRect difference(const QImage &first, const QImage &second)
{
    QRect enclosing;
    for (int x = 0; x < first.width(); ++x)
        for (int y = 0; y < first.height(); ++y)
            if (first.pixel(x, y) != second.pixel(x, y))
                enclosing |= QRect(x, y, 1, 1);
    return enclosing;
}

} // namespace

// What tables look like in the theme's style.
class TableLookTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_model.clear();
        m_model.setHorizontalHeaderItem(0, new QStandardItem(Text));
        m_model.setItem(0, 0, new QStandardItem(Text));
        m_table = std::make_unique<QTableView>();
        m_theme.dress(*m_table);
        m_table->setModel(&m_model);
        m_table->setItemDelegate(new InsetDelegate(m_theme, *m_table));
        m_table->setShowGrid(false);
        m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        m_table->setColumnWidth(0, 160);
        m_table->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
    }

    void cellsOfFiguresEndWhereTheirHeaderDoes()
    {
        m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_model.item(0, 0)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        const auto mirrored = [](const QPixmap &picture) { return picture.toImage().mirrored(true, false); };
        const auto header = firstInk(mirrored(m_table->horizontalHeader()->viewport()->grab(QRect(0, 0, 160, 28))));
        const auto cell = firstInk(mirrored(m_table->viewport()->grab(m_table->visualRect(m_model.index(0, 0)))));
        QVERIFY(header && cell);
        QCOMPARE(*cell, *header);
    }

    void cellsBeginWhereTheirHeaderDoes()
    {
        const auto header = firstInk(m_table->horizontalHeader()->viewport()->grab(QRect(0, 0, 120, 28)).toImage());
        const auto cell = firstInk(m_table->viewport()->grab(m_table->visualRect(m_model.index(0, 0))).toImage());
        QVERIFY(header && cell);
        QCOMPARE(*cell, *header);
    }

    void aColumnAsWideAsItsTextCutsNone()
    {
        m_model.setHeaderData(0, Qt::Horizontal, u"A"_s); // narrower than the cell
        const auto cell = [this] {
            return m_table->viewport()->grab(m_table->visualRect(m_model.index(0, 0))).toImage();
        };
        const QImage wide = cell();
        m_table->resizeColumnToContents(0);
        QVERIFY(m_table->columnWidth(0) < 160);
        const QImage narrow = cell();
        QVERIFY(wide.copy(0, 0, narrow.width() - Theme::Grid, narrow.height())
                == narrow.copy(0, 0, narrow.width() - Theme::Grid, narrow.height()));
        QVERIFY(!firstInk(wide.copy(narrow.width() - Theme::Grid, 0, 40, wide.height()))); // what is beyond is ground
    }

    void thePointerLightsTheWholeRow()
    {
        m_model.setItem(0, 1, new QStandardItem(Text));
        m_model.appendRow({new QStandardItem(Text), new QStandardItem(Text)});
        const auto ground = [this](int row, int column) {
            return m_table->viewport()->grab(m_table->visualRect(m_model.index(row, column))).toImage().pixel(1, 1);
        };
        const QRgb calm = ground(0, 1);
        QTest::mouseMove(m_table->viewport(), m_table->visualRect(m_model.index(0, 0)).center());
        QTRY_VERIFY(ground(0, 0) != calm);
        QCOMPARE(ground(0, 1), ground(0, 0));
        QCOMPARE(ground(1, 0), calm);
        QTest::mouseMove(m_table->viewport(), m_table->visualRect(m_model.index(1, 1)).center());
        QTRY_COMPARE(ground(0, 0), calm);
        QVERIFY(ground(1, 0) != calm);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_table->viewport(), &leave);
        QCOMPARE(ground(1, 0), calm);
    }

    void theSortArrowDoesNotLieOnTheText_data()
    {
        QTest::addColumn<Qt::Alignment>("alignment");
        QTest::newRow("left") << Qt::Alignment(Qt::AlignLeft);
        QTest::newRow("right") << Qt::Alignment(Qt::AlignRight);
    }
    void theSortArrowDoesNotLieOnTheText()
    {
        QFETCH(Qt::Alignment, alignment);
        QHeaderView *header = m_table->horizontalHeader();
        header->setDefaultAlignment(alignment | Qt::AlignVCenter);
        const auto picture = [header] { return header->viewport()->grab(QRect(0, 0, 160, 28)).toImage(); };
        const QImage unsorted = picture();
        header->setSortIndicator(0, Qt::DescendingOrder);
        header->setSortIndicatorShown(true);
        const QRect arrow = difference(unsorted, picture()); // takes in the text too, if sorting moves it
        header->setSortIndicatorShown(false);
        m_model.setHeaderData(0, Qt::Horizontal, QString());
        const QRect text = difference(unsorted, picture());
        QVERIFY(!arrow.isEmpty() && !text.isEmpty());
        QVERIFY2(!arrow.intersects(text),
                 qPrintable(u"%1 on %2"_s.arg(QDebug::toString(arrow), QDebug::toString(text))));
    }

private:
    const QString Text = u"Share of time"_s;
    Theme m_theme;
    QStandardItemModel m_model;
    std::unique_ptr<QTableView> m_table;
};

QTEST_MAIN(TableLookTest)
#include "table_look_test.moc"
