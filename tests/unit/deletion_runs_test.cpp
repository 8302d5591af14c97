// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/deletion_runs.h"

#include <QTest>

using signalbox::admin::DeletionRuns;

class DeletionRunsTest : public QObject {
    Q_OBJECT

private slots:
    void goesOnUnderTheCursorThatItGave()
    {
        DeletionRuns runs;
        QCOMPARE(runs.take("ann keys", "0").steps, 0);
        runs.keep("ann keys", "17", {.deleted = 5, .steps = 1});
        QCOMPARE(runs.take("ann keys", "17").deleted, 5);
    }

    void aCursorOfItsOwnIsANewRun()
    {
        DeletionRuns runs;
        runs.keep("ann keys", "17", {.deleted = 5, .steps = 1});
        QCOMPARE(runs.take("ann keys", "18").steps, 0);
        QCOMPARE(runs.take("bob keys", "17").steps, 0);
        QCOMPARE(runs.take("ann keys", "17").steps, 1);
        QCOMPARE(runs.take("ann keys", "17").steps, 0); // taken
    }

    void forgetsTheOldest()
    {
        DeletionRuns runs;
        for (int i = 0; i < 101; ++i)
            runs.keep("ann keys", QByteArray::number(i), {.deleted = i, .steps = 1});
        QCOMPARE(runs.take("ann keys", "0").steps, 0);
        QCOMPARE(runs.take("ann keys", "1").deleted, 1);
        QCOMPARE(runs.take("ann keys", "100").deleted, 100);
    }
};

QTEST_APPLESS_MAIN(DeletionRunsTest)
#include "deletion_runs_test.moc"
