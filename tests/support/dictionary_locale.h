// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace signalbox::test {

// While it lives, programs that are started have a locale that orders texts as a dictionary does: a, B, c.
class DictionaryLocale {
public:
    DictionaryLocale()
        : m_isMade(make())
    {
        qputenv("LOCPATH", m_folder.path().toLocal8Bit());
        qputenv("LC_ALL", "en_US.UTF-8");
    }
    ~DictionaryLocale()
    {
        qunsetenv("LOCPATH");
        qunsetenv("LC_ALL");
    }
    DictionaryLocale(const DictionaryLocale &) = delete;
    DictionaryLocale &operator=(const DictionaryLocale &) = delete;

    bool isMade() const { return m_isMade; } // this machine has what it takes

private:
    bool make() const
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("localedef"));
        const QString target = m_folder.filePath(QStringLiteral("en_US.UTF-8"));
        return !program.isEmpty()
            && QProcess::execute(program,
                                 {QStringLiteral("-i"), QStringLiteral("en_US"), QStringLiteral("-f"),
                                  QStringLiteral("UTF-8"), QStringLiteral("--no-archive"), target})
            == 0;
    }

    const QTemporaryDir m_folder;
    const bool m_isMade;
};

} // namespace signalbox::test
