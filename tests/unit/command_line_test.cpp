// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command_line.h"
#include "setting.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox::app;

class CommandLineTest : public QObject {
    Q_OBJECT

private slots:
    void takesValuesAfterASpaceOrAnEqualsSign_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("space") << QStringList{u"--port"_s, u"8080"_s};
        QTest::newRow("equals sign") << QStringList{u"--port=8080"_s};
        QTest::newRow("the last one counts") << QStringList{u"--port=1"_s, u"--port=8080"_s};
    }

    void takesValuesAfterASpaceOrAnEqualsSign()
    {
        QFETCH(QStringList, arguments);
        const auto result = parseCommandLine(arguments);
        QVERIFY(std::holds_alternative<CommandLine>(result));
        const Value port = std::get<CommandLine>(result).values.value(u"port"_s);
        QCOMPARE(std::get<QString>(port.content), u"8080"_s);
    }

    void takesSwitches()
    {
        const auto result = parseCommandLine({u"--headless"_s, u"--demo=false"_s, u"--version"_s, u"--help"_s});
        const auto &line = std::get<CommandLine>(result);
        QCOMPARE(readBoolean(line.values.value(u"headless"_s)), std::optional(true));
        QCOMPARE(readBoolean(line.values.value(u"demo"_s)), std::optional(false));
        QVERIFY(line.version);
        QVERIFY(line.help);
    }

    void refusesInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        QTest::newRow("near a flag") << QStringList{u"--prot"_s, u"1"_s}
                                     << u"There is no --prot; did you mean --port?"_s;
        QTest::newRow("near no flag") << QStringList{u"--nonsense"_s}
                                      << u"There is no --nonsense; signalbox --help lists what there is"_s;
        QTest::newRow("no value") << QStringList{u"--port"_s} << u"--port needs a value: --port PORT"_s;
        QTest::newRow("a flag for a value")
            << QStringList{u"--config"_s, u"--demo"_s} << u"--config needs a value: --config FILE"_s;
        QTest::newRow("no flag") << QStringList{u"3000"_s}
                                 << u"\"3000\" belongs to no flag; signalbox --help lists them"_s;
        QTest::newRow("a secret has no flag")
            << QStringList{u"--jwt-secret=x"_s} << u"There is no --jwt-secret; signalbox --help lists what there is"_s;
    }

    void refusesInOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, message);
        const auto result = parseCommandLine(arguments);
        QVERIFY(std::holds_alternative<ConfigurationError>(result));
        QCOMPARE(std::get<ConfigurationError>(result).message, message);
    }

    void helpNamesEveryFlagInLinesThatFit()
    {
        const QString help = helpText();
        for (const Setting &setting : allSettings())
            if (setting.hasFlag)
                QVERIFY2(help.contains(setting.flag()), qPrintable(setting.key));
        for (const QString &line : help.split(u'\n'))
            QVERIFY2(line.size() <= 100, qPrintable(line));
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
