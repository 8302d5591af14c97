// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remembered_servers.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class RememberedServersTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    }

    void readsWhatIsTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        QTest::newRow("host and port") << u"localhost:3000"_s << u"http://localhost:3000"_s;
        QTest::newRow("spaces around") << u" http://a.example "_s << u"http://a.example"_s;
        QTest::newRow("https") << u"https://a.example/"_s << u"https://a.example"_s;
        QTest::newRow("below a path") << u"https://a.example/box/"_s << u"https://a.example/box"_s;
        QTest::newRow("query goes") << u"http://a.example?x=1#y"_s << u"http://a.example"_s;
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("another scheme") << u"ftp://a.example"_s << QString();
        QTest::newRow("no host") << u"http://"_s << QString();
    }
    void readsWhatIsTyped()
    {
        QFETCH(QString, typed);
        QTEST(RememberedServers::normalized(typed).toString(), "address");
    }

    void aTokenIsKeptOnlyWhenAskedForAndForItsOwnerOnly()
    {
        RememberedServers servers(*m_settings);
        servers.remember(staging(), false);
        QVERIFY(servers.find(staging().url).token.isEmpty());
        servers.remember(staging(), true);
        QCOMPARE(servers.find(staging().url).token, staging().token);
        const QFileInfoList files = tokenFiles();
        QCOMPARE(files.size(), 1);
        QCOMPARE(files.first().permissions()
                     & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
        m_settings->sync();
        QFile settings(m_settings->fileName());
        QVERIFY(settings.open(QIODevice::ReadOnly));
        QVERIFY(!settings.readAll().contains(staging().token));
    }

    void nameAndColourOutliveTheProgram()
    {
        RememberedServers(*m_settings).remember(staging(), true);
        m_settings->sync();
        QSettings later(m_settings->fileName(), QSettings::IniFormat);
        const Endpoint found = RememberedServers(later).find(staging().url);
        QCOMPARE(found.name, staging().name);
        QCOMPARE(found.color, staging().color);
        QVERIFY(!found.local);
    }

    void oneAddressIsRememberedOnce()
    {
        RememberedServers servers(*m_settings);
        const QSignalSpy changed(&servers, &RememberedServers::changed);
        servers.remember(staging(), false);
        Endpoint renamed = staging();
        renamed.name = u"the old staging"_s;
        servers.remember(renamed, false);
        QCOMPARE(servers.servers().size(), 1);
        QCOMPARE(servers.servers().first().name, renamed.name);
        QCOMPARE(changed.count(), 2);
    }

    void forgettingTakesTheTokenToo()
    {
        RememberedServers servers(*m_settings);
        servers.remember(staging(), true);
        servers.forget(staging().url);
        QVERIFY(servers.servers().isEmpty());
        QVERIFY(tokenFiles().isEmpty());
    }

private:
    static Endpoint staging()
    {
        return {QUrl(u"https://staging.example:8443"_s), "secret-of-staging", u"staging"_s,
                RememberedServers::colors().at(2), false};
    }

    QFileInfoList tokenFiles() const { return QDir(m_folder->filePath(u"tokens"_s)).entryInfoList(QDir::Files); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
};

QTEST_GUILESS_MAIN(RememberedServersTest)
#include "client_remembered_servers_test.moc"
